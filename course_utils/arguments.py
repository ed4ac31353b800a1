"""What the functions of the core accept; each error names the argument, its value and what is allowed."""

import inspect
import math
from itertools import takewhile

import numpy as np

# what each hyperparameter of the course may be
ALLOWED = {
    "lr": ("finite and > 0", lambda x: x > 0),
    "eps": ("finite and ≥ 0", lambda x: x >= 0),
    **dict.fromkeys(("alpha", "gamma", "beta1", "beta2"), ("in [0, 1)", lambda x: (x >= 0) & (x < 1))),
}


def whole(name, value, least):
    """`value` as an int ≥ `least`; TypeError where it is no whole number, ValueError where it is smaller."""
    if isinstance(value, bool) or not isinstance(value, int | np.integer):
        raise TypeError(f"{name} must be a whole number, not {value!r}")
    if value < least:
        raise ValueError(f"{name} must be ≥ {least}, not {value}")
    return int(value)


def real(name, value, allowed, test=np.isfinite):
    """`value` itself, one finite real number for which `test` holds; `allowed` says so in words.

    TypeError where it is no real number, ValueError where it is another one.
    """
    if np.ndim(value) or np.asarray(value).dtype.kind not in "iuf":
        raise TypeError(f"{name} must be a real number, not {value!r}")
    if not (np.isfinite(value) and test(value)):
        raise ValueError(f"{name} must be {allowed}, not {value}")
    return value


def reals(name, value, allowed, test=np.isfinite, when=""):
    """`value` as an array of finite real numbers for each of which `test` holds; errors as in `real`."""
    array = np.asarray(value)
    if array.dtype.kind not in "buif":
        raise TypeError(f"{name} must be a real number or an array of them, not {value!r}{when}")
    bad = ~(np.isfinite(array) & test(array))
    if bad.any():
        which = f" (at index {np.argwhere(bad)[0].tolist()})" if array.ndim else ""
        raise ValueError(f"{name} must be {allowed}, not {array[bad].flat[0]}{which}{when}")
    return array


def start_of_run(name, W):
    """A copy of W as an array of finite real numbers: float32 stays float32, the rest becomes float64."""
    W = np.array(W)
    if W.dtype.kind in "bui":
        W = W.astype(float)
    if W.dtype.kind != "f":
        raise TypeError(f"{name} must hold real numbers, not {W.dtype}")
    if not np.isfinite(W).all():
        raise ValueError(f"{name} must be finite, not {W}")
    return W


def signature_of(rule):
    """What `rule` remembers, {name: value before the first step}, and the names of its hyperparameters.

    The memory stands after `grad` and `W` and before the first hyperparameter. The memory of a rule that
    takes `*memory` has no names: None in place of the dict. A rule that takes `**hyper` accepts any name:
    None in place of the list.
    """
    if not callable(rule):
        raise TypeError(f"rule must be a function such as sgd, not {rule!r}")
    parameters = inspect.signature(rule).parameters.values()
    kinds = {p.kind for p in parameters}
    positional = [p for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    memory = {p.name: p.default for p in takewhile(lambda p: p.name not in ALLOWED, positional[2:])}
    for name, default in memory.items():
        if default is inspect.Parameter.empty:
            raise TypeError(
                f"{name_of(rule)} must give its memory {name} a default, the value before the first step; "
                "hyperparameters stand behind a *"
            )
    hyper = [p.name for p in parameters if p.kind is p.KEYWORD_ONLY]
    hyper += [p.name for p in positional[2 + len(memory) :]]
    return (
        None if inspect.Parameter.VAR_POSITIONAL in kinds else memory,
        None if inspect.Parameter.VAR_KEYWORD in kinds else hyper,
    )


def hyperparameter(name, value, W, when=""):
    """`value` as the rule gets it: a number of Python, or an array that broadcasts to W, of its dtype.

    Whatever is no number is handed on as it is, unless the name is one of the course's.
    """
    if name in ALLOWED:
        allowed, test = ALLOWED[name]
        if isinstance(value, float) and math.isfinite(value) and test(value):
            return float(value)  # the usual case in a fifth of the time, which schedules feel
        array = reals(name, value, allowed, test, when)
    else:
        array = np.asarray(value)
        if array.dtype.kind not in "buif":
            return value
    if array.ndim == 0:
        return array.item()  # which leaves the dtype of W as it is
    if not _fits(array.shape, W.shape):
        raise ValueError(
            f"{name} has shape {array.shape}{when}, which does not broadcast to W of shape {W.shape}; "
            "for one value per run W has shape (d, runs), which runs= of descend makes, and this (runs,)"
        )
    return array.astype(W.dtype)


def gradient(grad, W):
    """`grad`, held to the shape of W and to real numbers, which become those of W's dtype."""
    if not callable(grad):
        raise TypeError(f"grad must be a function of W, not {grad!r}")
    shape, dtype = W.shape, W.dtype

    def checked_grad(W):
        g = grad(W)
        if type(g) is np.ndarray and g.shape == shape and g.dtype == dtype:
            return g
        if g is None or np.shape(g) != shape:
            raise ValueError(
                f"grad must return the shape of W, {shape}, but {name_of(grad)} returned "
                f"{'None' if g is None else f'shape {np.shape(g)}'}"
            )
        g = np.asarray(g)
        if g.dtype.kind not in "buif":
            raise TypeError(f"grad must return real numbers, but {name_of(grad)} returned {g.dtype}")
        return g.astype(dtype, copy=False)

    return checked_grad


def name_of(function):
    """What an error calls a function."""
    return getattr(function, "__name__", repr(function))


def _fits(shape, target):
    try:
        return np.broadcast_shapes(shape, target) == target
    except ValueError:
        return False

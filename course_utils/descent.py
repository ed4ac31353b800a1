"""Drive any rule: its states one after the other, or its whole path.

The drivers check what they are given and name the argument, its value and what is allowed.
They also keep a diverging run quiet: it goes on to inf and nan without a warning.
"""

import inspect
import itertools

import numpy as np

# what each hyperparameter of the course may be
ALLOWED = {
    "lr": ("finite and > 0", lambda x: x > 0),
    "eps": ("finite and ≥ 0", lambda x: x >= 0),
    **dict.fromkeys(("alpha", "gamma", "beta1", "beta2"), ("in [0, 1)", lambda x: (x >= 0) & (x < 1))),
}


def iterates(rule, grad, W, **hyper):
    """The states `(W, *memory)` of `rule`, for ever; the first one is `(W,)`, the start.

    rule: `rule(grad, W, *memory, **hyper)`, returning the tuple `(W, *memory)`.
    grad: function of W that returns an array of the shape of W.
    W: the start, of shape (d,), (d, runs) or any other; lists and integers become float64,
    float32 stays float32. A hyperparameter is a number or an array that broadcasts to W.

    Raises TypeError or ValueError at once for a bad rule, grad, start or hyperparameter, and at the step
    where it happens for a gradient or a rule that returns something else than it should.
    """
    W = _start(W)
    if not callable(rule):
        raise TypeError(f"rule must be a function such as sgd, not {rule!r}")
    if not callable(grad):
        raise TypeError(f"grad must be a function of W, not {grad!r}")
    hyper = {name: _hyperparameter(rule, name, value, W) for name, value in hyper.items()}
    return _states(rule, _checked(grad), W, hyper)


def trajectory(rule, grad, W, steps, **hyper):
    """The path of W, the start included: an array of shape (steps + 1, *W.shape).

    Arguments and errors as in `iterates`; steps: a whole number ≥ 0.
    Whoever wants the memory takes the states from `iterates`.
    """
    if isinstance(steps, bool) or not isinstance(steps, int | np.integer):
        raise TypeError(f"steps must be a whole number, not {steps!r}")
    if steps < 0:
        raise ValueError(f"steps must be ≥ 0, not {steps}")
    steps = int(steps)
    states = itertools.islice(iterates(rule, grad, W, **hyper), steps + 1)
    W = next(states)[0]
    path = np.empty((steps + 1, *W.shape), W.dtype)
    path[0] = W
    for k, (W, *_) in enumerate(states, start=1):
        path[k] = W
    return path


def steps_until(reached):
    """The first step at which `reached` is true: inf where it never is.

    reached: booleans of shape (steps + 1,) or (steps + 1, runs), step 0 first.
    Returns a number, or an array of shape (runs,).
    """
    reached = np.asarray(reached)
    if reached.dtype != bool or reached.ndim == 0:
        raise TypeError("reached must be an array of booleans with the steps along its first axis")
    first = np.where(reached.any(axis=0), reached.argmax(axis=0), np.inf)
    if first.ndim:
        return first
    return int(first) if np.isfinite(first) else np.inf


def diverged_at(path):
    """The first step at which a run is no longer finite: inf where it always is.

    path: of shape (steps + 1, d) or (steps + 1, d, runs), as `trajectory` returns it.
    Returns a number, or an array of shape (runs,).
    """
    path = np.asarray(path)
    if path.ndim < 2:
        raise ValueError(f"path must have shape (steps + 1, d, ...), not {path.shape}")
    return steps_until(~np.isfinite(path).all(axis=1))


def _states(rule, grad, W, hyper):
    state = (W,)
    while True:
        yield state
        with np.errstate(all="ignore"):
            new = rule(grad, *state, **hyper)
        if not isinstance(new, tuple):
            raise TypeError(
                f"rule must return the tuple (W, *memory), but {_name(rule)} returned {type(new).__name__}"
                "; a rule without memory returns (W,), with the comma"
            )
        if not new or np.shape(new[0]) != W.shape:
            got = np.shape(new[0]) if new else "nothing"
            raise ValueError(f"{_name(rule)} must return W of shape {W.shape} first, not {got}")
        state = new


def _start(W):
    W = np.array(W)  # a copy: nobody else can change the start of a run
    if W.dtype.kind in "bui":
        W = W.astype(float)
    if W.dtype.kind != "f":
        raise TypeError(f"W must hold real numbers, not {W.dtype}")
    if not np.isfinite(W).all():
        raise ValueError(f"W must be finite, not {W}")
    return W


def _hyperparameter(rule, name, value, W):
    parameters = inspect.signature(rule).parameters.values()
    names = [p.name for p in parameters if p.kind is p.KEYWORD_ONLY or p.name in ALLOWED]
    anything = any(p.kind is p.VAR_KEYWORD for p in parameters)
    if name not in names and not anything:
        raise TypeError(f"{_name(rule)} has no hyperparameter {name!r}; it has {', '.join(names) or 'none'}")
    array = np.asarray(value)
    if array.dtype.kind not in "buif":
        if name in ALLOWED:
            raise TypeError(f"{name} must be a real number or an array of them, not {value!r}")
        return value  # not one of the course's: the rule knows what it means
    if name in ALLOWED:
        allowed, test = ALLOWED[name]
        bad = ~(np.isfinite(array) & test(array))
        if bad.any():
            which = f" (at index {np.argwhere(bad)[0].tolist()})" if array.ndim else ""
            raise ValueError(f"{name} must be {allowed}, not {array[bad].flat[0]}{which}")
    if array.ndim == 0:
        return array.item()  # a number of Python, which leaves the dtype of W as it is
    if not _fits(array.shape, W.shape):
        raise ValueError(
            f"{name} has shape {array.shape}, which does not broadcast to W of shape {W.shape}; "
            "for one value per run W has shape (d, runs) and the hyperparameter (runs,)"
        )
    return array.astype(W.dtype)  # float32 stays float32


def _fits(shape, target):
    try:
        return np.broadcast_shapes(shape, target) == target
    except ValueError:
        return False


def _checked(grad):
    def checked_grad(W):
        g = grad(W)
        if g is None or np.shape(g) != W.shape:
            raise ValueError(
                f"grad must return the shape of W, {W.shape}, but {_name(grad)} returned "
                f"{'None' if g is None else f'shape {np.shape(g)}'}"
            )
        g = np.asarray(g)
        if g.dtype.kind not in "buif":
            raise TypeError(f"grad must return real numbers, but {_name(grad)} returned {g.dtype}")
        return g.astype(W.dtype, copy=False)

    return checked_grad


def _name(function):
    return getattr(function, "__name__", repr(function))

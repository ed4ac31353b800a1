"""Drive any rule: its states one after the other, or the whole run as a `Trajectory`.

The drivers check what they are given and name the argument, its value and what is allowed.
They also keep a diverging run quiet: it goes on to inf and nan without a warning.

A hyperparameter is a number, an array that broadcasts to W (one value per run: W of shape (d, runs), the
array of shape (runs,)), or a schedule: a function of t = 0, 1, …, called once a step, before the step from
state t to state t + 1. What it returns is checked like a number or an array that is given at once.
"""

import itertools

import numpy as np

from course_utils.arguments import gradient, hyperparameter, name_of, signature_of, start_of_run, whole
from course_utils.surfaces import Surface
from course_utils.trajectory import Recorder, Trajectory, stays_from, steps_until

__all__ = ["Trajectory", "descend", "iterates", "stays_from", "steps_until", "trajectory"]


def iterates(rule, grad, W, **hyper):
    """The states `(W, *memory)` of `rule`, for ever; in the first one, the start, memory has its defaults.

    rule: `rule(grad, W, *memory, **hyper)`, returning the tuple `(W, *memory)`.
    grad: function of W that returns an array of the shape of W.
    W: the start, of shape (d,), (d, runs) or any other; lists and integers become float64,
        float32 stays float32.

    Raises TypeError or ValueError at once for a bad rule, grad, start or hyperparameter, and at the step
    where it happens for a gradient, a schedule or a rule that returns something else than it should.
    """
    W = start_of_run("W", W)
    memory, step = _stepper(rule, grad, W, hyper)
    return _states((W, *memory.values()), step)


def descend(rule, surface, steps, *, start=None, runs=None, loss=None, keep=None, every=1, **hyper):
    """Run `rule` for so many steps: a `Trajectory`, whose step 0 is the start.

        w = descend(adam, ravine(), 100, lr=0.1)                               w.W, w.m, w.v, w.t, w.loss
        w = descend(momentum, ravine(), 100, runs=20, lr=0.07, alpha=alphas)   one run per value
        w = descend(adam, batch_grad, 240, start=W, loss=full_loss, keep="loss", every=30)

    surface: a `Surface`, or a gradient function of W.
    steps: a whole number ≥ 0.
    start: a number, (d,) or (d, runs); on a surface `surface.start` unless it is given.
    runs: makes so many copies of a start of shape (d,), along axis 1.
    loss: a function of W that returns one number per run, called at every recorded step; it is always kept.
        On a surface it is `surface.loss` unless it is given.
    keep: the names of what is stored, out of "W", "loss" and the rule's memory. Without it all is stored
        that is a number or an array of one shape.
    every: record the start, each `every`-th step and the last one; `w.step` has their numbers.
    hyper: hyperparameters of the rule, see the top of this file.

    Errors: those of `iterates`, and others of the same kind for the arguments above.
    """
    steps, every = whole("steps", steps, 0), whole("every", every, 1)
    known = surface if isinstance(surface, Surface) else None
    W = _start(known, start, runs)
    memory, step = _stepper(rule, known.grad if known else surface, W, hyper)
    keep = _names_kept(rule, memory, keep, has_loss=bool(known) or loss is not None)
    if loss is None and known and "loss" in (keep or ()) and "W" not in keep:
        loss = known.loss
    if loss is not None:
        loss = _one_number_per_run(loss, W)

    def recorded(state):
        named = state[: 1 + len(memory)]
        return (*named, loss(state[0])) if loss else named

    names = ["W", *memory] if loss is None else ["W", *memory, "loss"]
    state = (W, *memory.values())
    at = np.append(np.arange(0, steps, every), steps)
    with np.errstate(all="ignore"):
        record = Recorder(names, keep, len(at), recorded((W.copy(), *memory.values())))
        for t in range(steps):
            state = step(t, state)
            if (t + 1) % every == 0 or t + 1 == steps:
                record.add(recorded(state))
    return Trajectory(rule, known, at, W.shape[1] if W.ndim == 2 else None, record.arrays())


def trajectory(rule, grad, W, steps, **hyper):
    """The path of W, the start included: an array of shape (steps + 1, *W.shape)."""
    # only for notebooks that are not rewritten yet; everything else uses `descend`, whose steps are last
    return np.moveaxis(descend(rule, grad, steps, start=W, keep="W", **hyper).W, -1, 0)


def _states(state, step):
    for t in itertools.count():
        yield state
        with np.errstate(all="ignore"):
            state = step(t, state)


def _stepper(rule, grad, W, hyper):
    """The memory before the first step, by name, and the function (t, state) → state t + 1."""
    memory, names = signature_of(rule)
    grad = gradient(grad, W)
    for name in hyper:
        if names is not None and name not in names:
            raise TypeError(
                f"{name_of(rule)} has no hyperparameter {name!r}; it has {', '.join(names) or 'none'}"
            )
    schedules = {name: value for name, value in hyper.items() if callable(value)}
    now = {name: hyperparameter(name, value, W) for name, value in hyper.items() if name not in schedules}
    shape, length = W.shape, 1 + len(memory or ())

    def step(t, state):
        for name, schedule in schedules.items():
            now[name] = hyperparameter(name, schedule(t), W, f" (t = {t})")
        new = rule(grad, *state, **now)
        if not isinstance(new, tuple):
            raise TypeError(
                f"rule must return the tuple (W, *memory), but {name_of(rule)} returned {type(new).__name__}"
                "; a rule without memory returns (W,), with the comma"
            )
        if not new or np.shape(new[0]) != shape:
            got = np.shape(new[0]) if new else "nothing"
            raise ValueError(f"{name_of(rule)} must return W of shape {shape} first, not {got}")
        if len(new) != length and memory is not None:
            raise ValueError(
                f"{name_of(rule)} must return ({', '.join(['W', *memory])}), as its signature says, "
                f"but it returned {len(new)} value{'s' * (len(new) > 1)}"
            )
        return new

    return memory or {}, step


def _start(surface, start, runs):
    if start is None and surface is None:
        raise TypeError("start must be given, since a gradient has none: descend(rule, grad, steps, start=W)")
    W = start_of_run("start", surface.start if start is None else start)
    if surface and W.shape[:1] != surface.start.shape:
        d = len(surface.start)
        raise ValueError(f"start must have shape ({d},) or ({d}, runs) on the {surface.name}, not {W.shape}")
    if runs is None:
        return W
    if W.ndim != 1:
        raise ValueError(f"runs makes copies of a start of shape (d,), but start has shape {W.shape}")
    return np.repeat(W[:, None], whole("runs", runs, 1), axis=1)


def _names_kept(rule, memory, keep, has_loss):
    for name in memory:
        if hasattr(Trajectory, name) or name in ("rule", "surface", "step", "W", "loss"):
            raise ValueError(f"{name_of(rule)} must not call its memory {name}: a Trajectory has a {name}")
    if keep is None:
        return None
    keep = (keep,) if isinstance(keep, str) else tuple(keep)
    names = ["W", *memory, *["loss"] * has_loss]
    for name in keep:
        if name not in names:
            raise ValueError(f"keep may name {', '.join(names)} here, not {name!r}")
    return keep


def _one_number_per_run(loss, W):
    if not callable(loss):
        raise TypeError(f"loss must be a function of W, not {loss!r}")

    def checked_loss(point):
        value = np.asarray(loss(point))
        if value.dtype.kind not in "buif":
            raise TypeError(f"loss must return real numbers, but {name_of(loss)} returned {value.dtype}")
        if value.shape != W.shape[1:]:
            raise ValueError(
                f"loss must return one number per run, shape {W.shape[1:]} for W of shape {W.shape}, "
                f"but {name_of(loss)} returned shape {value.shape}"
            )
        return value

    return checked_loss

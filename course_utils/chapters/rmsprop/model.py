"""RMSProp and AdaGrad behind a moving target, from numbers to arrays."""

import numpy as np

from course_utils.descent import descend
from course_utils.optimizers import adagrad, rmsprop


def run(lr, gamma, period, noise, swap, x, y, steps):
    """RMSProp, and AdaGrad at the same η, behind a target on a circle of radius 1, curvatures 1 and 100.

    period: steps in which the target goes round.
    noise: standard deviation of its seen position.
    swap: whether the curvatures change places at step 150.

    Returns a dict with the target (2, steps + 1) and, for each rule by its name, a dict with
    path: (2, steps + 1).
    gap: its distance to the target, (steps + 1,).
    rate: the effective rate η/√h of each coordinate, nan where no gradient has been yet, (2, steps + 1).
    """
    times = np.arange(steps + 1)
    target = np.stack([np.cos(2 * np.pi * times / period), np.sin(2 * np.pi * times / period)])
    seen = target + noise * np.random.default_rng(0).standard_normal(target.shape)
    curvature = np.where(swap & (times >= 150), [[100.0], [1.0]], [[1.0], [100.0]])
    both = {"target": target}
    for rule, memory in ((rmsprop, {"gamma": gamma}), (adagrad, {})):
        w = descend(rule, _moving(curvature, seen), steps, start=[x, y], lr=lr, **memory)
        rate = lr / np.sqrt(np.where(w.h > 0, w.h, np.nan))
        both[rule.__name__] = {"path": w.W, "gap": np.linalg.norm(w.W - target, axis=0), "rate": rate}
    return both


def _moving(curvature, seen):
    """The gradient curvature · (W − seen), whose columns go on by one at every call."""
    columns = zip(curvature.T, seen.T, strict=True)

    def grad(W):
        k, z = next(columns)
        return k * (W - z)

    return grad


def half_life(gamma):
    """Steps after which a square has lost half its weight: ln ½ / ln γ, 0 for γ = 0."""
    return np.log(0.5) / np.log(gamma) if gamma > 0 else 0.0

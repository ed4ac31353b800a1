"""SGD and the noise of its batches, from numbers to arrays."""

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from course_utils.descent import descend
from course_utils.optimizers import sgd
from course_utils.surfaces import Surface, make_surface


class Problem(NamedTuple):
    """A loss over samples.

    surface: the mean over all samples, with its gradient.
    grad: grad(W, *batch) is the gradient of a batch, grad(W, *data) that of the surface.
    data: arrays with one entry a sample.
    """

    surface: Surface
    grad: Callable
    data: tuple


def line_fit(n=200, seed=0):
    """The `Problem` of the lesson: a line w₀ + w₁a through n points (a, b), ℓ = ½ (w₀ + w₁a − b)².

    grad takes points along the last axis: (points,), or (runs, points) where each run has its own.
    """
    rng = np.random.default_rng(seed)
    a = rng.uniform(-1, 2, n)
    b = 1 + 2 * a + rng.standard_normal(n)

    H = np.array([[1, a.mean()], [a.mean(), (a * a).mean()]])
    c, at_zero = np.array([b.mean(), (a * b).mean()]), (b * b).mean() / 2

    def loss(W):  # ½ Wᵀ H W − c·W + ½ mean of b²: quicker than a mean over the points
        return np.sum(W * (np.tensordot(H, W, 1) / 2 - c.reshape(2, *[1] * (W.ndim - 1))), axis=0) + at_zero

    def grad(W, a, b):
        r = W[0][..., None] + W[1][..., None] * a - b
        return np.stack([r.mean(axis=-1), (r * a).mean(axis=-1)])

    best = np.polyfit(a, b, 1)[::-1, None]
    window = [(-1.6, 2.6), (-1.6, 3.4)]
    surface = make_surface("line fit", loss, lambda W: grad(W, a, b), best, (-1, -1), window)
    return Problem(surface, grad, (a, b))


def run(problem, batch_size, lr, x, y, steps, runs=20):
    """SGD with batches drawn anew at every step, each without replacement, and gradient descent beside it.

    runs: how many runs are averaged.
    Returns a dict with
    surface: that of the problem.
    path, exact: the first run and gradient descent, (2, steps + 1).
    excess, exact_excess, mean_excess: their loss above the minimum, and the mean over all runs, (steps + 1,).
    noise: |g_B − g| at each point of the path, nan at the last one.
    expected: its root mean square √(s²/B · (1 − B/n)).
    floor: the mean excess at which a constant η settles on a quadratic whose noise is that of the minimum,
        ½ Σ η c/(2 − ηλ) with c the noise along each eigenvector; inf where η is not below 2/λ_max.
    """
    surface, n = problem.surface, len(problem.data[0])
    batches = iter(_draws(n, batch_size, steps, runs))

    def batch_grad(W):
        return _gradient_of(problem, W, next(batches))

    paths = descend(sgd, batch_grad, steps, start=[x, y], runs=runs, lr=lr).W
    exact = descend(sgd, surface, steps, start=[x, y], lr=lr).W
    path, lowest = paths[:, 0], surface.loss(surface.minimum)
    with np.errstate(all="ignore"):
        noise = np.linalg.norm(np.diff(path, axis=1) / -lr - surface.grad(path[:, :-1]), axis=0)
        share = (1 - batch_size / n) / batch_size
        variance = sample_gradients(problem.grad, problem.data, path).var(axis=-1, ddof=1).sum(axis=0)
        return {
            "surface": surface,
            "path": path,
            "exact": exact,
            "excess": surface.loss(path) - lowest,
            "mean_excess": (surface.loss(paths) - lowest).mean(axis=0),
            "exact_excess": surface.loss(exact) - lowest,
            "noise": np.append(noise, np.nan),
            "expected": np.sqrt(share * variance),
            "floor": _floor(problem, share, lr),
        }


def _floor(problem, share, lr):
    surface = problem.surface
    curvature, Q = np.linalg.eigh(surface.grad(np.eye(2)) - surface.grad(np.zeros((2, 2))))
    if lr * curvature[-1] >= 2:
        return np.inf
    c = share * np.diag(Q.T @ np.cov(sample_gradients(problem.grad, problem.data, surface.minimum)) @ Q)
    return 0.5 * np.sum(lr * c / (2 - lr * curvature))


def cloud(problem, batch_size, lr, W, draws=150):
    """Where that many random batches would lead from W: (2, draws)."""
    batches = _draws(len(problem.data[0]), batch_size, 1, draws)[0]
    starts = np.repeat(np.asarray(W, dtype=float)[:, None], draws, axis=1)
    with np.errstate(all="ignore"):
        return starts - lr * _gradient_of(problem, starts, batches)


def sample_gradients(grad, data, W):
    """The gradient of every sample alone: shape (*W.shape, samples).

    grad, data: as in a `Problem`. W: (d,), (d, runs) or any other.
    """
    n = len(data[0])
    W = np.asarray(W, dtype=float)
    points = np.repeat(W.reshape(len(W), -1), n, axis=1)
    samples = np.tile(np.arange(n), points.shape[1] // n)[:, None]
    with np.errstate(all="ignore"):
        return grad(points, *(part[samples] for part in data)).reshape(*W.shape, n)


def _gradient_of(problem, W, rows):
    return problem.grad(W, *(part[rows] for part in problem.data))


@lru_cache(maxsize=4)
def _draws(n, batch_size, steps, runs):
    """Batches of different samples for every step and run: (steps, runs, batch_size)."""
    order = np.tile(np.arange(n), (steps * runs, 1))
    shuffled = np.random.default_rng(0).permuted(order, axis=1)
    return shuffled[:, :batch_size].reshape(steps, runs, batch_size)

"""Problems that the tests of chapters walk on, and every explorer of the course."""

import numpy as np

from course_utils.chapters import (
    adagrad,
    adam,
    gradient_descent,
    momentum,
    nag,
    rmsprop,
    rough_ground,
    sgd,
    which_optimizer,
)
from course_utils.chapters.sgd.model import Problem, line_fit
from course_utils.surfaces import make_surface, quadratic, ravine


def scatter(n=12, H=None):
    """½ mean (W − z)ᵀ H (W − z) over n points z: the noise H z does not depend on W."""
    H = quadratic(kappa=4, angle=30).grad(np.eye(2)) if H is None else H
    z = np.random.default_rng(1).standard_normal((2, n)) * [[1.0], [2.0]]
    centre = z.mean(axis=1, keepdims=True)

    def away(W, point):
        return W - point.reshape(2, *[1] * (W.ndim - point.ndim), *point.shape[1:])

    def grad(W, x, y):
        return np.tensordot(H, away(W, np.stack([x.mean(axis=-1), y.mean(axis=-1)])), 1)

    def loss(W):
        gap = away(W, centre[:, 0])
        return 0.5 * (gap * np.tensordot(H, gap, 1)).sum(axis=0)

    surface = make_surface("scatter", loss, lambda W: grad(W, *z), centre, (3, 2), [(-4, 4), (-4, 4)])
    return Problem(surface, grad, tuple(z))


def wall():
    """A gentle slope and a wall at its end, as in the chapter on NAG."""

    def loss(W):
        return W[1] ** 2 / 8 - W[0] / 2 + np.exp(2 * (W[0] - 2)) / 4 + 0.75

    def grad(W):
        return np.stack([np.exp(2 * (W[0] - 2)) / 2 - 0.5, W[1] / 4])

    return make_surface("wall", loss, grad, [[2], [0]], (-6.0, 1.2), [(-7.0, 4.0), (-1.6, 1.6)])


# every explorer, and settings on its sliders that reach its goal
EXPLORERS = {
    "gradient_descent": (gradient_descent.explore, {"lr": 0.076}),
    "sgd": (lambda: sgd.explore(*line_fit()), {"batch_size": 5, "lr": 0.0455}),
    "momentum": (momentum.explore, {"rate": 3.22, "alpha": 0.68}),
    "nag": (lambda: nag.explore(wall()), {"lr": 1.15, "alpha": 0.68}),
    "adagrad": (adagrad.explore, {"lr": 3.3, "angle": 20}),
    "rmsprop": (rmsprop.explore, {"gamma": 0.5, "lr": 0.083}),
    "adam": (lambda: adam.explore(ravine()), {"lr": 0.4, "beta1": 0.5}),
    "which_optimizer": (which_optimizer.explore, {"y": 0.5}),
    "rough_ground": (rough_ground.explore, {"lr": 0.005}),
}


def drawn(explorer, panel, line):
    """What a line of the picture holds: (x, y)."""
    return np.array(explorer.view.artists[panel][line].get_data(), dtype=float)

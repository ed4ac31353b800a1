"""The wall of lesson 03, and momentum and NAG side by side on a surface, from numbers to arrays."""

import numpy as np

from course_utils.descent import descend
from course_utils.optimizers import momentum, nag
from course_utils.surfaces import make_surface


def wall():
    """L(x, y) = y²/8 − x/2 + e^(2(x − 2))/4 + 3/4: a long gentle slope along x, and a wall at its end.

    The minimum is (2, 0), with loss 0 and the curvatures 1 along x and ¼ along y.
    """

    def loss(W):
        x, y = W
        return y**2 / 8 - x / 2 + np.exp(2 * (x - 2)) / 4 + 0.75

    def grad(W):
        x, y = W
        return np.stack([np.exp(2 * (x - 2)) / 2 - 0.5, y / 4])

    return make_surface("wall", loss, grad, [[2], [0]], (-6.0, 1.2), [(-7.0, 4.0), (-1.6, 1.6)])


def run(surface, lr, alpha, x, y, steps):
    """Momentum and NAG from one start.

    Returns a dict with the surface and, for each rule by its name, a dict with
    path, v: (2, steps + 1). loss: (steps + 1,).
    coast: αv, the arrow from W at every step, (2, steps + 1).
    pull: −ηg, the arrow from its tip, with g asked for at W by momentum and at W + αv by NAG: the next point
        is W + αv − ηg.
    """
    both = {"surface": surface}
    for rule in (momentum, nag):
        w = descend(rule, surface, steps, start=[x, y], lr=lr, alpha=alpha)
        coast = alpha * w.v
        asked = w.W + coast if rule is nag else w.W
        both[rule.__name__] = {
            "path": w.W,
            "v": w.v,
            "loss": w.loss,
            "coast": coast,
            "pull": -lr * surface.grad(asked),
        }
    return both

"""Momentum on a quadratic, from numbers to arrays."""

import numpy as np

from course_utils.descent import descend
from course_utils.optimizers import momentum
from course_utils.surfaces import quadratic


def run(rate, alpha, kappa, x, y, steps):
    """Momentum on ½(x² + κy²) with η = rate/κ: `rate` is ηλ along the steep axis y.

    Returns a dict with
    surface: the quadratic.
    path, and the velocity v: (2, steps + 1). loss: (steps + 1,).
    roots: the larger modulus of the two roots of z² − (1 + α − ηλ) z + α, for the flat and the steep axis.
    """
    surface = quadratic(kappa=kappa)
    w = descend(momentum, surface, steps, start=[x, y], lr=rate / kappa, alpha=alpha)
    roots = [np.abs(np.roots([1, r - 1 - alpha, alpha])).max() for r in (rate / kappa, rate)]
    return {"surface": surface, "path": w.W, "v": w.v, "loss": w.loss, "roots": np.array(roots)}

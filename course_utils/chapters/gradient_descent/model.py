"""Gradient descent on a quadratic, from numbers to arrays."""

import numpy as np

from course_utils.descent import descend
from course_utils.optimizers import sgd
from course_utils.surfaces import quadratic


def run(lr, kappa, angle, x, y, steps):
    """Gradient descent on a quadratic, turned by `angle` degrees.

    Returns a dict with
    surface: the quadratic.
    path: (2, steps + 1). loss: (steps + 1,).
    factors: |1 − ηλ| for the smallest and the largest curvature, by which each eigendirection shrinks.
    """
    surface = quadratic(kappa=kappa, angle=angle)
    w = descend(sgd, surface, steps, start=[x, y], lr=lr)
    factors = np.abs(1 - lr * np.array([1.0, kappa]))
    return {"surface": surface, "path": w.W, "loss": w.loss, "factors": factors}

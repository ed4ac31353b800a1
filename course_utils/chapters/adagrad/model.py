"""AdaGrad on a turned quadratic, from numbers to arrays."""

import numpy as np

from course_utils.descent import descend
from course_utils.optimizers import adagrad
from course_utils.surfaces import quadratic


def run(lr, kappa, angle, x, y, steps):
    """AdaGrad on a quadratic, turned by `angle` degrees.

    Returns a dict with
    surface: the quadratic.
    path, and the memory h: (2, steps + 1). loss: (steps + 1,).
    rate: the effective rate η/√h of each coordinate, nan where no gradient has been yet, (2, steps + 1).
    """
    surface = quadratic(kappa=kappa, angle=angle)
    w = descend(adagrad, surface, steps, start=[x, y], lr=lr)
    rate = lr / np.sqrt(np.where(w.h > 0, w.h, np.nan))
    return {"surface": surface, "path": w.W, "h": w.h, "loss": w.loss, "rate": rate}

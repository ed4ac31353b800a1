"""AdaGrad on a turned quadratic, from numbers to arrays."""

import numpy as np

from course_utils.descent import descend
from course_utils.optimizers import adagrad
from course_utils.surfaces import quadratic


def run(lr, kappa, angle, x, y, steps):
    """AdaGrad on a turned quadratic: its `surface`, `path`, `loss`, and per coordinate the memory.

    `h`, and the effective rate `rate` = η/√h, nan where no gradient has been yet: (2, steps + 1).
    """
    surface = quadratic(kappa=kappa, angle=angle)
    w = descend(adagrad, surface, steps, start=[x, y], lr=lr)
    rate = lr / np.sqrt(np.where(w.h > 0, w.h, np.nan))
    return {"surface": surface, "path": w.W, "h": w.h, "loss": w.loss, "rate": rate}

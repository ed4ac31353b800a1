"""Adam with and without its bias correction, from numbers to arrays."""

import numpy as np

from course_utils.descent import descend
from course_utils.optimizers import adam


def without_correction(grad, W, m=0.0, v=0.0, *, lr, beta1, beta2, eps):
    """Adam without its bias correction: W ← W − η m / (√v + ε)."""
    g = grad(W)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g * g
    return W - lr * m / (np.sqrt(v) + eps), m, v


def run(surface, lr, beta1, beta2, eps, corrected, x, y, steps):
    """Adam with its bias correction, or without it.

    Returns a dict with
    surface: as it was given.
    path, and the averages m and v: (2, steps + 1). loss: (steps + 1,).
    step: the step of each coordinate over η, nan at the start, (2, steps + 1).
    """
    rule = adam if corrected else without_correction
    w = descend(rule, surface, steps, start=[x, y], lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    step = np.diff(w.W, axis=1, prepend=np.nan) / lr
    return {"surface": surface, "path": w.W, "m": w.m, "v": w.v, "loss": w.loss, "step": step}


def step_curve(beta1, beta2, eps, corrected, steps=1000):
    """|step|/η of Adam for a constant gradient 1, at steps 1 to `steps`: shape (steps,)."""
    t = np.arange(1, steps + 1)
    m, v = 1 - beta1**t, 1 - beta2**t
    return np.full(steps, 1 / (1 + eps)) if corrected else m / (np.sqrt(v) + eps)

"""Which minimum a start leads to, from numbers to arrays."""

from functools import lru_cache

import numpy as np

from course_utils.descent import descend
from course_utils.surfaces import himmelblau

SURFACE = himmelblau()


def run(rule, lr, x, y, steps):
    """One run on Himmelblau's function, and where all starts lead with this rule and rate.

    Returns a dict with
    path: (2, steps + 1). loss: (steps + 1,).
    labels: the map of `basins`.
    """
    w = descend(rule, SURFACE, steps, start=[x, y], lr=lr)
    return {"path": w.W, "loss": w.loss, "labels": basins(rule, lr)}


@lru_cache(maxsize=1)  # another start needs no new map
def basins(rule, lr, side=100, steps=200):
    """Which minimum each start of a side × side grid over the window of Himmelblau's function has reached.

    Returns the column of `SURFACE.minima` that lies within 1 of W after that many steps, −1 where none does:
    shape (side, side), y along the first axis.
    """
    starts = np.stack(np.meshgrid(*(np.linspace(*ends, side) for ends in SURFACE.window))).reshape(2, -1)
    w = descend(rule, SURFACE, steps, start=starts, keep="W", every=steps, lr=lr)
    return nearest_minimum(w.W[..., -1]).reshape(side, side)


def nearest_minimum(W, within=1.0):
    """The column of `SURFACE.minima` within that distance of each column of W (2, n); −1 where none is."""
    with np.errstate(all="ignore"):
        distances = np.linalg.norm(W[:, None] - SURFACE.minima[:, :, None], axis=0)
    return np.where(distances.min(axis=0) < within, distances.argmin(axis=0), -1)  # nan is not below

"""The explorer of AdaGrad: the rates of the two coordinates, and the angle of the ravine."""

import numpy as np

from course_utils.chapters.adagrad.model import run
from course_utils.descent import steps_until
from course_utils.explorer import Explorer, Goal, parts


def explore():
    """AdaGrad in a quadratic valley.

    Panels: the path; the loss; the effective rates η/√h; the memory √h.
    """
    rates, memory = (
        parts.both(lambda frame: frame.run["rate"]),
        parts.both(lambda frame: np.sqrt(frame.run["h"])),
    )
    return Explorer(
        "AdaGrad",
        run,
        [["path", "loss"], ["rate", "memory"]],
        {
            "path": parts.plane("path", parts.VALLEY, parts.ground() | parts.until_now("adagrad")),
            "loss": parts.loss("adagrad", 150),
            "rate": parts.over_steps("effective rate η/√h", 150, (1e-4, 1e2), rates, legend="upper right"),
            "memory": parts.over_steps("memory √h", 150, (1e-2, 1e4), memory, legend="upper right"),
        },
        [
            parts.learning_rate(0.1, 1e-2, 100.0),
            parts.condition(25),
            parts.angle(),
            *parts.start(-4, 1, parts.VALLEY),
            parts.steps(100, 150),
        ],
        words,
        Goal(
            "L below 1e-6 within 80 steps, at κ = 25 and an angle of 20°, from (−4, 1)",
            lambda frame: steps_until(frame.run["loss"] < parts.GOAL),
            given={"kappa": 25, "angle": 20, "x": -4, "y": 1},
            within=80,
        ),
    )


def words(frame):
    """The point that is shown, and the rates that led to it."""
    run, t = frame.run, frame.step
    rates = (
        f"rates η/√h of x and y: {parts.point(run['rate'][:, t])}" if t else "no rates before the first step"
    )
    return (
        f"W = {parts.point(run['path'][:, t])}, L = {run['loss'][t]:.2g}; {rates}.{parts.fate(run['path'])}"
    )

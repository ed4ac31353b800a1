"""The explorer of momentum: the regime map over (ηλ, α), whose point is dragged."""

import numpy as np

from course_utils.chapters.momentum.model import run
from course_utils.descent import steps_until
from course_utils.explorer import Explorer, Goal, Knob, Line, Panel, parts


def explore():
    """Momentum in a valley ½(x² + κy²). The start and the point of the map follow the mouse held down.

    Panels: the path; the loss; the map of regimes, with a point for each axis (ηλ is κ times smaller on the
    flat one); position and velocity along the steep axis.
    """
    steep_axis = {
        "y": parts.series(lambda frame: frame.run["path"][1], color="black", label="position"),
        "v": parts.series(
            lambda frame: frame.run["v"][1], label="velocity", **parts.without_marker("momentum")
        ),
    }
    path = parts.ground() | parts.until_now("momentum")
    return Explorer(
        "momentum",
        run,
        [["path", "loss"], ["map", "run"]],
        {
            "path": parts.plane("path", parts.VALLEY, path, drag=True),
            "loss": parts.loss("momentum", 150),
            "map": regimes(np.linspace(0, 1, 101)),
            "run": parts.over_steps("steep axis", 150, (-3, 3), steep_axis, log="", legend="upper left"),
        },
        [
            Knob("rate", "ηλ, steep axis", 1.0, 0.02, 4.0, 0.02),
            Knob("alpha", "α, momentum", 0.9, 0.0, 0.99, 0.01),
            parts.condition(100),
            *parts.start(-4, 1, parts.VALLEY),
            parts.steps(100, 150),
        ],
        words,
        Goal(
            "L below 1e-6 within 50 steps, at κ = 100, from (−4, 1)",
            lambda frame: steps_until(frame.run["loss"] < parts.GOAL),
            given={"kappa": 100, "x": -4, "y": 1},
            within=50,
        ),
    )


def regimes(alphas):
    """The panel of regimes: where a run diverges, where it swings, and where both axes of this one lie."""
    end = 2 * (1 + alphas), alphas
    swings = (
        np.concatenate([(1 - np.sqrt(alphas)) ** 2, (1 + np.sqrt(alphas[::-1])) ** 2]),
        np.concatenate([alphas, alphas[::-1]]),
    )
    dot = parts.marker("momentum") | {"marker": "o", "markersize": 9}

    def steep(frame):
        return [frame.settings["rate"]], [frame.settings["alpha"]]

    def flat(frame):
        return [frame.settings["rate"] / frame.settings["kappa"]], [frame.settings["alpha"]]

    lines = {
        "end": Line(lambda frame: end, label="diverges →", **parts.SECOND),
        "swings": Line(lambda frame: swings, label="swings inside", **parts.LIMIT),
        "steep": Line(steep, label="steep", **dot),
        "flat": Line(flat, label="flat", markerfacecolor="white", **dot),
    }
    title, click = "regimes: α against ηλ", ("rate", "alpha")
    return Panel(title, (-0.2, 7.0), (0, 1), lines, legend="lower right", click=click, drag=True)


def words(frame):
    """The point that is shown, the velocity, and the factor of each axis."""
    run, t = frame.run, frame.step
    here = (
        f"W = {parts.point(run['path'][:, t])}, v = {parts.point(run['v'][:, t])}, L = {run['loss'][t]:.2g}"
    )
    flat, steep = run["roots"]
    return f"{here}. |z| per step: {steep:.3f} (steep axis), {flat:.3f} (flat).{parts.fate(run['path'])}"

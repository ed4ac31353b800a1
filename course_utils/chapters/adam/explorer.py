"""The explorer of Adam: β₁, β₂, ε, the correction on and off, and the step curve."""

import numpy as np

from course_utils.chapters.adam.model import run, step_curve
from course_utils.descent import stays_from
from course_utils.explorer import Explorer, Goal, Knob, Line, Panel, parts


def explore(surface):
    """Adam on a surface.

    Panels: the path; the loss; |step|/η for a constant gradient 1, with and without correction; the step of
    each coordinate over η.
    """
    (x, y) = surface.start
    step = parts.both(lambda frame: frame.run["step"])
    return Explorer(
        "Adam",
        lambda **settings: run(surface, **settings),
        [["path", "loss"], ["curve", "step"]],
        {
            "path": parts.plane("path", surface.window, parts.ground() | parts.until_now("adam")),
            "loss": parts.loss("adam", 150),
            "curve": curves(np.arange(1, 1001)),
            "step": parts.over_steps("step / η", 150, (-4, 4), step, log="", legend="upper right"),
        },
        [
            parts.learning_rate(0.1, 1e-3, 3.1),
            Knob("beta1", "β₁, decay of m", 0.9, choices=parts.DECAYS),
            Knob("beta2", "β₂, decay of v", 0.999, choices=parts.DECAYS),
            Knob("eps", "ε", 1e-8, 1e-10, 1.0, 0.25, log=True),
            Knob("corrected", "bias correction", True),
            *parts.start(x, y, surface.window),
            parts.steps(100, 150),
        ],
        words,
        Goal(
            "L below 1e-6 for good in 40 steps, with correction, from the first start (60 steps or more)",
            lambda frame: (
                stays_from(frame.run["loss"] < parts.GOAL) if frame.settings["steps"] >= 60 else np.inf
            ),
            given={"corrected": True, "x": x, "y": y},
            within=40,
        ),
    )


def curves(times):
    """The panel of |step|/η for a constant gradient 1, with and without correction."""

    def curve(frame, corrected):
        memory = {name: frame.settings[name] for name in ("beta1", "beta2", "eps")}
        return times, step_curve(**memory, corrected=corrected, steps=len(times))

    ends = 0, 11
    lines = {
        "corrected": Line(
            lambda frame: curve(frame, True), label="with correction", **parts.without_marker("adam")
        ),
        "raw": Line(lambda frame: curve(frame, False), label="without", **parts.LIMIT),
        "now": parts.now(ends),
    }
    title = "|step|/η for a constant gradient 1"
    return Panel(title, (times[0], times[-1]), ends, lines, log="x", legend="upper left")


def words(frame):
    """The point that is shown, the memory, and the step that led to it."""
    run, t = frame.run, frame.step
    here = f"W = {parts.point(run['path'][:, t])}, L = {run['loss'][t]:.2g}"
    memory = f"m = {parts.point(run['m'][:, t])}, √v = {parts.point(np.sqrt(run['v'][:, t]))}"
    step = f"step/η = {parts.point(run['step'][:, t])}" if t else "no step yet"
    return f"{here}; {memory}; {step}.{parts.fate(run['path'])}"

"""The explorer of RMSProp: γ with its window and half-life, behind a target that goes round."""

import numpy as np

from course_utils.chapters.rmsprop.model import half_life, run
from course_utils.explorer import Explorer, Goal, Knob, Line, Panel, parts
from course_utils.optimizers import NAMES

BOTH = ("rmsprop", "adagrad")
NEAR = 0.25  # the distance to the target that the goal asks for


def explore():
    """RMSProp, and AdaGrad at the same η, behind a moving target.

    Panels: both paths; their distance to the target; the weight of each past square, with the half-life and
    the window 1/(1 − γ); the effective rates η/√h along y, which is the steep axis until the curvatures
    change places.
    """
    window = (-2.0, 2.0), (-1.5, 1.5)
    gaps = parts.by_rule(BOTH, lambda part: part["gap"]) | {"goal": parts.level(NEAR, 300)}
    rates = parts.by_rule(BOTH, lambda part: part["rate"][1], named=False)
    return Explorer(
        "RMSProp",
        run,
        [["path", "gap"], ["weight", "rate"]],
        {
            "path": parts.plane("paths; star: the target on its circle", window, paths()),
            "gap": parts.over_steps("distance to the target", 300, (1e-3, 1e1), gaps, legend="lower left"),
            "weight": weights(np.arange(3001)),
            "rate": parts.over_steps("effective rate η/√h along y", 300, (1e-5, 1e1), rates),
        },
        [
            parts.learning_rate(0.02, 1e-3, 3.1),
            Knob("gamma", "γ, decay", 0.999, choices=parts.DECAYS),
            Knob("period", "steps per round", 200, 20, 400, 10),
            Knob("noise", "σ, noise", 0.3, 0.0, 1.0, 0.05),
            Knob("swap", "swap at step 150", True),
            *parts.start(0, 0, window),
            parts.steps(300, 300),
        ],
        words,
        Goal(
            "root mean square distance of RMSProp over steps 200 to 300 below 0.25, all else as at first",
            stays_near,
            given={"period": 200, "noise": 0.3, "swap": True, "x": 0, "y": 0, "steps": 300},
        ),
    )


def paths():
    """The lines of both paths and of the target."""

    def adagrad(frame):
        return frame.run["adagrad"]["path"][:, : frame.step + 1]

    return {
        "adagrad": Line(adagrad, **parts.without_marker("adagrad")),
        "circle": Line(lambda frame: frame.run["target"], **parts.LEVELS),
        "target": Line(lambda frame: frame.run["target"][:, [frame.step]], **parts.STARS),
        **parts.until_now("rmsprop", lambda frame: frame.run["rmsprop"]["path"]),
    }


def weights(ages):
    """The panel of the weight (1 − γ)γⁿ of a square, by its age n, over three windows."""
    ends = 1e-5, 1

    def three_windows(settings):
        return 0, 3 / (1 - settings["gamma"])

    def past(frame):
        gamma = frame.settings["gamma"]
        return ages, (1 - gamma) * gamma**ages

    def half(frame):
        return [half_life(frame.settings["gamma"])] * 2, ends

    def window(frame):
        return [1 / (1 - frame.settings["gamma"])] * 2, ends

    lines = {
        "past": Line(past, label="(1 − γ)γⁿ", **parts.without_marker("rmsprop")),
        "half": Line(half, label="half-life", **parts.LIMIT),
        "window": Line(window, label="window", **parts.FIRST | {"linestyle": "--"}),
    }
    title = "weight of a square, by its age n"
    return Panel(title, three_windows, ends, lines, log="y", legend="upper right")


def words(frame):
    """How far both are from the target, and how far back RMSProp remembers."""
    run, gamma = frame.run, frame.settings["gamma"]
    gaps = ", ".join(f"{NAMES[rule]} {run[rule]['gap'][frame.step]:.2g}" for rule in BOTH)
    memory = f"half-life {half_life(gamma):.3g} steps, window {1 / (1 - gamma):.3g}"
    return f"distance to the target: {gaps}. Memory: {memory}.{parts.fate(run['rmsprop']['path'])}"


def stays_near(frame):
    """Step 300, where RMSProp was near enough from step 200 on."""
    gap = frame.run["rmsprop"]["gap"][200:]
    return 300 if np.sqrt(np.mean(gap**2)) < NEAR else np.inf

"""The explorer of the race: six rules from one clicked start on a chosen surface."""

import numpy as np

from course_utils.chapters.which_optimizer.model import SURFACES, run
from course_utils.descent import steps_until
from course_utils.explorer import Explorer, Goal, Knob, Line, Panel, parts
from course_utils.optimizers import NAMES, RULES
from course_utils.plots import level_lines, style

RACERS = [rule.__name__ for rule in RULES]


def explore():
    """All six rules from one start.

    η of the rules that do not divide (SGD, Momentum, NAG) and of those that do (AdaGrad, RMSProp, Adam) are
    two sliders. Panels: the paths; the losses; the lengths of the steps.
    """
    return Explorer(
        "six rules",
        run,
        [["path", "loss"], ["path", "length"]],
        {
            "path": paths(),
            "loss": parts.over_steps(
                "loss (on the saddle L + 3)", 150, (1e-8, 1e4), {rule: loss(rule) for rule in RACERS}
            ),
            "length": parts.over_steps(
                "length of the step",
                150,
                (1e-7, 1e6),
                parts.by_rule(RACERS, lambda part: parts.step_lengths(part["path"])),
                legend="upper left",  # above the lines, as long as no run diverges
                legend_columns=2,
            ),
        },
        [
            Knob("surface", "surface", "saddle", choices=tuple(SURFACES)),
            parts.learning_rate(0.01, 1e-4, 1.0, "η, plain rules"),
            parts.learning_rate(0.01, 1e-4, 1.0, "η, adaptive", "adaptive_lr"),
            *parts.start(1, 0.01, ((-6.0, 6.0), (-6.0, 6.0)), 0.01),
            parts.steps(100, 150),
        ],
        words,
        Goal(
            "on the saddle, with one η for all six, SGD leaves |y| ≤ 1 before RMSProp and Adam",
            sgd_leaves_first,
            given={"surface": "saddle"},
        ),
        ratios=[1.2, 1],
    )


def paths():
    """The panel of all paths, in the window of the chosen surface."""

    def surface(settings):
        return SURFACES[settings["surface"]]

    def x(settings):
        return surface(settings).window[0]

    def y(settings):
        return surface(settings).window[1]

    def until_now(rule):
        return Line(lambda frame: frame.run[rule]["path"][:, : frame.step + 1], **parts.without_marker(rule))

    def head(rule):
        look = style(rule) | {"markersize": 8}
        return Line(lambda frame: frame.run[rule]["path"][:, [frame.step]], **look)

    lines = {
        "levels": Line(lambda frame: level_lines(surface(frame.settings)), **parts.LEVELS),
        "minima": Line(lambda frame: surface(frame.settings).minima, **parts.STARS),
        **{rule: until_now(rule) for rule in RACERS},
        **{f"{rule} head": head(rule) for rule in RACERS},
        "start": Line(lambda frame: frame.run["sgd"]["path"][:, :1], color="black", **parts.RING),
    }
    return Panel("six paths from one start", x, y, lines, click=("x", "y"))


def loss(rule):
    """The line of a rule's loss: on the saddle, which has no lowest point, 3 is added."""

    def above(frame):
        return frame.run[rule]["loss"] + (3.0 if frame.settings["surface"] == "saddle" else 0.0)

    return parts.series(above, **parts.without_marker(rule))


def words(frame):
    """The rules in the order of their losses, and who has left."""
    run, t = frame.run, frame.step
    order = sorted(RACERS, key=lambda rule: np.nan_to_num(run[rule]["loss"][t], nan=np.inf))
    gone = [NAMES[rule] for rule in RACERS if parts.fate(run[rule]["path"])]
    far = f" <b>Beyond 1,000 at the end</b>: {', '.join(gone)}." if gone else ""
    return f"lowest first: {', '.join(NAMES[rule] for rule in order)}.{far}"


def sgd_leaves_first(frame):
    """The step at which SGD leaves the saddle, where all have one η and RMSProp and Adam leave later."""
    first, *others = (
        steps_until(np.abs(frame.run[rule]["path"][1]) > 1) for rule in ("sgd", "rmsprop", "adam")
    )
    one_rate = np.isclose(frame.settings["lr"], frame.settings["adaptive_lr"])
    return first if one_rate and first < min(others) else np.inf

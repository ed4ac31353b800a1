"""The explorer of NAG: the two arrows of every step, momentum and NAG side by side from one start."""

import numpy as np

from course_utils.chapters.nag.model import run
from course_utils.descent import stays_from
from course_utils.explorer import Explorer, Goal, Knob, Line, Panel, parts
from course_utils.optimizers import NAMES
from course_utils.pictures import arrow
from course_utils.plots import PAIR, STAR, level_lines

BOTH = ("momentum", "nag")
ENOUGH = 1e-3  # the loss that the goal asks for
GRADIENT = PAIR[0]["color"]  # of the arrow −ηg, and the cross where g is taken


def explore(surface):
    """Momentum and NAG on a surface.

    Panels: both paths; both losses; for each rule the two arrows of the step that is shown, αv from W and −ηg
    from its tip, with W in the middle and a cross where the gradient is taken.
    """
    losses = parts.by_rule(BOTH, lambda part: part["loss"]) | {"goal": parts.level(ENOUGH, 120)}
    x, y = surface.start
    return Explorer(
        "momentum and NAG",
        lambda **settings: run(surface, **settings),
        [["path", "loss"], ["momentum", "nag"]],
        {
            "path": parts.plane("paths", surface.window, paths()),
            "loss": parts.over_steps("loss L", 120, (1e-8, 1e4), losses, legend="upper right"),
            "momentum": arrows("momentum", legend="lower left"),
            "nag": arrows("nag"),
        },
        [
            parts.learning_rate(0.2, 1e-2, 2.0),
            Knob("alpha", "α, momentum", 0.9, 0.0, 0.99, 0.01),
            *parts.start(x, y, surface.window),
            parts.steps(60, 120),
        ],
        words,
        Goal(
            "NAG below 1e-3 for good within 12 steps, momentum in 24 or more (steps: 60 or more)",
            nag_is_down,
            given={"x": x, "y": y},
            within=12,
        ),
        shown=16,
    )


def paths():
    """The lines of both paths, from one ring."""
    ball, braked = (parts.until_now(rule, lambda frame, rule=rule: frame.run[rule]["path"]) for rule in BOTH)
    return parts.ground(points=160) | ball | {"nag": braked["path"], "nag head": braked["head"]}


def arrows(rule, legend=""):
    """The panel with the two arrows of a rule's step, seen from W."""
    near = (-1.3, 1.3), (-0.95, 0.95)

    def levels(frame):
        return level_lines(frame.run["surface"], points=160) - frame.run[rule]["path"][:, [frame.step]]

    def two(frame):
        run, t = frame.run[rule], frame.step
        return run["coast"][:, t], run["pull"][:, t]

    def pull(frame):
        coast, pull = two(frame)
        return arrow(coast, coast + pull, near, 0.05)

    def asked(frame):
        coast, _ = two(frame)
        return coast[:, None] if rule == "nag" else ([0], [0])

    lines = {
        "levels": Line(levels, **parts.LEVELS),
        "coast": Line(
            lambda frame: arrow((0, 0), two(frame)[0], near, 0.05), color=STAR, linewidth=2.0, label="αv"
        ),
        "pull": Line(pull, color=GRADIENT, linewidth=2.0, label="−ηg"),
        "W": Line(lambda frame: ([0], [0]), markerfacecolor="white", markersize=11, **parts.marker(rule)),
        "asked": Line(asked, color=GRADIENT, marker="x", markersize=7, markeredgewidth=2.0, linestyle="none"),
    }
    return Panel(f"{NAMES[rule]}, step by step", *near, lines, legend=legend)


def words(frame):
    """Where both are."""
    t = frame.step
    here = (
        f"{NAMES[rule]} at {parts.point(frame.run[rule]['path'][:, t])}, L = {frame.run[rule]['loss'][t]:.2g}"
        for rule in BOTH
    )
    return "; ".join(here) + "." + parts.fate(np.concatenate([frame.run[rule]["path"] for rule in BOTH]))


def nag_is_down(frame):
    """The step from which on NAG stays below the goal, where momentum needs 24 or more."""
    ball, braked = (stays_from(frame.run[rule]["loss"] < ENOUGH) for rule in BOTH)
    return braked if ball >= 24 and frame.settings["steps"] >= 60 else np.inf

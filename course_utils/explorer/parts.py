"""What several explorers show: paths over level lines, quantities over the steps, and the knobs of both."""

import numpy as np

from course_utils.descent import steps_until
from course_utils.explorer.knobs import Knob
from course_utils.pictures import Line, Panel
from course_utils.plots import GREY, PAIR, STAR, level_lines, name, style

GOAL = 1e-6  # the loss that most goals ask for
VALLEY = ((-5.0, 5.0), (-2.5, 2.5))  # the window of every quadratic
DECAYS = (0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999)

NOW = {"color": GREY, "linewidth": 0.8}  # the upright line at the step that is shown
LIMIT = {"color": STAR, "linewidth": 1.0, "linestyle": ":"}  # goals and limits
LEVELS = {"color": GREY, "linewidth": 0.5}
STARS = {"color": STAR, "marker": "*", "markersize": 11, "linestyle": "none"}
RING = {"marker": "o", "markerfacecolor": "white", "markersize": 8}  # the start of a path
FIRST, SECOND = PAIR  # the looks of x and y, or of any two that are no rules


def without_marker(rule):
    """The look of a rule's line alone."""
    return style(rule) | {"marker": ""}


def marker(rule):
    """The look of a rule's marker alone."""
    return {"color": style(rule)["color"], "linestyle": "none", "marker": style(rule)["marker"]}


# ------------------------------------------------------------------------------------------------- lines


def ground(points=80):
    """The level lines of the run's surface, found on a grid of `points` × `points`, and its minima."""
    return {
        "levels": Line(lambda frame: level_lines(frame.run["surface"], points=points), **LEVELS),
        "minima": Line(lambda frame: frame.run["surface"].minima, **STARS),
    }


def until_now(rule, path=lambda frame: frame.run["path"]):
    """A path up to the step that is shown, with a ring at its start and the rule's marker at its head.

    path: function of the `Frame`, returns the whole path, of shape (2, steps + 1).
    """
    return {
        "path": Line(
            lambda frame: path(frame)[:, : frame.step + 1],
            **style(rule) | {"markersize": 3, "linewidth": 1.2},
        ),
        "start": Line(lambda frame: path(frame)[:, :1], **marker(rule) | RING),
        "head": Line(lambda frame: path(frame)[:, [frame.step]], **marker(rule) | {"markersize": 9}),
    }


def series(values, **look):
    """A quantity at every step of the run. values: function of the `Frame`, returns (steps + 1,)."""
    return Line(lambda frame: (frame.steps, values(frame)), **look)


def both(values):
    """A quantity of both coordinates at every step. values: function of the `Frame`, returns (2, steps + 1).

    The first is drawn in full, the second dashed.
    """
    return {
        "x": series(lambda frame: values(frame)[0], **FIRST, label="x"),
        "y": series(lambda frame: values(frame)[1], **SECOND, label="y"),
    }


def by_rule(rules, values, named=True):
    """A quantity of several rules at every step, in the look of each: {rule: Line}.

    values: function of what the run has for a rule, returns (steps + 1,).
    named: whether the legend names them.
    """
    return {
        rule: series(
            lambda frame, rule=rule: values(frame.run[rule]),
            **without_marker(rule) | ({"label": name(rule)} if named else {}),
        )
        for rule in rules
    }


def level(value, most):
    """A horizontal line at a goal or limit, over steps 0 to `most`."""
    return Line(lambda frame: ([0, most], [value, value]), **LIMIT)


def now(ends):
    """An upright line at the step that is shown."""
    return Line(lambda frame: ([frame.step, frame.step], ends), **NOW)


# ------------------------------------------------------------------------------------------------ panels


def plane(title, window, lines, drag=False):
    """A panel of paths; a click sets the start."""
    return Panel(title, *window, lines, click=("x", "y"), drag=drag)


def over_steps(title, most, ends, lines, log="y", **legend):
    """A panel with steps 0 to `most` to the right, where an upright line marks the one that is shown."""
    return Panel(title, (0, most), ends, {**lines, "now": now(ends)}, log=log, **legend)


def loss(rule, most):
    """A panel with the loss of a run and the goal that most explorers have."""
    losses = series(lambda frame: frame.run["loss"], **without_marker(rule))
    return over_steps("loss L", most, (1e-12, 1e4), {"loss": losses, "goal": level(GOAL, most)})


# ------------------------------------------------------------------------------------------------- knobs


def learning_rate(value, low=1e-3, high=1.0, label="η, learning rate", knob="lr"):
    """The knob of a learning rate, in steps of a fiftieth of a decade."""
    return Knob(knob, label, value, low, high, 0.02, log=True)


def condition(value):
    """The knob of a quadratic's condition number."""
    return Knob("kappa", "κ, condition", value, choices=(1, 2, 5, 10, 25, 50, 100))


def angle():
    """The knob of the angle by which a quadratic is turned."""
    return Knob("angle", "angle (degrees)", 0, 0, 90, 1)


def start(x, y, window, step=0.1):
    """The two knobs of the start, with the window as their range."""
    (x0, x1), (y0, y1) = window
    return Knob("x", "x of start", float(x), x0, x1, step), Knob("y", "y of start", float(y), y0, y1, step)


def steps(value, most):
    """The knob of the number of steps."""
    return Knob("steps", "steps", value, 1, most, 1)


# ---------------------------------------------------------------------------------------- words and goals


def point(W):
    """A point of the plane in words."""
    return f"({W[0]:.3g}, {W[1]:.3g})"


def fate(path, far=1e3):
    """In words, whether a run has left: the picture then shows its path cut off."""
    left = steps_until(~(np.abs(path) < far).all(axis=0))
    return f" <b>It runs away</b>: beyond {far:,.0f} from step {left} on." if left < np.inf else ""


def step_lengths(path):
    """The length of every step of a path (2, steps + 1): (steps + 1,), nan at the start."""
    with np.errstate(all="ignore"):
        return np.append(np.nan, np.linalg.norm(np.diff(path, axis=1), axis=0))

"""The explorer of gradient descent: η, the condition number and the angle of a valley."""

import numpy as np

from course_utils.chapters.gradient_descent.model import run
from course_utils.descent import steps_until
from course_utils.explorer import Explorer, Goal, Line, Panel, parts


def explore():
    """Gradient descent in a quadratic valley, with the limit 2/λ_max of the learning rate.

    Panels: the path; the loss; |1 − ηλ| against η for both eigenvalues; the length of the steps.
    """
    length = parts.series(lambda frame: parts.step_lengths(frame.run["path"]), **parts.without_marker("sgd"))
    return Explorer(
        "gradient descent",
        run,
        [["path", "loss"], ["factor", "length"]],
        {
            "path": parts.plane("path", parts.VALLEY, parts.ground() | parts.until_now("sgd")),
            "loss": parts.loss("sgd", 200),
            "factor": factors(np.geomspace(1e-3, 1, 300)),
            "length": parts.over_steps("length of the step", 200, (1e-8, 1e2), {"length": length}),
        },
        [
            parts.learning_rate(0.02),
            parts.condition(25),
            parts.angle(),
            *parts.start(-4, 1, parts.VALLEY),
            parts.steps(150, 200),
        ],
        words,
        Goal(
            "L below 1e-6 within 110 steps, at κ = 25, angle 0, from (−4, 1)",
            lambda frame: steps_until(frame.run["loss"] < parts.GOAL),
            given={"kappa": 25, "angle": 0, "x": -4, "y": 1},
            within=110,
        ),
    )


def factors(rates):
    """The panel of |1 − ηλ| against η, for both eigenvalues."""
    ends = rates[0], rates[-1]

    def steep(frame):
        return rates, abs(1 - rates * frame.settings["kappa"])

    def limit(frame):
        return [2 / frame.settings["kappa"]] * 2, [0, 2]

    def here(frame):
        return [frame.settings["lr"]] * 2, frame.run["factors"]

    lines = {
        "flat": Line(lambda frame: (rates, abs(1 - rates)), label=r"$\lambda_{\min}$", **parts.FIRST),
        "steep": Line(steep, label=r"$\lambda_{\max}$", **parts.SECOND),
        "one": Line(lambda frame: (ends, [1, 1]), **parts.NOW),
        "limit": Line(limit, **parts.LIMIT),
        "here": Line(here, color="black", marker="o", linewidth=1.0),
    }
    title = r"|1 − ηλ| against η; dotted: $2/\lambda_{\max}$"
    return Panel(title, ends, (0, 2), lines, log="x", legend="upper left")


def words(frame):
    """The point that is shown, and the rate against its limit."""
    run, t = frame.run, frame.step
    product = frame.settings["lr"] * frame.settings["kappa"]
    side = "below" if product < 2 else "not below"
    here = f"W = {parts.point(run['path'][:, t])}, L = {run['loss'][t]:.2g}"
    return f"{here}. ηλ<sub>max</sub> = {product:.3g}, {side} the limit 2.{parts.fate(run['path'])}"

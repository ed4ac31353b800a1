"""The explorer of SGD: batch size and η, the cloud of the next steps and the noise floor."""

import numpy as np

from course_utils.chapters.sgd.model import Problem, cloud, run
from course_utils.explorer import Explorer, Goal, Knob, Line, Panel, parts


def explore(surface, grad, data):
    """SGD on a loss over samples.

    surface, grad, data: those of a `Problem`: grad(W, *data) is the gradient of the surface.
    Panels: the path and 150 possible next points; the excess loss of this run, of 20 runs in the mean and of
    gradient descent, with the floor; the same against sample gradients; the noise |g_B − g|.
    """
    problem, n = Problem(surface, grad, data), len(data[0])
    this = parts.without_marker("sgd") | {"linewidth": 1.0}
    mean = parts.FIRST | {"linestyle": "--"}
    exact = parts.SECOND | {"linestyle": "-."}

    def next_points(frame):
        settings, W = frame.settings, frame.run["path"][:, frame.step]
        return cloud(problem, settings["batch_size"], settings["lr"], W)

    def reached(frame):
        most = 400 // frame.settings["batch_size"]
        low = frame.settings["steps"] >= most and frame.run["mean_excess"][most] < 0.008
        return most if low else np.inf

    path = {
        "cloud": Line(next_points, color=parts.FIRST["color"], marker=".", linestyle="none", markersize=3),
        "exact": Line(lambda frame: frame.run["exact"], **exact),
    }
    excess = {
        "this": parts.series(lambda frame: frame.run["excess"], label="this run", **this),
        "mean": parts.series(lambda frame: frame.run["mean_excess"], label="mean of 20", **mean),
        "exact": parts.series(lambda frame: frame.run["exact_excess"], label="all samples", **exact),
        "floor": Line(lambda frame: ([0, 200], [frame.run["floor"]] * 2), label="floor", **parts.LIMIT),
    }
    noise = {
        "this": parts.series(lambda frame: frame.run["noise"], label="this run", **this),
        "law": parts.series(lambda frame: frame.run["expected"], label="√(s²/B · (1 − B/n))", **mean),
    }
    sizes = tuple(B for B in (1, 2, 5, 10, 20, 50, 100, 200) if n >= B)
    (x, y) = surface.start
    return Explorer(
        "SGD",
        lambda **settings: run(problem, **settings),
        [["path", "loss"], ["price", "noise"]],
        {
            "path": parts.plane(
                "path; dots: 150 possible next points",
                surface.window,
                path | parts.ground() | parts.until_now("sgd"),
            ),
            "loss": parts.over_steps(
                "excess loss against updates", 200, (1e-6, 1e4), excess, legend="upper right"
            ),
            "price": Panel(
                "excess loss against sample gradients",
                (1, 200 * n),
                (1e-6, 1e2),
                {
                    "this": Line(lambda f: (f.settings["batch_size"] * f.steps, f.run["excess"]), **this),
                    "exact": Line(lambda f: (n * f.steps, f.run["exact_excess"]), **exact),
                    "now": Line(
                        lambda f: ([f.settings["batch_size"] * f.step] * 2, [1e-6, 1e2]), **parts.NOW
                    ),
                },
                log="xy",
            ),
            "noise": parts.over_steps("noise $|g_B - g|$", 200, (1e-2, 1e2), noise, legend="upper right"),
        },
        [
            Knob("batch_size", "B, batch size", 1, choices=sizes),
            parts.learning_rate(0.2, 1e-3, 2.0),
            *parts.start(x, y, surface.window),
            parts.steps(100, 200),
        ],
        words,
        Goal(
            "mean excess loss below 0.008 after 400 sample gradients, from the start of the notebook",
            reached,
            given={"x": x, "y": y},
        ),
    )


def words(frame):
    """The point that is shown, its price and the floor."""
    run, t = frame.run, frame.step
    floor = f"{run['floor']:.2g}" if run["floor"] < np.inf else "none, η is not below 2/λ<sub>max</sub>"
    price = f"{frame.settings['batch_size'] * t:,} sample gradients"
    here = f"W = {parts.point(run['path'][:, t])}, excess loss {run['excess'][t]:.2g} after {price}"
    return f"{here}. Floor: {floor}.{parts.fate(run['path'])}"

"""The explorer of basins: which minimum each start reaches, and the run of a clicked one."""

import numpy as np

from course_utils.chapters.rough_ground.model import SURFACE, run
from course_utils.explorer import Explorer, Goal, Knob, Line, Panel, parts
from course_utils.optimizers import NAMES, RULES

BY_NAME = {NAMES[rule.__name__]: rule for rule in RULES}
# one shade for each minimum, and white for none, the last one: label −1
SHADES = np.array(
    [(127, 176, 216), (242, 200, 107), (156, 209, 181), (221, 166, 196), (255, 255, 255)], dtype=np.uint8
)


def explore():
    """A live map of 100 × 100 starts on Himmelblau's function.

    Panels: the map, a shade for each minimum that is reached within 200 steps, white for none; the loss of
    the run; the length of its steps.
    """
    look = parts.without_marker("sgd")
    losses = parts.series(lambda frame: frame.run["loss"], **look)
    lengths = parts.series(lambda frame: parts.step_lengths(frame.run["path"]), **look)
    stars = Line(lambda frame: SURFACE.minima, **parts.STARS | {"color": "white", "markeredgecolor": "black"})
    return Explorer(
        "basins",
        lambda rule, **settings: run(BY_NAME[rule], **settings),
        [["map", "loss"], ["map", "length"]],
        {
            "map": Panel(
                "which minimum each start reaches",
                *SURFACE.window,
                parts.until_now("sgd") | {"minima": stars},
                cells=lambda frame: frame.run["labels"],
                colors=SHADES,
                click=("x", "y"),
            ),
            "loss": parts.over_steps("loss of the run from the ring", 200, (1e-12, 1e4), {"loss": losses}),
            "length": parts.over_steps("length of its steps", 200, (1e-8, 1e2), {"length": lengths}),
        },
        [
            Knob("rule", "rule", "Momentum", choices=tuple(BY_NAME)),
            parts.learning_rate(0.01, 1e-4, 3.1),
            *parts.start(5, 5, SURFACE.window),
            parts.steps(60, 200),
        ],
        words,
        Goal(
            "with Momentum, each of the 10,000 starts reaches a minimum",
            lambda frame: frame.settings["steps"] if frame.run["labels"].min() >= 0 else np.inf,
            given={"rule": "Momentum"},
        ),
        ratios=[1.6, 1],
    )


def words(frame):
    """The point that is shown, and how many starts reach each minimum."""
    run, t = frame.run, frame.step
    none, *counts = (f"{n:,}" for n in np.bincount(run["labels"].ravel() + 1, minlength=5))
    here = f"W = {parts.point(run['path'][:, t])}, L = {run['loss'][t]:.2g}"
    places = f"{' / '.join(counts)} reach (3, 2) / (−2.8, 3.1) / (−3.8, −3.3) / (3.6, −1.8), {none} none"
    return f"{here}. Of {run['labels'].size:,} starts {places}.{parts.fate(run['path'])}"

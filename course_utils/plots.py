"""Figures of the course: every function draws on the axes that it is given and returns what it drew.

Each rule keeps one colour, one line style and one marker throughout, and no coordinate or guide has a rule's
colour. All of them stand out from white by 3 : 1, for a projector in a lit room, and are told apart by those
who do not see red or green. `show` puts a finished figure into the notebook, its caption below it.
"""

from contextlib import ExitStack
from functools import lru_cache
from io import BytesIO

import matplotlib.pyplot as plt
import numpy as np
from contourpy import contour_generator
from PIL import Image

from course_utils.descent import Trajectory
from course_utils.display import DENSITY, animated_png, course_style, display_picture, small_png
from course_utils.optimizers import NAMES
from course_utils.pictures import Frame, Line, Panel, View

STYLES = {
    "sgd": {"color": "#000000", "linestyle": "-", "marker": "o"},
    "momentum": {"color": "#0072B2", "linestyle": "--", "marker": "s"},
    "nag": {"color": "#B84000", "linestyle": "-.", "marker": "^"},
    "adagrad": {"color": "#008A60", "linestyle": ":", "marker": "D"},
    "rmsprop": {"color": "#B58E00", "linestyle": (0, (6, 1)), "marker": "v"},
    "adam": {"color": "#AE4382", "linestyle": (0, (3, 1, 1, 1, 1, 1)), "marker": "P"},
}
# two of a kind that are no rules, such as the coordinates x and y
PAIR = {"color": "#7048E8", "linestyle": "-"}, {"color": "#5E3B1A", "linestyle": "--"}
GREY, STAR = "#949494", "#555555"  # guides and level lines; minima, goals and limits

_until_shown = ExitStack()  # the reader's own settings of matplotlib, from `figure` to `show`


def style(rule):
    """Colour, line style and marker of a rule, given as the function or its name."""
    key = getattr(rule, "__name__", rule)
    if key not in STYLES:
        raise ValueError(f"rule must be one of {', '.join(STYLES)}, not {key!r}")
    return STYLES[key]


def name(rule):
    """The usual name of a rule, given as the function or its name, such as "RMSProp"."""
    style(rule)
    return NAMES[getattr(rule, "__name__", rule)]


def shade(k, count):
    """Colour, line style and marker of setting k of `count` of one ordered parameter (B, η, α …).

    Colours run from light to dark, so that their order can be seen without the legend.
    """
    lines, markers = ("-", "--", "-.", ":", (0, (6, 1)), (0, (3, 1, 1, 1, 1, 1))), "osD^vP"
    color = plt.get_cmap("viridis")(0.58 - 0.58 * k / max(1, count - 1))
    return {"color": color, "linestyle": lines[k % 6], "marker": markers[k % 6]}


# ----------------------------------------------------------------------------------------------- figures


def figure(columns=1, rows=1, width=4.2, height=3.2, **kwargs):
    """plt.subplots with panels of `width` × `height` inches that do not overlap: (fig, axes).

    From here to `show` matplotlib has the style of the course, whatever the reader's own settings are.
    """
    _until_shown.close()  # a figure before this one may never have been shown
    _until_shown.enter_context(course_style())
    size = (width * columns, height * rows)
    return plt.subplots(rows, columns, figsize=size, layout="constrained", **kwargs)


def show(fig, caption, alt=None):
    """Display `fig` with its caption below it, and close it.

    caption: what follows from it, as a full sentence.
    alt: what one sees, as a full sentence for those who do not see it; unless it is given the figure's own
        label (`fig.set_label`, where a chapter's function that draws it puts it), else the caption.
    """
    alt = (fig.get_label() or caption) if alt is None else alt
    buffer = BytesIO()
    with course_style():  # ticks and letters are made when a figure is drawn
        quick = {"compress_level": 1}  # `small_png` compresses it well
        fig.savefig(buffer, dpi=DENSITY * fig.dpi, bbox_inches="tight", pil_kwargs=quick)
    display_picture(small_png(Image.open(buffer)), repr(fig), caption, alt)
    plt.close(fig)
    _until_shown.close()


# --------------------------------------------------------------------------------------- what is drawn


def contours(ax, surface, levels=14, minima=True):
    """Light level lines of a two-dimensional `Surface` in its window, its minima as stars.

    Levels are quantiles of the loss in the window, so that they crowd neither at its rim nor on its floor.
    """
    if surface.start.shape != (2,):
        raise ValueError(
            f"surface must be two-dimensional, but {surface.name} has dimension {len(surface.start)}"
        )
    *grid, z = _grid(surface, 160)
    drawn = ax.contour(*grid, z, levels=_levels(z, levels), colors=GREY, linewidths=0.6, zorder=0)
    if minima:
        ax.plot(*surface.minima, "*", color=STAR, markersize=11, linestyle="none", zorder=1)
    xlim, ylim = surface.window
    ax.set(xlim=xlim, ylim=ylim, xlabel="x", ylabel="y")
    return drawn


@lru_cache(maxsize=16)
def level_lines(surface, levels=14, points=80):
    """The level lines of `contours` as one line (x, y) with gaps of nan: quick to draw again and again."""
    *grid, z = _grid(surface, points)
    lines = contour_generator(*grid, z).multi_lines(_levels(z, levels))
    gap = np.full((1, 2), np.nan)
    return np.concatenate([part for level in lines for line in level for part in (line, gap)]).T


def path(ax, w, rule=None, label=None, every=1):
    """The path of a `Trajectory` with a marker at every `every`-th step and a ring at its start.

    label: in the legend, the name of its rule unless it is given.
    (Until the first notebooks are rewritten also an array of shape (steps + 1, 2) and its rule.)
    """
    if isinstance(w, Trajectory):
        points, rule, label = w.W, w.rule, name(w.rule) if label is None else label
    else:
        points = np.moveaxis(np.asarray(w), 0, -1)
    (line,) = ax.plot(*_points(points), **style(rule), label=label, markevery=every, markersize=4)
    _ring(ax, points[:, 0], line.get_color())
    return line


def over_time(ax, w, values, label=None, log=False, **look):
    """A quantity of a `Trajectory` at every step, markers sparse: over_time(ax, w, "v").

    values: a name, such as "loss" or that of a memory, or an array of shape (steps + 1,), such as w.v[0].
    label: in the legend, the name of its rule unless it is given.
    log: logarithmic axis.
    look: keyword arguments of `Axes.plot`, which replace those of the rule's style.
    (Until the first notebooks are rewritten also over_time(ax, values, rule).)
    """
    if isinstance(w, Trajectory):
        steps, rule, label = w.step, w.rule, name(w.rule) if label is None else label
        values = np.asarray(getattr(w, values) if isinstance(values, str) else values)
    else:
        values, rule = np.asarray(w), values
        steps = np.arange(len(values))
    if values.shape != steps.shape:
        raise ValueError(
            f"values must have shape (steps + 1,), not {values.shape}: one coordinate of one run, say w.v[0]"
        )
    look = {**style(rule), "label": label, "markevery": max(1, len(values) // 8), **look}
    (line,) = ax.plot(steps, values, **look)
    if log:
        ax.set_yscale("log")
    ax.set_xlabel("step")
    return line


def losses(ax, w, rule=None, label=None, **look):
    """The loss of a `Trajectory` at every step on a logarithmic axis: losses(ax, w).

    label, look: as in `over_time`. (Until the first notebooks are rewritten also losses(ax, values, rule).)
    """
    line = over_time(ax, w, "loss" if isinstance(w, Trajectory) else rule, label, log=True, **look)
    ax.set_ylabel("loss L")
    return line


def vectors(ax, tail, arrows, colors=None):
    """Arrows from the point `tail`, or from a tail each: arrows is {label: (dx, dy)}; labels at the tips."""
    tails = np.broadcast_to(np.asarray(tail, dtype=float), (len(arrows), 2))
    colors = [GREY] * len(arrows) if colors is None else colors
    drawn = []
    for (label, arrow), start, color in zip(arrows.items(), tails, colors, strict=True):
        tip = start + np.asarray(arrow, dtype=float)
        look = {"arrowstyle": "-|>", "color": color, "lw": 1.8, "shrinkA": 0, "shrinkB": 0}
        drawn.append(ax.annotate("", tip, start, arrowprops=look))
        ax.annotate(label, tip, xytext=(4, 4), textcoords="offset points", color=color)
    return drawn


def _grid(surface, points):
    (x0, x1), (y0, y1) = surface.window
    grid = np.stack(np.meshgrid(np.linspace(x0, x1, points), np.linspace(y0, y1, points)))
    return *grid, surface.loss(grid)


def _levels(z, levels):
    return np.quantile(z, np.linspace(0, 1, levels + 1)[1:] ** 1.5)


# ------------------------------------------------------------------------------------------------ films


def film(
    runs,
    caption,
    alt=None,
    *,
    frames=60,
    seconds=6,
    width=5.0,
    height=3.6,
    names=NAMES,
    looks=None,
    legend="upper right",
):
    """Display `Trajectory`s walking over the contours of their surface, as an animated PNG.

    Where nothing moves, on paper for example, one sees its last picture.

    runs: one or more `Trajectory`s on one surface.
    caption, alt: as in `show`.
    frames: the number of pictures, the last one held for a second. seconds: how long it lasts.
    width, height: in inches.
    names: {rule name: label} for the legend; legend: where it stands, as `Axes.legend` takes it.
    looks: for runs of one rule, colour, line style, marker and label of each: a dict a run.
    """
    surface, size = runs[0].surface, (round(100 * width), round(100 * height))
    if looks is None:
        looks = [style(run.rule) | {"label": names[getattr(run.rule, "__name__", run.rule)]} for run in runs]
    head = {"linewidth": 1.8, "markersize": 9, "markevery": [-1]}
    paths = [_points(run.W) for run in runs]
    lines = {
        k: Line(lambda frame, k=k: paths[k][:, : frame.step + 1], **look | head)
        for k, look in enumerate(looks)
    }
    panel = Panel("", *surface.window, lines)
    view = View([["path"]], {"path": panel}, size, density=DENSITY, colors=(GREY, STAR))
    ax = view.axes["path"]
    with course_style():
        contours(ax, surface)
        for points, look in zip(paths, looks, strict=True):
            _ring(ax, points[:, 0], look["color"])
        ax.legend(loc=legend, frameon=True, framealpha=1, edgecolor="none")
    last = max(len(run.step) for run in runs) - 1
    pictures = [view.picture(Frame(None, step)) for step in np.linspace(0, last, frames).round().astype(int)]
    text = f"<animation of {', '.join(look['label'] for look in looks)} on the {surface.name}>"
    display_picture(animated_png(pictures, seconds), text, caption, alt)


def animate(surface, paths, alt, **settings):
    """A `film` of paths {rule: (steps + 1, 2)}, until the first notebooks are rewritten."""
    runs = [
        Trajectory(rule, surface, np.arange(len(points)), None, {"W": np.moveaxis(np.asarray(points), 0, -1)})
        for rule, points in paths.items()
    ]
    film(runs, alt, **settings)


def _points(W):
    """W, checked to be the path of one run in the plane."""
    if W.ndim != 2 or len(W) != 2:
        raise ValueError(f"a path must have shape (2, steps + 1), not {W.shape}")
    return W


def _ring(ax, point, color):
    """A ring at the start of a path."""
    ax.plot(*point, "o", color="white", markeredgecolor=color, markersize=8, zorder=3)

"""Figures of the course: every function draws on the axes that it is given and returns what it drew.

Each rule keeps one colour (Okabe and Ito's palette), one line style and one marker throughout. `show` puts
a finished figure into the notebook together with a sentence that says what one sees.
"""

from io import BytesIO

import matplotlib.pyplot as plt
import numpy as np
from contourpy import contour_generator
from IPython.display import Markdown, display
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from PIL import Image

STYLES = {
    "sgd": {"color": "#000000", "linestyle": "-", "marker": "o"},
    "momentum": {"color": "#0072B2", "linestyle": "--", "marker": "s"},
    "nag": {"color": "#D55E00", "linestyle": "-.", "marker": "^"},
    "adagrad": {"color": "#009E73", "linestyle": ":", "marker": "D"},
    "rmsprop": {"color": "#E69F00", "linestyle": (0, (6, 1)), "marker": "v"},
    "adam": {"color": "#CC79A7", "linestyle": (0, (3, 1, 1, 1, 1, 1)), "marker": "P"},
}
NAMES = dict(zip(STYLES, ("SGD", "Momentum", "NAG", "AdaGrad", "RMSProp", "Adam"), strict=True))
GREY, STAR, LEVEL = "#9a9a9a", "#555555", "#c4c4c4"

plt.rcParams.update(
    {
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.titlesize": "medium",
        "font.size": 10,
        "legend.frameon": False,
        "legend.handlelength": 3.2,
        "lines.linewidth": 1.8,
        "lines.markersize": 5,
        "svg.hashsalt": "course",
    }
)


def style(rule):
    """Colour, line style and marker of a rule, given as the function or its name."""
    name = getattr(rule, "__name__", rule)
    if name not in STYLES:
        raise ValueError(f"rule must be one of {', '.join(STYLES)}, not {name!r}")
    return STYLES[name]


def shade(k, count):
    """Colour, line style and marker of setting k of `count` of one ordered parameter (B, η, α …).

    Colours run from light to dark, so that their order can be seen without the legend.
    """
    lines, markers = ("-", "--", "-.", ":", (0, (6, 1)), (0, (3, 1, 1, 1, 1, 1))), "osD^vP"
    color = plt.get_cmap("viridis")(0.8 - 0.8 * k / max(1, count - 1))
    return {"color": color, "linestyle": lines[k % 6], "marker": markers[k % 6]}


def figure(columns=1, rows=1, width=4.2, height=3.2, **kwargs):
    """plt.subplots with panels of `width` × `height` inches that do not overlap: (fig, axes)."""
    return plt.subplots(
        rows, columns, figsize=(width * columns, height * rows), layout="constrained", **kwargs
    )


def show(fig, alt):
    """Display `fig` with its alternative text, in the metadata and as a sentence under it, and close it.

    alt: what one sees, as a full sentence.
    """
    buffer = BytesIO()
    fig.savefig(buffer, bbox_inches="tight")
    picture = Image.open(buffer).convert("RGB").quantize(256, dither=Image.Dither.NONE)
    buffer = BytesIO()
    picture.save(buffer, "PNG", optimize=True)  # 256 colours: a third of the bytes
    display_picture({"image/png": buffer.getvalue(), "text/plain": repr(fig)}, alt)
    plt.close(fig)


def contours(ax, surface, levels=14, minima=True):
    """Light grey level lines of a two-dimensional `Surface` in its window, its minima as stars.

    Levels are quantiles of the loss in the window, so that they crowd neither at its rim nor on its floor.
    """
    if surface.start.shape != (2,):
        raise ValueError(
            f"surface must be two-dimensional, but {surface.name} has dimension {len(surface.start)}"
        )
    (x0, x1), (y0, y1) = surface.window
    *grid, z = _grid(surface, 160)
    drawn = ax.contour(*grid, z, levels=_levels(z, levels), colors=LEVEL, linewidths=0.8, zorder=0)
    if minima:
        ax.plot(*surface.minima, "*", color=STAR, markersize=11, linestyle="none", zorder=1)
    ax.set(xlim=(x0, x1), ylim=(y0, y1), xlabel="x", ylabel="y")
    return drawn


def path(ax, points, rule, label=None, every=1):
    """A path of shape (steps + 1, 2) with a marker at every `every`-th step and a ring at the start."""
    points = np.asarray(points)
    if points.ndim != 2 or points.shape[1] != 2:
        raise ValueError(f"points must have shape (steps + 1, 2), not {points.shape}")
    (line,) = ax.plot(*points.T, **style(rule), label=label, markevery=every, markersize=4)
    ax.plot(*points[0], "o", color="white", markeredgecolor=line.get_color(), markersize=8, zorder=3)
    return line


def over_time(ax, values, rule, label=None, log=False, **kwargs):
    """A quantity per step (loss, memory, effective step): values of shape (steps + 1,), markers sparse.

    log: logarithmic axis; keyword arguments of `Axes.plot` replace those of the rule's style.
    """
    values = np.asarray(values)
    if values.ndim != 1:
        raise ValueError(f"values must have shape (steps + 1,), not {values.shape}")
    look = {**style(rule), "label": label, "markevery": max(1, len(values) // 8), **kwargs}
    (line,) = ax.plot(np.arange(len(values)), values, **look)
    if log:
        ax.set_yscale("log")
    ax.set_xlabel("step")
    return line


def losses(ax, values, rule, label=None, **kwargs):
    """The loss at every step on a logarithmic axis."""
    line = over_time(ax, values, rule, label, log=True, **kwargs)
    ax.set_ylabel("loss L")
    return line


def vectors(ax, tail, arrows, colors=None):
    """Arrows from the point `tail`, or from a tail each: arrows is {label: (dx, dy)}; labels at the tips."""
    tails = np.broadcast_to(np.asarray(tail, dtype=float), (len(arrows), 2))
    colors = [GREY] * len(arrows) if colors is None else colors
    drawn = []
    for (label, arrow), start, color in zip(arrows.items(), tails, colors, strict=True):
        tip = start + np.asarray(arrow, dtype=float)
        drawn.append(
            ax.annotate(
                "",
                tip,
                start,
                arrowprops={"arrowstyle": "-|>", "color": color, "lw": 1.8, "shrinkA": 0, "shrinkB": 0},
            )
        )
        ax.annotate(label, tip, xytext=(4, 4), textcoords="offset points", color=color)
    return drawn


def animate(surface, paths, alt, **settings):
    """Display the paths {rule: (steps + 1, 2)} walking over the contours of `surface`, as an APNG.

    settings: those of `animation`. The file is well below 600 kB.
    """
    data, names = animation(surface, paths, **settings), settings.get("names", NAMES)
    labels = ", ".join(names[getattr(rule, "__name__", rule)] for rule in paths)
    text = f"<animation of {labels} on the {surface.name}>"
    display_picture({"image/png": data, "text/plain": text}, alt)


def animation(surface, paths, frames=60, seconds=6, width=5.0, height=3.6, names=NAMES, legend="upper right"):
    """The bytes of the APNG that `animate` displays.

    frames: pictures, the last one held for a second. names: {rule name: label} for the legend, which stands
    at `legend`, as `Axes.legend` takes it.
    """
    looks = [style(rule) for rule in paths]
    fig = Figure(figsize=(width, height), layout="constrained")
    FigureCanvasAgg(fig)
    ax = fig.subplots()
    contours(ax, surface)
    lines = [
        path(ax, points[:1], rule, names[getattr(rule, "__name__", rule)]) for rule, points in paths.items()
    ]
    ax.legend(loc=legend, frameon=True, framealpha=1, edgecolor="none")
    for line in lines:
        line.set_animated(True)
        line.set_marker("")
    heads = [
        ax.plot([], [], marker=look["marker"], color=look["color"], animated=True, markersize=9)[0]
        for look in looks
    ]
    fig.canvas.draw()
    background = fig.canvas.copy_from_bbox(fig.bbox)
    longest = max(len(points) for points in paths.values())
    pictures = []
    for k in np.linspace(1, longest, frames).round().astype(int):
        fig.canvas.restore_region(background)
        for line, head, points in zip(lines, heads, paths.values(), strict=True):
            line.set_data(*np.asarray(points)[:k].T)
            head.set_data(*np.asarray(points)[:k][-1:].T)
            ax.draw_artist(line)
            ax.draw_artist(head)
        pictures.append(Image.fromarray(np.asarray(fig.canvas.buffer_rgba())).convert("RGB"))
    palette = shared_palette(pictures[-1])  # all series are in the last picture
    pictures = [p.quantize(palette=palette, dither=Image.Dither.NONE) for p in pictures]
    buffer = BytesIO()
    pause = 1000 * seconds / frames
    pictures[0].save(
        buffer,
        "PNG",
        save_all=True,
        append_images=pictures[1:],
        duration=[pause] * (frames - 1) + [1000],
        loop=0,
        optimize=True,
    )
    return buffer.getvalue()


def shared_palette(picture, colors=64):
    """The palette of an RGB picture, to quantize other pictures of the series with: white stays white,
    and every rule keeps its colour (at its edges, its tint), as do the greys."""
    named = [look["color"] for look in STYLES.values()] + [GREY, STAR, LEVEL]
    fixed = 255 * np.array([to_rgb(color) for color in named])
    fixed = np.vstack([fixed, (fixed + 255) / 2]).round().astype(int)
    found = picture.quantize(colors - len(fixed), dither=Image.Dither.NONE).getpalette()
    palette = np.vstack([np.reshape(found, (-1, 3)), fixed])
    palette[palette.min(axis=1) > 245] = 255
    shared = Image.new("P", (1, 1))
    shared.putpalette(palette.ravel().tolist())
    return shared


def level_lines(surface, levels=14, points=80):
    """The level lines of `contours` as one line (x, y) with gaps of nan: quick to draw again and again."""
    *grid, z = _grid(surface, points)
    lines = contour_generator(*grid, z).multi_lines(_levels(z, levels))
    gap = np.full((1, 2), np.nan)
    return np.concatenate([part for level in lines for line in level for part in (line, gap)]).T


def _grid(surface, points):
    (x0, x1), (y0, y1) = surface.window
    grid = np.stack(np.meshgrid(np.linspace(x0, x1, points), np.linspace(y0, y1, points)))
    return *grid, surface.loss(grid)


def _levels(z, levels):
    return np.quantile(z, np.linspace(0, 1, levels + 1)[1:] ** 1.5)


def display_picture(data, alt):
    """Display {mime type: content} with `alt` in the metadata of its picture and as a sentence under it.

    Raises ValueError for a text that is not a full sentence.
    """
    if not isinstance(alt, str) or len(alt) < 30 or not alt.endswith("."):
        raise ValueError(f"alt must be a full sentence that says what one sees, not {alt!r}")
    display(data, raw=True, metadata={"image/png": {"alt": alt}})
    display(Markdown(f"*{alt}*"))

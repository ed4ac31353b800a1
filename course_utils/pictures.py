"""Pictures that are described once and kept: panels, their lines, and the view that draws them.

A `Panel` says what its axes look like and holds its lines; a `Line` carries its data, a function of the
`Frame` that is shown, and its look. A `View` draws what never changes (axes, titles, legends) once and keeps
it as a background; `png` fills the lines, draws them over it and encodes the picture with a small palette.
That takes about a tenth of the time of a new figure. The way is that of matplotlib's blitting tutorial.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from PIL import Image

from course_utils.display import course_style

FAR = 20  # a line is cut this many window widths outside its panel: a diverged run has no last point


@dataclass(frozen=True)
class Frame:
    """What is shown at one moment.

    run: what a model made of the settings.
    step: the step that is shown.
    settings: {name: value} of the numbers that were chosen.
    """

    run: object
    step: int
    settings: dict = field(default_factory=dict)

    @property
    def steps(self):
        """The numbers of all steps of the run: 0, 1, … up to the setting "steps"."""
        return np.arange(self.settings["steps"] + 1)


class Line:
    """A line of a panel: what it shows and how it looks.

    data: function of the `Frame`, returns (x, y).
    color, look: keyword arguments of `Axes.plot`; it stands in the legend if there is a label.
    """

    def __init__(self, data, *, color, **look):
        self.data = data
        self.look = {"color": color, "label": "_", "linewidth": 1.5, "markersize": 4, **look}


@dataclass(frozen=True)
class Panel:
    """Axes with a title and lines.

    x, y: the ends (low, high) of each axis, or a function of the settings that returns them.
    lines: {name: Line}, drawn in this order.
    log: the logarithmic axes, "x", "y" or "xy".
    legend, legend_columns: where the legend stands, as `Axes.legend` takes it, none by default; its columns.
    cells: function of the `Frame`, returns whole numbers (rows, columns) that fill the panel below the lines,
        from the lower left on; number k in colors[k], bytes of shape (count, 3).
    click: the two numbers that a click into an explorer's panel sets; drag: so does the mouse held down.
    """

    title: str
    x: tuple | Callable
    y: tuple | Callable
    lines: dict
    log: str = ""
    legend: str = ""
    legend_columns: int = 1
    cells: Callable | None = None
    colors: np.ndarray | None = None
    click: tuple = ()
    drag: bool = False

    def limits(self, settings):
        """The ends of both axes at these settings: (x, y)."""
        x, y = (ends(settings) if callable(ends) else ends for ends in (self.x, self.y))
        return tuple(x), tuple(y)


class View:
    """A figure of panels that is updated in place.

    mosaic: rows of panel names, as `Figure.subplot_mosaic` takes them.
    panels: {name: Panel}.
    size: width and height in pixels of the screen.
    ratios: widths of the columns.
    density: pixels of the picture for each of the screen, in each direction.
    colors: further colours of what others draw on the axes.
    `axes` {panel: Axes} and `artists` {panel: {line: Line2D}} are matplotlib's.
    Raises ValueError where mosaic and panels do not have the same names.
    """

    def __init__(self, mosaic, panels, size=(570, 430), ratios=None, density=1, colors=()):
        self.panels, self.size, self.density = panels, size, density
        self._background, self._palette = None, _palette(panels.values(), colors)
        with course_style():
            self._build(mosaic, ratios)

    def _build(self, mosaic, ratios):
        size = np.divide(self.size, 100)
        self.figure = Figure(figsize=size, dpi=100 * self.density, layout="constrained")
        self.canvas = FigureCanvasAgg(self.figure)
        self.figure.get_layout_engine().set(w_pad=0.06, h_pad=0.05, wspace=0.02, hspace=0.02)
        self.axes = self.figure.subplot_mosaic(mosaic, width_ratios=ratios)
        if set(self.axes) != set(self.panels):
            raise ValueError(f"mosaic shows {sorted(self.axes)}, but panels are {sorted(self.panels)}")
        self.artists, self._cells = {}, {}
        for name, panel in self.panels.items():
            ax = self.axes[name]
            ax.set_title(panel.title, fontsize=10)
            ax.tick_params(labelsize=9)
            ax.set(**{f"{axis}scale": "log" for axis in panel.log})
            if panel.cells:
                ax.set_autoscale_on(False)
                self._cells[name] = ax.imshow(
                    [[0]], animated=True, origin="lower", aspect="auto", interpolation="nearest"
                )
            self.artists[name] = {
                key: ax.plot([], [], animated=True, **line.look)[0] for key, line in panel.lines.items()
            }
            if panel.legend:
                ax.legend(
                    loc=panel.legend,
                    ncols=panel.legend_columns,
                    fontsize=9,
                    handlelength=2.2,
                    borderaxespad=0.2,
                    labelspacing=0.2,
                    handletextpad=0.5,
                    columnspacing=1.2,
                )

    def png(self, frame):
        """The picture of a `Frame`, as the bytes of a PNG."""
        buffer = BytesIO()
        self.picture(frame).save(buffer, "PNG", compress_level=1)
        return buffer.getvalue()

    def picture(self, frame):
        """The picture of a `Frame`, as an image of Pillow in the colours of the palette."""
        with course_style():
            return self._draw(frame)

    def _draw(self, frame):
        self._limit(frame.settings)
        if self._background is None:
            self.canvas.draw()
            self.figure.set_layout_engine("none")  # the panels stay where the first picture has them
            self._background = self.canvas.copy_from_bbox(self.figure.bbox)
        self.canvas.restore_region(self._background)
        for name, panel in self.panels.items():
            ax = self.axes[name]
            if panel.cells:
                cells = self._cells[name]
                cells.set(data=panel.colors[panel.cells(frame)], extent=(*ax.get_xlim(), *ax.get_ylim()))
                ax.draw_artist(cells)
            for key, line in panel.lines.items():
                artist, (x, y) = self.artists[name][key], line.data(frame)
                artist.set_data(_cut(x, ax.get_xlim()), _cut(y, ax.get_ylim()))
                ax.draw_artist(artist)
        picture = Image.fromarray(np.asarray(self.canvas.buffer_rgba())).convert("RGB")
        return picture.quantize(palette=self._palette, dither=Image.Dither.NONE)

    def at(self, column, row):
        """(panel, x, y) of the point at a pixel, counted from the upper left; None outside the panels."""
        for name, ax in self.axes.items():
            point = self.density * column, self.density * (self.size[1] - row)
            if ax.bbox.contains(*point):
                return name, *map(float, ax.transData.inverted().transform(point))
        return None

    def pixel(self, panel, x, y):
        """The pixel (column, row) of a point: the inverse of `at`."""
        column, height = self.axes[panel].transData.transform((x, y)) / self.density
        return float(column), float(self.size[1] - height)

    def _limit(self, settings):
        for name, panel in self.panels.items():
            ax, (x, y) = self.axes[name], panel.limits(settings)
            if (ax.get_xlim(), ax.get_ylim()) != (x, y):
                ax.set(xlim=x, ylim=y)
                self._background = None


def _palette(panels, colors):
    """A picture with every colour that is drawn, pure and mixed with white in four steps (at edges)."""
    lines = [line.look["color"] for panel in panels for line in panel.lines.values()]
    pure = np.array([to_rgb(color) for color in ("black", *colors, *lines)])
    white = np.linspace(0, 1, 5)[:, None, None]
    mixed = (255 * ((1 - white) * pure + white)).reshape(-1, 3)
    fills = [panel.colors for panel in panels if panel.cells]
    palette = Image.new("P", (1, 1))
    palette.putpalette(np.unique(np.vstack([mixed, *fills]).round().astype(int), axis=0).ravel().tolist())
    return palette


def _cut(values, limits):
    """Values kept within `FAR` windows, so that a run to infinity still has a path; nan stays a gap."""
    low, high = limits
    far = FAR * (high - low)
    return np.clip(np.asarray(values, dtype=float), low - far, high + far)


def arrow(tail, tip, window, head=0.06):
    """An arrow as one line (x, y): shaft and two barbs, `head` of the window's width long."""
    tail, tip = np.asarray(tail, dtype=float), np.asarray(tip, dtype=float)
    scale = np.ptp(np.asarray(window, dtype=float), axis=1)
    along = (tip - tail) / scale
    length = np.hypot(*along)
    if not 0 < length < np.inf:
        return np.array([tail, tail]).T
    along = along / length * min(head, length)
    across = 0.5 * np.array([-along[1], along[0]])
    barbs = [tip + scale * (side - along) for side in (across, -across)]
    return np.array([tail, tip, barbs[0], tip, barbs[1]]).T

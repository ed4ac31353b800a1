"""A picture that is kept and updated, never drawn anew: the view of an explorer.

A `View` holds a figure with panels (axes) and lines by name. What does not change (axes, titles, legends)
is drawn once and kept as a background; `png` puts new numbers into the lines, draws them over it and
encodes the picture with a small palette. That takes about a tenth of the time of a new figure.
It knows nothing of optimizers: it is given arrays, and it says to which point of which panel a pixel belongs.
"""

from io import BytesIO

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D
from PIL import Image

FAR = 20  # a line is cut this many window widths outside its panel: a diverged run has no last point


class View:
    """A figure of named panels and lines that is updated in place.

    mosaic: rows of panel names, as `Figure.subplot_mosaic` takes them.
    panels: {panel: settings of the axes, as `Axes.set` takes them}; "legend": what `Axes.legend` takes.
    lines: {"panel/line": keyword arguments of `Axes.plot`}, drawn in this order.
    images: {"panel/image": keyword arguments of `Axes.imshow`, with `extent`}, drawn below the lines.
    colors: those of the images. size: width and height in pixels; ratios: widths of the columns.
    Raises ValueError for a name without its panel.
    """

    def __init__(self, mosaic, panels, lines, images=None, colors=(), size=(570, 430), ratios=None):
        self.size = size
        self.figure = Figure(figsize=(size[0] / 100, size[1] / 100), dpi=100, layout="constrained")
        self.canvas = FigureCanvasAgg(self.figure)
        self.figure.get_layout_engine().set(w_pad=0.06, h_pad=0.05, wspace=0.02, hspace=0.02)
        self.panels = self.figure.subplot_mosaic(mosaic, width_ratios=ratios)
        for name, settings in panels.items():
            ax = self._panel(name)
            ax.set(**{key: value for key, value in settings.items() if key != "legend"})
            ax.title.set_fontsize(9)
            ax.tick_params(labelsize=8)
        self.artists = {}
        for name, look in (images or {}).items():
            ax = self._panel(name)
            ax.set_autoscale_on(False)
            self.artists[name] = ax.imshow([[0]], animated=True, origin="lower", aspect="auto", **look)
        for name, look in lines.items():
            look = {"label": "_", "linewidth": 1.5, "markersize": 4, **look}
            (self.artists[name],) = self._panel(name).plot([], [], animated=True, **look)
        for name, settings in panels.items():
            if settings.get("legend"):
                look = {"fontsize": 7.5, "handlelength": 2.6, "borderaxespad": 0.2, "labelspacing": 0.25}
                self.panels[name].legend(**look | settings["legend"])
        self._background, self._palette = None, _palette(self.artists.values(), colors)

    def png(self, data, limits=None):
        """The picture with new numbers, as the bytes of a PNG.

        data: {"panel/line": (x, y)} or {"panel/image": array of colours}; what is not named is not drawn.
        limits: {panel: ((x0, x1), (y0, y1))}; a change of them draws the background anew.
        """
        if unknown := set(data) - set(self.artists):
            raise ValueError(f"data names {sorted(unknown)}, but there is only {sorted(self.artists)}")
        self._limit(limits or {})
        if self._background is None:
            self.canvas.draw()
            self.figure.set_layout_engine("none")  # the panels stay where the first picture has them
            self._background = self.canvas.copy_from_bbox(self.figure.bbox)
        self.canvas.restore_region(self._background)
        for name, artist in self.artists.items():
            if name in data:
                self._fill(name, data[name])
                artist.axes.draw_artist(artist)
        picture = Image.frombuffer("RGBA", self.size, self.canvas.buffer_rgba()).convert("RGB")
        buffer = BytesIO()
        picture.quantize(palette=self._palette, dither=Image.Dither.NONE).save(
            buffer, "PNG", compress_level=1
        )
        return buffer.getvalue()

    def at(self, column, row):
        """(panel, x, y) of the point at a pixel, counted from the upper left; None outside the panels."""
        for name, ax in self.panels.items():
            point = (column, self.size[1] - row)
            if ax.bbox.contains(*point):
                return name, *map(float, ax.transData.inverted().transform(point))
        return None

    def pixel(self, panel, x, y):
        """The pixel (column, row) of a point: the inverse of `at`."""
        column, height = self._panel(panel).transData.transform((x, y))
        return float(column), float(self.size[1] - height)

    def _panel(self, name):
        panel = name.split("/")[0]
        if panel not in self.panels:
            raise ValueError(f"{name!r} is in no panel: there is {', '.join(self.panels)}")
        return self.panels[panel]

    def _limit(self, limits):
        for name, (x, y) in limits.items():
            ax = self._panel(name)
            if (*ax.get_xlim(), *ax.get_ylim()) != (*x, *y):
                ax.set(xlim=x, ylim=y)
                self._background = None

    def _fill(self, name, values):
        artist = self.artists[name]
        if isinstance(artist, AxesImage):
            artist.set_data(values)
        else:
            x, y = values
            artist.set_data(_cut(x, artist.axes.get_xlim()), _cut(y, artist.axes.get_ylim()))


def _palette(artists, colors):
    """A picture with every colour that is drawn, pure and mixed with white in eight steps (at edges)."""
    drawn = {to_rgb(artist.get_color()) for artist in artists if isinstance(artist, Line2D)}
    pure = np.array(sorted(drawn | {(0.0, 0.0, 0.0)}))
    white = np.linspace(0, 1, 9)[:, None, None]
    mixed = 255 * ((1 - white) * pure + white)
    palette = Image.new("P", (1, 1))
    every = np.concatenate([mixed.reshape(-1, 3), np.reshape(colors, (-1, 3))])
    palette.putpalette(np.unique(every.round().astype(int), axis=0).ravel().tolist())
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

"""An explorer: a picture, and the knobs that change it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from numbers import Real

import ipywidgets as widgets
import numpy as np

from course_utils.display import DENSITY, display_picture, small_png
from course_utils.explorer.knobs import Controls
from course_utils.pictures import Frame, View

try:
    from ipyevents import Event
except ImportError:  # VS Code and Colab may lack it: then the sliders set the start
    Event = None

# a readout is 72 pixels wide, too narrow for "Himmelblau"; a still picture is hidden while its explorer lives
CSS = """<style>
.explorer-words .widget-readout {min-width: 82px}
.jp-OutputArea-child:has(+ .jp-OutputArea-child .live-explorer) {display: none}
</style>"""


@dataclass(frozen=True)
class Goal:
    """What to reach in an explorer.

    words: it in words.
    step: function of the `Frame`, returns the step at which it is reached, inf where it is not.
    given: the settings that it asks for.
    within: the largest step that counts.
    """

    words: str
    step: Callable
    given: dict = field(default_factory=dict)
    within: float = np.inf

    def reached(self, frame):
        """The step at which the goal is reached, inf where it is not."""
        if not all(_same(frame.settings[name], value) for name, value in self.given.items()):
            return np.inf
        step = self.step(frame)
        return step if step <= self.within else np.inf


def _same(value, wanted):
    return np.isclose(value, wanted) if isinstance(wanted, Real) else value == wanted


class Explorer:
    """A model, the panels that show it and the knobs that move it. Its settings alone decide what it shows.

    name: what it explores.
    model: model(**settings) → run, computed once for all steps that are shown of it.
    mosaic: rows of panel names, as `Figure.subplot_mosaic` takes them.
    panels: {name: Panel}.
    knobs: the `Knob`s, one of them named "steps".
    words: function of the `Frame`, returns it in words.
    goal: the `Goal`.
    shown: the step that is shown at first, the last one by default.
    ratios: widths of the mosaic's columns.
    """

    def __init__(self, name, model, mosaic, panels, knobs, words, goal, shown=None, ratios=None):
        self.name, self.model, self.words, self.goal = name, model, words, goal
        self._make_view = partial(View, mosaic, panels, ratios=ratios)
        self.view = self._make_view()
        self.controls = Controls(knobs, self._draw, shown)
        self._last = None, None
        width, height = (f"{side}px" for side in self.view.size)
        self.image = widgets.Image(layout={"width": width, "height": height, "flex": "0 0 auto"})
        style = widgets.HTML(CSS, layout={"display": "none"})
        self.box = widgets.HBox(
            [self.controls.column, self.image, style], layout={"align_items": "flex-start"}
        )
        self.box.add_class("live-explorer")
        if Event is not None:
            events = ["mousedown", "mousemove"] if any(p.drag for p in panels.values()) else ["mousedown"]
            self.mouse = Event(source=self.image, watched_events=events, prevent_default_action=True, wait=40)
            self.mouse.on_dom_event(self.pointed)
        self._draw()

    @property
    def settings(self):
        """{name: value} of all knobs."""
        return self.controls.settings

    @property
    def run(self):
        """What the model makes of the settings."""
        settings = self.settings
        if self._last[0] != settings:
            self._last = settings, self.model(**settings)
        return self._last[1]

    @property
    def frame(self):
        """The `Frame` that is shown."""
        return Frame(self.run, self.controls.step.value, self.settings)

    @property
    def reached(self):
        """The step at which the goal is reached, inf where it is not."""
        with np.errstate(all="ignore"):
            return self.goal.reached(self.frame)

    def set(self, **settings):
        """Move several knobs as one change, and show the last step.

        Raises ValueError, before anything moves, for an unknown name or a value that a knob cannot take.
        """
        self.controls.set(**settings)

    def show(self, caption, alt=None):
        """Display the present picture, the live widget and the caption below.

        They are two outputs, because a notebook that is opened again without its kernel hides a picture in
        the output of a widget. As long as the widget lives, the picture before it is hidden instead.

        caption: what follows from it, as a full sentence.
        alt: what one sees, as a full sentence; the caption unless it is given.
        """
        still = small_png(self._make_view(density=DENSITY).picture(self.frame))
        widget = "application/vnd.jupyter.widget-view+json"
        live = {widget: self.box._repr_mimebundle_()[widget]}
        display_picture(still, f"<explorer of {self.name}>", caption, alt, live)

    def pointed(self, event):
        """Answer the mouse: a click, or with its button down a move where a panel is made for it.

        event: of ipyevents, with "type", "buttons", "relativeX", "relativeY", "boundingRectWidth".
        """
        moves = event["type"] == "mousemove"
        if moves and not event["buttons"]:
            return
        scale = self.view.size[0] / max(1, event["boundingRectWidth"])
        point = self.view.at(event["relativeX"] * scale, event["relativeY"] * scale)
        if point is None:
            return
        name, *values = point
        panel = self.view.panels[name]
        if panel.click and (panel.drag or not moves):
            pairs = zip(panel.click, values, strict=True)
            self.set(**{knob: self.controls.knobs[knob].nearest(value) for knob, value in pairs})

    def _draw(self):
        frame = self.frame
        with np.errstate(all="ignore"):
            self.image.value = self.view.png(frame)
            words, reached = self.words(frame), self.goal.reached(frame)
        verdict = f"<b>✓ reached at step {reached}</b>" if reached < np.inf else "✗ not reached"
        self.controls.text = f"Step {frame.step}: {words}<br>Goal: {self.goal.words}. {verdict}"

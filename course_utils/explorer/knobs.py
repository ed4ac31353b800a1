"""Sliders and buttons of an explorer. They know numbers by name, and nothing else.

From the keyboard: Tab goes from one to the next, the arrow keys move a slider, Space presses a button.
"""

import asyncio
import time
from dataclasses import dataclass

import ipywidgets as widgets
import numpy as np

WIDTH = "268px"  # with a picture of 570 pixels beside it, it fits into JupyterLab at 1280×720
LOOK = {"style": {"description_width": "104px"}, "layout": {"width": WIDTH}}
PAUSE = 0.35  # seconds between two texts: while a key is held, the browser's time belongs to the picture


@dataclass(frozen=True)
class Knob:
    """A number, and the control that moves it.

    name: the number.
    label: its symbol and name in words.
    value: where it stands at first; its type decides: float and int make a slider, bool a checkbox.
    low, high, step: the ends of the slider and its step.
    log: the step counts decades, and the values are rounded (1, 1.05, 1.1 …), so that what is written beside
        the slider is what is computed with.
    choices: numbers or words that are the slider's only values (a menu would share its arrow keys with
        JupyterLab, which moves on).
    """

    name: str
    label: str
    value: object
    low: float = 0.0
    high: float = 1.0
    step: float = 0.05
    log: bool = False
    choices: tuple = ()

    def control(self):
        """The widget; all kinds answer to the keyboard."""
        look = {"value": self.value, "description": self.label, **LOOK}
        ends = {"min": self.low, "max": self.high, "step": self.step}
        if isinstance(self.value, bool):
            return widgets.Checkbox(**look)
        if self.choices or self.log:
            names = [value if isinstance(value, str) else f"{value:.3g}" for value in self.values()]
            slider = widgets.SelectionSlider(options=list(zip(names, self.values(), strict=True)), **look)
            if isinstance(self.value, str):
                slider.add_class("explorer-words")
            return slider
        if isinstance(self.value, int):
            return widgets.IntSlider(**ends, **look)
        return widgets.FloatSlider(readout_format=".3g", **ends, **look)

    def values(self):
        """All that the control can be set to by its keys, in order."""
        if isinstance(self.value, bool):
            return [False, True]
        if self.choices:
            return list(self.choices)
        low, high = (np.log10(self.low), np.log10(self.high)) if self.log else (self.low, self.high)
        steps = low + self.step * np.arange(int((high - low) / self.step + 1e-9) + 1)
        if self.log:
            powers = 10.0 ** np.floor(steps + 1e-9)
            values = (20 * 10**steps / powers).round() / 20 * powers
            return list(dict.fromkeys(float(f"{value:.3g}") for value in values))
        return [type(self.value)(value) for value in steps.round(10)]

    def nearest(self, value):
        """The number among `values` that lies nearest to one that was clicked."""
        return min(self.values(), key=lambda allowed: abs(allowed - value))

    def check(self, value):
        """Raises ValueError for a value that the control cannot take."""
        number = isinstance(value, int | float | np.number) and not isinstance(value, bool)
        if self.choices or isinstance(self.value, bool):
            allowed, good = f"one of {self.values()}", value in self.values()
        elif self.log:
            allowed, good = f"one of the {len(self.values())} on its slider", value in self.values()
            if number:
                allowed += f" (the nearest is {self.nearest(value)})"
        elif isinstance(self.value, int):
            allowed = f"a whole number from {self.low:g} to {self.high:g}"
            good = number and self.low <= value <= self.high and value == int(value)
        else:
            allowed = f"a number from {self.low:g} to {self.high:g}"
            good = number and self.low <= value <= self.high
        if not good:
            raise ValueError(f"{self.name} must be {allowed}, not {value!r}")


class Throttled:
    """A function of one value that is called at most once in `pause` seconds; the last value always arrives.

    Without a running event loop (in a plain script) every value is passed on at once.
    """

    def __init__(self, function, pause):
        self.function, self.pause = function, pause
        self._last, self._waits = -np.inf, False

    def __call__(self, value):
        self._value = value
        left = self._last + self.pause - time.monotonic()
        if self._waits:
            return
        if left > 0 and (loop := _running_loop()):
            self._waits = True
            loop.call_later(left, self._pass_on)
        else:
            self._pass_on()

    def _pass_on(self):
        self._last, self._waits = time.monotonic(), False
        self.function(self._value)


class Controls:
    """The column of controls: the knobs, the step that is shown, play, one step, reset, and a text below.

    knobs: `Knob`s, in the order of the Tab key, one of them named "steps".
    changed: called without arguments after every change, once however many numbers it moved.
    shown: the step that is shown at first, the last one by default.
    """

    def __init__(self, knobs, changed, shown=None):
        self.knobs = {knob.name: knob for knob in knobs}
        self.by_name = {knob.name: knob.control() for knob in knobs}
        last = self.knobs["steps"].value
        self._first = {"max": last, "value": last if shown is None else shown}
        self.step = widgets.IntSlider(**self._first, description="step shown", **LOOK)
        self.play = widgets.Play(
            **self._first, interval=150, repeat=True, show_repeat=False, layout={"width": "110px"}
        )
        self.one_step = _button("one step", "88px", self._next)
        self.reset = _button("reset", "62px", self._as_at_first)
        self.words, self._text = widgets.HTML(layout={"width": WIDTH}), ""
        self._show_text = Throttled(self._write, PAUSE)
        buttons = widgets.HBox([self.play, self.one_step, self.reset], layout={"width": WIDTH})
        self.column = widgets.VBox(
            [*self.by_name.values(), self.step, buttons, self.words], layout={"flex": "0 0 auto"}
        )
        self._changed, self._together = changed, False
        widgets.jslink((self.play, "value"), (self.step, "value"))
        self.by_name["steps"].observe(self._new_length, "value")
        for control in (*self.by_name.values(), self.step):
            control.observe(self._moved, "value")

    @property
    def settings(self):
        """{name: value} of all knobs."""
        return {name: control.value for name, control in self.by_name.items()}

    @property
    def text(self):
        """The text below the controls, as HTML; the browser shows a new one at most every `PAUSE` seconds."""
        return self._text

    @text.setter
    def text(self, html):
        self._text = html
        self._show_text(html)

    def set(self, **settings):
        """Move several controls as one change, and show the last step.

        Raises ValueError, before anything moves, for an unknown name or a value that a control cannot take.
        """
        self._set(settings)

    def _set(self, settings, shown=None):
        for name, value in settings.items():
            if name not in self.knobs:
                raise ValueError(f"{name} is none of the controls {', '.join(self.knobs)}")
            self.knobs[name].check(value)
        self._together = True
        for name, value in settings.items():
            self.by_name[name].value = value
        self._new_length()
        if shown is not None:
            self.step.value = self.play.value = shown
        self._together = False
        self._changed()

    def _moved(self, _):
        if not self._together:
            self._changed()

    def _new_length(self, _=None):
        before, self._together = self._together, True
        for control in (self.step, self.play):
            control.max = control.value = self.by_name["steps"].value
        self._together = before

    def _next(self, _):
        self.step.value = self.play.value = min(self.step.value + 1, self.step.max)

    def _as_at_first(self, _):
        self._set({name: knob.value for name, knob in self.knobs.items()}, self._first["value"])

    def _write(self, html):
        self.words.value = f'<div style="line-height: 1.3; font-size: 90%">{html}</div>'


def _running_loop():
    """The event loop of the kernel; None in a plain script."""
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


def _button(label, width, pressed):
    button = widgets.Button(description=label, layout={"width": width, "flex": "0 0 auto"})
    button.on_click(pressed)
    return button

"""Explorers: numbers that are moved by hand, around a picture that answers at once.

An `Explorer` joins three parts that do not know each other: a *model* (`course_utils.models`, numbers to
arrays), a *view* (`course_utils.views`, arrays to a picture) and *controls* (`course_utils.controls`).
`explore_…()` makes the one of a notebook; its `show` puts the live widget and a static picture of its first
state into one output, so that the page also teaches without a kernel.

A click on a picture of paths sets the start. It needs ipyevents; where that is missing, the sliders do it.
"""

from functools import lru_cache

import ipywidgets as widgets
import numpy as np

from course_utils import models
from course_utils.controls import Controls, Knob
from course_utils.descent import steps_until
from course_utils.optimizers import RULES
from course_utils.plots import GREY, LEVEL, NAMES, STAR, display_picture, level_lines, style
from course_utils.views import View, arrow

try:
    from ipyevents import Event
except ImportError:
    Event = None

GOAL = 1e-6  # the loss that most goals ask for


class Explorer:
    """A model, a view and controls, joined. What it shows depends on its numbers alone.

    name: what it explores. model(**numbers) → run. knobs: the controls, one of them "steps"; shown: the step
    that is shown at first, the last one by default. view: the picture. lines(run, t, numbers) → what the view
    draws while step t is shown. words(run, t, numbers) → that step in words. goal: what to reach, in words;
    reached(run, numbers) → the step at which it is reached, inf where it is not. clicks: {panel: (x, y)}, the
    names of the numbers that a click there moves, by default the start in the panel "path"; drag: so does the
    mouse with its button down.
    window(numbers) → {panel: limits}, for a panel whose window changes.
    """

    def __init__(
        self,
        name,
        model,
        knobs,
        view,
        *,
        lines,
        words,
        goal,
        reached,
        clicks=None,
        shown=None,
        drag=False,
        window=None,
    ):
        self.name, self.model, self.view, self.goal = name, model, view, goal
        self._lines, self._words, self._reached = lines, words, reached
        self._clicks = clicks or {"path": ("x", "y")}
        self._window = window or (lambda numbers: {})
        self._last = None, None
        self.controls = Controls(knobs, self._draw, shown)
        self.set = self.controls.set
        width, height = (f"{side}px" for side in view.size)
        self.image = widgets.Image(layout={"width": width, "height": height, "flex": "0 0 auto"})
        self.box = widgets.HBox([self.controls.column, self.image], layout={"align_items": "flex-start"})
        if Event is not None:
            events = ["mousedown", "mousemove"] if drag else ["mousedown"]
            self.mouse = Event(source=self.image, watched_events=events, prevent_default_action=True, wait=40)
            self.mouse.on_dom_event(self._pointed)
        self._draw()

    @property
    def numbers(self):
        """{name: value} of all controls."""
        return self.controls.numbers

    @property
    def run(self):
        """What the model makes of the numbers."""
        numbers = self.numbers
        if self._last[0] != numbers:
            self._last = numbers, self.model(**numbers)
        return self._last[1]

    @property
    def reached(self):
        """The first step at which the goal is reached, inf where it is not."""
        with np.errstate(all="ignore"):
            return self._reached(self.run, self.numbers)

    def show(self, alt):
        """Display the live widget and, in the same output, its present picture.

        alt: what one sees, as a full sentence.
        """
        live = self.box._repr_mimebundle_()
        still = {"image/png": bytes(self.image.value), "text/plain": f"<explorer of {self.name}>"}
        display_picture({**live, **still}, alt)

    def _draw(self):
        run, t, numbers = self.run, self.controls.step.value, self.numbers
        with np.errstate(all="ignore"):
            self.image.value = self.view.png(self._lines(run, t, numbers), self._window(numbers))
            words = self._words(run, t, numbers)
        verdict = f"<b>✓ reached at step {self.reached}</b>" if self.reached < np.inf else "✗ not reached"
        self.controls.text = f"Step {t}: {words}<br>Goal: {self.goal}. {verdict}"

    def _pointed(self, event):
        if event["type"] == "mousemove" and not event["buttons"]:
            return
        scale = self.view.size[0] / max(1, event["boundingRectWidth"])
        point = self.view.at(event["relativeX"] * scale, event["relativeY"] * scale)
        if point and point[0] in self._clicks:
            moved = zip(self._clicks[point[0]], point[1:], strict=True)
            self.set(**{name: self.controls.knobs[name].nearest(value) for name, value in moved})


# ----------------------------------------------------------------------------------- what they have in common

VALLEY = [(-5.0, 5.0), (-2.5, 2.5)]  # the window of every quadratic
KAPPAS = (1, 2, 5, 10, 25, 50, 100)
DECAYS = (0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999)
NOW = {"color": GREY, "linewidth": 0.8}  # the upright line at the step that is shown
STARS = {"color": STAR, "marker": "*", "markersize": 11, "linestyle": "none"}
MARK = {"color": STAR, "linewidth": 1.0, "linestyle": ":"}  # goals and limits
ONE, TWO = {"color": "#0072B2"}, {"color": "#D55E00", "linestyle": "--"}  # the two coordinates
XY = {"x": ONE | {"label": "x"}, "y": TWO | {"label": "y"}}
BASINS = np.array(["7FB0D8", "F2C86B", "9CD1B5", "DDA6C4", "FFFFFF"])  # the four minima; white for −1
BASINS = np.array([list(bytes.fromhex(color)) for color in BASINS], dtype=np.uint8)


def _on(panel, **items):
    """{"panel/name": item}: names for the lines of one panel."""
    return {f"{panel}/{name}": item for name, item in items.items()}


def _start(x, y, window, step=0.1):
    """The two knobs of the start, with the window as their range."""
    (x0, x1), (y0, y1) = window
    return [
        Knob("x", "x of start", float(x), x0, x1, step),
        Knob("y", "y of start", float(y), y0, y1, step),
    ]


def _steps(value, most):
    return Knob("steps", "steps", value, 1, most, 1)


def _eta(value, low=1e-3, high=1.0, label="η, learning rate", name="lr"):
    return Knob(name, label, value, low, high, 0.02, log=True)


def _plane(window, title="path"):
    return {"xlim": tuple(window[0]), "ylim": tuple(window[1]), "title": title}


def _time(most, low, high, title, log=True, legend=None):
    """The settings of a panel with steps to the right."""
    scale = {"yscale": "log"} if log else {}
    return {"xlim": (0, most), "ylim": (low, high), "title": title, "legend": legend, **scale}


def _line(rule, label="_"):
    """The look of a rule without its markers."""
    return style(rule) | {"marker": "", "label": label}


def _point(rule):
    """The look of a rule's marker alone."""
    look = style(rule)
    return {"color": look["color"], "linestyle": "none", "marker": look["marker"]}


def _path_looks(panel, rule):
    point = _point(rule)
    return _on(
        panel,
        levels={"color": LEVEL, "linewidth": 0.7},
        minima=STARS,
        path=style(rule) | {"markersize": 3, "linewidth": 1.2},
        start=point | {"marker": "o", "markerfacecolor": "white", "markersize": 8},
        head=point | {"markersize": 9},
    )


def _path(panel, path, t, levels, minima):
    """What `_path_looks` draws: the path up to step t."""
    until, head = path[:, : t + 1], path[:, t : t + 1]
    return _on(panel, levels=levels, minima=minima, path=until, start=path[:, :1], head=head)


def _now(t, view, *panels):
    """The upright line at step t in these panels."""
    return {f"{panel}/now": ([t, t], view.panels[panel].get_ylim()) for panel in panels}


def _at(path, t):
    return f"({path[0, t]:.3g}, {path[1, t]:.3g})"


def _fate(path, far=1e3):
    """In words, whether a run has left: the picture then shows its path cut off."""
    left = steps_until(~(np.abs(path) < far).all(axis=0))
    return f" <b>It runs away</b>: beyond {far:,.0f} from step {left} on." if left < np.inf else ""


def _below(loss, level=GOAL):
    return steps_until(loss < level)


def _for_good(loss, level=GOAL):
    """The step from which on the loss stays below the level."""
    return _below(np.maximum.accumulate(np.nan_to_num(loss, nan=np.inf)[::-1])[::-1], level)


def _if(condition, step, most=np.inf):
    return step if condition and step <= most else np.inf


def _is(numbers, **wanted):
    """Whether these numbers stand at these values."""
    return all(np.isclose(numbers[name], value) for name, value in wanted.items())


# ---------------------------------------------------------------------------------------------- 00 to 07


def explore_gradient_descent():
    """Notebook 00: η, the condition number and the angle of a quadratic; the limit 2/λ_max is marked.

    Panels: the path; the loss; |1 − ηλ| against η for both eigenvalues; the length of the steps.
    """
    rates = np.geomspace(1e-3, 1, 300)
    view = View(
        [["path", "loss"], ["factor", "length"]],
        {
            "path": _plane(VALLEY),
            "loss": _time(200, 1e-12, 1e4, "loss L"),
            "factor": {
                **{"xlim": (1e-3, 1), "ylim": (0, 2), "xscale": "log", "legend": {"loc": "upper left"}},
                "title": r"|1 − ηλ| against η; dotted: $2/\lambda_{\max}$",
            },
            "length": _time(200, 1e-8, 1e2, "length of the step"),
        },
        {
            **_path_looks("path", "sgd"),
            **_on("loss", L=_line("sgd"), goal=MARK, now=NOW),
            **_on("length", step=_line("sgd"), now=NOW),
            **_on(
                "factor",
                flat=ONE | {"label": r"$\lambda_{\min}$"},
                steep=TWO | {"label": r"$\lambda_{\max}$"},
                one=NOW,
            ),
            **_on("factor", limit=MARK, here={"color": "black", "marker": "o", "linewidth": 1.0}),
        },
    )

    def lines(run, t, numbers):
        lr, limit, steps = numbers["lr"], 2 / numbers["kappa"], np.arange(len(run["loss"]))
        return {
            **_path("path", run["path"], t, level_lines(run["surface"]), run["surface"].minima),
            **_on("loss", L=(steps, run["loss"]), goal=([0, 200], [GOAL, GOAL])),
            **_on("length", step=(steps, run["length"])),
            **_on("factor", flat=(rates, abs(1 - rates)), steep=(rates, abs(1 - rates * numbers["kappa"]))),
            **_on("factor", one=([1e-3, 1], [1, 1]), limit=([limit, limit], [0, 2])),
            **_on("factor", here=([lr, lr], run["factors"])),
            **_now(t, view, "loss", "length"),
        }

    def words(run, t, numbers):
        product = numbers["lr"] * numbers["kappa"]
        side = "below" if product < 2 else "not below"
        here = f"W = {_at(run['path'], t)}, L = {run['loss'][t]:.2g}"
        return f"{here}. ηλ<sub>max</sub> = {product:.3g}, {side} the limit 2.{_fate(run['path'])}"

    def reached(run, numbers):
        return _if(_is(numbers, kappa=25, angle=0, x=-4, y=1), _below(run["loss"]), 110)

    knobs = [
        _eta(0.02),
        Knob("kappa", "κ, condition", 25, choices=KAPPAS),
        Knob("angle", "angle (degrees)", 0, 0, 90, 1),
        *_start(-4, 1, VALLEY),
        _steps(150, 200),
    ]
    return Explorer(
        "gradient descent",
        models.gradient_descent_run,
        knobs,
        view,
        lines=lines,
        words=words,
        goal="L below 1e-6 within 110 steps, at κ = 25, angle 0, from (−4, 1)",
        reached=reached,
    )


def explore_sgd(surface, grad, data):
    """Notebook 01: batch size and η, the cloud of the next steps and the noise floor.

    surface, grad, data: the problem, where grad(W, *data) is the gradient of the surface.
    Panels: the path and 150 possible next points; the excess loss of this run, of 20 runs in the mean and of
    gradient descent, with the floor; the same against sample gradients; the noise |g_B − g|.
    """
    problem, levels, n = (surface, grad, data), level_lines(surface), len(data[0])
    this, mean, full = _line("sgd") | {"linewidth": 1.0}, ONE | {"linestyle": "--"}, TWO | {"linestyle": "-."}
    cloud = {"color": "#56B4E9", "marker": ".", "linestyle": "none", "markersize": 3}
    view = View(
        [["path", "loss"], ["price", "noise"]],
        {
            "path": _plane(surface.window, "path; dots: 150 possible next points"),
            "loss": _time(200, 1e-6, 1e2, "excess loss against updates", legend={"loc": "upper right"}),
            "price": {
                **{"xlim": (1, 200 * n), "ylim": (1e-6, 1e2), "xscale": "log", "yscale": "log"},
                "title": "excess loss against sample gradients",
            },
            "noise": _time(200, 1e-2, 1e2, "noise $|g_B - g|$", legend={"loc": "upper right"}),
        },
        {
            **_on("path", cloud=cloud, full=full),
            **_path_looks("path", "sgd"),
            **_on("loss", this=this | {"label": "this run"}, mean=mean | {"label": "mean of 20"}),
            **_on("loss", full=full | {"label": "all samples"}, floor=MARK | {"label": "floor"}, now=NOW),
            **_on("price", this=this, full=full, now=NOW),
            **_on(
                "noise",
                this=this | {"label": "this run"},
                law=mean | {"label": "√(s²/B · (1 − B/n))"},
                now=NOW,
            ),
        },
    )

    def lines(run, t, numbers):
        B, steps = numbers["batch_size"], np.arange(len(run["excess"]))
        return {
            **_path("path", run["path"], t, levels, surface.minima),
            **_on(
                "path",
                cloud=models.sgd_cloud(problem, B, numbers["lr"], run["path"][:, t]),
                full=run["exact"],
            ),
            **_on("loss", this=(steps, run["excess"]), mean=(steps, run["mean_excess"])),
            **_on("loss", full=(steps, run["exact_excess"]), floor=([0, 200], [run["floor"]] * 2)),
            **_on("price", this=(B * steps, run["excess"]), full=(n * steps, run["exact_excess"])),
            **_on("price", now=([B * t, B * t], [1e-6, 1e2])),
            **_on("noise", this=(steps, run["noise"]), law=(steps, run["expected"])),
            **_now(t, view, "loss", "noise"),
        }

    def words(run, t, numbers):
        floor = f"{run['floor']:.2g}" if run["floor"] < np.inf else "none, η is not below 2/λ<sub>max</sub>"
        price = f"{numbers['batch_size'] * t:,} sample gradients"
        here = f"W = {_at(run['path'], t)}, excess loss {run['excess'][t]:.2g} after {price}"
        return f"{here}. Floor: {floor}.{_fate(run['path'])}"

    def reached(run, numbers):
        most = 400 // numbers["batch_size"]
        enough = numbers["steps"] >= most and run["mean_excess"][min(most, numbers["steps"])] < 0.008
        return _if(enough and _is(numbers, x=surface.start[0], y=surface.start[1]), most)

    knobs = [
        Knob(
            "batch_size",
            "B, batch size",
            1,
            choices=tuple(B for B in (1, 2, 5, 10, 20, 50, 100, 200) if n >= B),
        ),
        _eta(0.2, 1e-3, 2.0),
        *_start(*surface.start, surface.window),
        _steps(100, 200),
    ]
    return Explorer(
        "SGD",
        lambda **numbers: models.sgd_run(problem, **numbers),
        knobs,
        view,
        lines=lines,
        words=words,
        goal="mean excess loss below 0.008 after 400 sample gradients, from the start of the notebook",
        reached=reached,
    )


def explore_momentum():
    """Notebook 02: the regime map over (ηλ, α); drag its point, see the run in one and in two dimensions.

    Panels: the path on ½(x² + κy²); the loss; the map, with a point for each axis (ηλ is κ times smaller on
    the flat one); position and velocity along the steep axis.
    """
    alphas = np.linspace(0, 1, 101)
    swings = np.concatenate([(1 - np.sqrt(alphas)) ** 2, (1 + np.sqrt(alphas[::-1])) ** 2])
    dot = _point("momentum") | {"marker": "o", "markersize": 9}
    view = View(
        [["path", "loss"], ["map", "run"]],
        {
            "path": _plane(VALLEY),
            "loss": _time(150, 1e-12, 1e4, "loss L"),
            "map": _plane([(-0.2, 5.8), (0, 1)], "regimes: α against ηλ")
            | {"legend": {"loc": "lower right"}},
            "run": _time(150, -3, 3, "steep axis", log=False, legend={"loc": "upper left"}),
        },
        {
            **_path_looks("path", "momentum"),
            **_on("loss", L=_line("momentum"), goal=MARK, now=NOW),
            **_on("map", end=TWO | {"label": "diverges beyond"}, swings=MARK | {"label": "swings inside"}),
            **_on(
                "map",
                steep=dot | {"label": "steep"},
                flat=dot | {"label": "flat", "markerfacecolor": "white"},
            ),
            **_on("run", y={"color": "black", "label": "position"}, v=_line("momentum", "velocity"), now=NOW),
        },
    )

    def lines(run, t, numbers):
        rate, alpha, steps = numbers["rate"], numbers["alpha"], np.arange(len(run["loss"]))
        return {
            **_path("path", run["path"], t, level_lines(run["surface"]), run["surface"].minima),
            **_on("loss", L=(steps, run["loss"]), goal=([0, 150], [GOAL, GOAL])),
            **_on("map", end=(2 * (1 + alphas), alphas), swings=(swings, np.append(alphas, alphas[::-1]))),
            **_on("map", steep=([rate], [alpha]), flat=([rate / numbers["kappa"]], [alpha])),
            **_on("run", y=(steps, run["path"][1]), v=(steps, run["v"][1])),
            **_now(t, view, "loss", "run"),
        }

    def words(run, t, numbers):
        here = f"W = {_at(run['path'], t)}, v = {_at(run['v'], t)}, L = {run['loss'][t]:.2g}"
        flat, steep = run["roots"]
        return f"{here}. |z| per step: {steep:.3f} (steep axis), {flat:.3f} (flat).{_fate(run['path'])}"

    def reached(run, numbers):
        return _if(_is(numbers, kappa=100, x=-4, y=1), _below(run["loss"]), 50)

    knobs = [
        Knob("rate", "ηλ, steep axis", 1.0, 0.02, 4.0, 0.02),
        Knob("alpha", "α, momentum", 0.9, 0.0, 0.99, 0.01),
        Knob("kappa", "κ, condition", 100, choices=KAPPAS),
        *_start(-4, 1, VALLEY),
        _steps(100, 150),
    ]
    return Explorer(
        "momentum",
        models.momentum_run,
        knobs,
        view,
        lines=lines,
        words=words,
        goal="L below 1e-6 within 50 steps, at κ = 100, from (−4, 1)",
        reached=reached,
        clicks={"path": ("x", "y"), "map": ("rate", "alpha")},
        drag=True,
    )


def explore_nag(surface):
    """Notebook 03: the two arrows of every step, momentum and NAG side by side from one start.

    surface: where both walk. Panels: both paths; both losses; for each rule the two arrows of the step that
    is shown, αv from W and −ηg from its tip, with W in the middle and a cross where the gradient is taken.
    """
    rules, levels = ("momentum", "nag"), level_lines(surface, points=160)
    near = [(-1.3, 1.3), (-0.95, 0.95)]
    arrows = {
        "levels": {"color": LEVEL, "linewidth": 0.7},
        "coast": {"color": "#555555", "linewidth": 2.0, "label": "αv"},
        "pull": {"color": "#AA3377", "linewidth": 2.0, "label": "−ηg"},
    }
    at = {"color": "#AA3377", "marker": "x", "markersize": 7, "markeredgewidth": 2.0, "linestyle": "none"}
    hollow = {"markerfacecolor": "white", "markersize": 11}
    view = View(
        [["path", "loss"], ["momentum", "nag"]],
        {
            "path": _plane(surface.window, "paths"),
            "loss": _time(120, 1e-8, 1e4, "loss L", legend={"loc": "upper right"}),
            "momentum": _plane(near, "Momentum, step by step") | {"legend": {"loc": "lower left"}},
            "nag": _plane(near, "NAG, step by step"),
        },
        {
            **_path_looks("path", "momentum"),
            **_on("path", nag=style("nag") | {"markersize": 3, "linewidth": 1.2}),
            **_on("path", nag_head=style("nag") | {"markersize": 9}),
            **_on("loss", **{rule: _line(rule, NAMES[rule]) for rule in rules}, goal=MARK, now=NOW),
            **_on("momentum", **arrows, W=_point("momentum") | hollow, asked=at),
            **_on("nag", **arrows, W=_point("nag") | hollow, asked=at),
        },
    )

    def lines(run, t, numbers):
        steps = np.arange(len(run["nag"]["loss"]))
        data = _path("path", run["momentum"]["path"], t, levels, surface.minima)
        data |= _on("path", nag=run["nag"]["path"][:, : t + 1], nag_head=run["nag"]["path"][:, t : t + 1])
        for rule in rules:
            coast, pull = run[rule]["coast"][:, t], run[rule]["pull"][:, t]
            asked = coast if rule == "nag" else 0 * coast
            data |= _on(
                rule,
                levels=levels - run[rule]["path"][:, t : t + 1],
                coast=arrow(0 * coast, coast, near, 0.05),
                pull=arrow(coast, coast + pull, near, 0.05),
                W=([0], [0]),
                asked=asked[:, None],
            )
            data |= _on("loss", **{rule: (steps, run[rule]["loss"])})
        return data | _on("loss", goal=([0, 120], [1e-3, 1e-3])) | _now(t, view, "loss")

    def words(run, t, numbers):
        here = (
            f"{NAMES[rule]} at {_at(run[rule]['path'], t)}, L = {run[rule]['loss'][t]:.2g}" for rule in rules
        )
        return "; ".join(here) + "." + _fate(np.concatenate([run[rule]["path"] for rule in rules]))

    def reached(run, numbers):
        ball, braked = (_for_good(run[rule]["loss"], 1e-3) for rule in rules)
        fixed = _is(numbers, x=surface.start[0], y=surface.start[1]) and numbers["steps"] >= 60
        return _if(fixed and ball >= 24, braked, 12)

    knobs = [
        _eta(0.2, 1e-2, 2.0),
        Knob("alpha", "α, momentum", 0.9, 0.0, 0.99, 0.01),
        *_start(*surface.start, surface.window),
        _steps(60, 120),
    ]
    return Explorer(
        "momentum and NAG",
        lambda **numbers: models.nag_run(surface, **numbers),
        knobs,
        view,
        lines=lines,
        words=words,
        goal="NAG below 1e-3 for good within 12 steps, momentum in 24 or more (steps: 60 or more)",
        reached=reached,
        shown=16,
    )


def explore_adagrad():
    """Notebook 04: the rates of the two coordinates, and the angle of the ravine.

    Panels: the path; the loss; the effective rates η/√h; the memory √h.
    """
    view = View(
        [["path", "loss"], ["rate", "memory"]],
        {
            "path": _plane(VALLEY),
            "loss": _time(150, 1e-12, 1e4, "loss L"),
            "rate": _time(150, 1e-4, 1e2, "effective rate η/√h", legend={"loc": "upper right"}),
            "memory": _time(150, 1e-2, 1e4, "memory √h", legend={"loc": "upper right"}),
        },
        {
            **_path_looks("path", "adagrad"),
            **_on("loss", L=_line("adagrad"), goal=MARK, now=NOW),
            **_on("rate", **XY, now=NOW),
            **_on("memory", **XY, now=NOW),
        },
    )

    def lines(run, t, numbers):
        steps, root = np.arange(len(run["loss"])), np.sqrt(run["h"])
        return {
            **_path("path", run["path"], t, level_lines(run["surface"]), run["surface"].minima),
            **_on("loss", L=(steps, run["loss"]), goal=([0, 150], [GOAL, GOAL])),
            **_on("rate", x=(steps, run["rate"][0]), y=(steps, run["rate"][1])),
            **_on("memory", x=(steps, root[0]), y=(steps, root[1])),
            **_now(t, view, "loss", "rate", "memory"),
        }

    def words(run, t, numbers):
        rates = f"rates η/√h of x and y: {_at(run['rate'], t)}" if t else "no rates before the first step"
        return f"W = {_at(run['path'], t)}, L = {run['loss'][t]:.2g}; {rates}.{_fate(run['path'])}"

    def reached(run, numbers):
        return _if(_is(numbers, kappa=25, angle=20, x=-4, y=1), _below(run["loss"]), 80)

    knobs = [
        _eta(0.1, 1e-2, 100.0),
        Knob("kappa", "κ, condition", 25, choices=KAPPAS),
        Knob("angle", "angle (degrees)", 0, 0, 90, 1),
        *_start(-4, 1, VALLEY),
        _steps(100, 150),
    ]
    return Explorer(
        "AdaGrad",
        models.adagrad_run,
        knobs,
        view,
        lines=lines,
        words=words,
        goal="L below 1e-6 within 80 steps, at κ = 25 and an angle of 20°, from (−4, 1)",
        reached=reached,
    )


def explore_rmsprop():
    """Notebook 05: γ with its window and half-life, behind a target that goes round.

    Panels: the paths of RMSProp and of AdaGrad at the same η; their distance to the target; the weight of
    each past square, with the half-life and the window 1/(1 − γ); the effective rates η/√h along y, which is
    the steep axis until the curvatures change places.
    """
    rules, age = ("rmsprop", "adagrad"), np.arange(3001)
    view = View(
        [["path", "gap"], ["weight", "rate"]],
        {
            "path": _plane([(-2, 2), (-1.5, 1.5)], "paths; star: the target on its circle"),
            "gap": _time(300, 1e-3, 1e1, "distance to the target", legend={"loc": "lower left"}),
            "weight": _time(3000, 1e-5, 1, "weight of a square, by its age n", legend={"loc": "upper right"}),
            "rate": _time(300, 1e-5, 1e1, "effective rate η/√h along y"),
        },
        {
            **_on("path", adagrad=_line("adagrad")),
            **_path_looks("path", "rmsprop"),
            **_on("gap", **{rule: _line(rule, NAMES[rule]) for rule in rules}, goal=MARK, now=NOW),
            **_on("weight", past=_line("rmsprop", "(1 − γ)γⁿ"), half=MARK | {"label": "half-life"}),
            **_on("weight", window=ONE | {"linestyle": "--", "label": "window"}),
            **_on("rate", **{rule: _line(rule) for rule in rules}, now=NOW),
        },
    )

    def lines(run, t, numbers):
        gamma, steps = numbers["gamma"], np.arange(run["target"].shape[1])
        half, window = models.half_life(gamma), 1 / (1 - gamma)
        return {
            **_path("path", run["rmsprop"]["path"], t, run["target"], run["target"][:, t : t + 1]),
            **_on("path", adagrad=run["adagrad"]["path"][:, : t + 1]),
            **_on(
                "gap", **{rule: (steps, run[rule]["gap"]) for rule in rules}, goal=([0, 300], [0.25, 0.25])
            ),
            **_on("weight", past=(age, (1 - gamma) * gamma**age), half=([half, half], [1e-5, 1])),
            **_on("weight", window=([window, window], [1e-5, 1])),
            **_on("rate", **{rule: (steps, run[rule]["rate"][1]) for rule in rules}),
            **_now(t, view, "gap", "rate"),
        }

    def words(run, t, numbers):
        gaps = ", ".join(f"{NAMES[rule]} {run[rule]['gap'][t]:.2g}" for rule in rules)
        half, window = models.half_life(numbers["gamma"]), 1 / (1 - numbers["gamma"])
        memory = f"half-life {half:.3g} steps, window {window:.3g}"
        return f"distance to the target: {gaps}. Memory: {memory}.{_fate(run['rmsprop']['path'])}"

    def reached(run, numbers):
        fixed = _is(numbers, period=200, noise=0.3, swap=True, steps=300, x=0, y=0)
        return _if(fixed and np.sqrt(np.mean(run["rmsprop"]["gap"][200:] ** 2)) < 0.25, 300)

    knobs = [
        _eta(0.02, 1e-3, 3.1),
        Knob("gamma", "γ, decay", 0.999, choices=DECAYS),
        Knob("period", "steps per round", 200, 20, 400, 10),
        Knob("noise", "σ, noise", 0.3, 0.0, 1.0, 0.05),
        Knob("swap", "swap at step 150", True),
        *_start(0, 0, [(-2.0, 2.0), (-1.5, 1.5)]),
        _steps(300, 300),
    ]
    return Explorer(
        "RMSProp",
        models.rmsprop_run,
        knobs,
        view,
        lines=lines,
        words=words,
        goal="root mean square distance of RMSProp over steps 200 to 300 below 0.25, all else as at first",
        reached=reached,
        window=lambda numbers: {"weight": ((0, 3 / (1 - numbers["gamma"])), (1e-5, 1))},
    )


def explore_adam(surface):
    """Notebook 06: β₁, β₂, ε, the correction on and off, and the step curve.

    surface: where it walks. Panels: the path; the loss; |step|/η for a constant gradient 1, with and without
    correction; the step of each coordinate over η.
    """
    levels, ticks = level_lines(surface), np.arange(1, 1001)
    view = View(
        [["path", "loss"], ["curve", "step"]],
        {
            "path": _plane(surface.window),
            "loss": _time(150, 1e-12, 1e4, "loss L"),
            "curve": {
                **{"xlim": (1, 1000), "ylim": (0, 11), "xscale": "log", "legend": {"loc": "upper left"}},
                "title": "|step|/η for a constant gradient 1",
            },
            "step": _time(150, -4, 4, "step / η", log=False, legend={"loc": "upper right"}),
        },
        {
            **_path_looks("path", "adam"),
            **_on("loss", L=_line("adam"), goal=MARK, now=NOW),
            **_on(
                "curve", corrected=_line("adam", "with correction"), raw=MARK | {"label": "without"}, now=NOW
            ),
            **_on("step", **XY, now=NOW),
        },
    )

    def lines(run, t, numbers):
        steps, betas = np.arange(len(run["loss"])), (numbers["beta1"], numbers["beta2"], numbers["eps"])
        return {
            **_path("path", run["path"], t, levels, surface.minima),
            **_on("loss", L=(steps, run["loss"]), goal=([0, 150], [GOAL, GOAL])),
            **_on("curve", corrected=(ticks, models.step_curve(*betas, corrected=True))),
            **_on("curve", raw=(ticks, models.step_curve(*betas, corrected=False))),
            **_on("step", x=(steps, run["step"][0]), y=(steps, run["step"][1])),
            **_now(t, view, "loss", "curve", "step"),
        }

    def words(run, t, numbers):
        step = f"step/η = {_at(run['step'], t)}" if t else "no step yet"
        memory = f"m = {_at(run['m'], t)}, √v = {_at(np.sqrt(run['v']), t)}"
        return f"W = {_at(run['path'], t)}, L = {run['loss'][t]:.2g}; {memory}; {step}.{_fate(run['path'])}"

    def reached(run, numbers):
        fixed = (
            _is(numbers, corrected=True, x=surface.start[0], y=surface.start[1]) and numbers["steps"] >= 60
        )
        return _if(fixed, _for_good(run["loss"]), 40)

    knobs = [
        _eta(0.1, 1e-3, 3.1),
        Knob("beta1", "β₁, decay of m", 0.9, choices=DECAYS),
        Knob("beta2", "β₂, decay of v", 0.999, choices=DECAYS),
        Knob("eps", "ε", 1e-8, 1e-10, 1.0, 0.25, log=True),
        Knob("corrected", "bias correction", True),
        *_start(*surface.start, surface.window),
        _steps(100, 150),
    ]
    return Explorer(
        "Adam",
        lambda **numbers: models.adam_run(surface, **numbers),
        knobs,
        view,
        lines=lines,
        words=words,
        goal="L below 1e-6 for good in 40 steps, with correction, from the first start (60 steps or more)",
        reached=reached,
    )


def explore_race():
    """Notebook 07: six rules from one clicked start on a chosen surface.

    η of the rules that do not divide (SGD, Momentum, NAG) and of those that do (AdaGrad, RMSProp, Adam) are
    two sliders. Panels: the paths; the losses; the lengths of the steps.
    """
    names = [rule.__name__ for rule in RULES]
    levels = {name: level_lines(surface) for name, surface in models.SURFACES.items()}
    legend = {"loc": "upper left", "ncols": 2}  # above the lines, as long as no run diverges
    heads = {f"{name} head": style(name) | {"markersize": 8} for name in names}
    view = View(
        [["path", "loss"], ["path", "length"]],
        {
            "path": {"title": "six paths from one start"},
            "loss": _time(150, 1e-8, 1e4, "loss (on the saddle L + 3)"),
            "length": _time(150, 1e-7, 1e6, "length of the step", legend=legend),
        },
        {
            **_on("path", levels={"color": LEVEL, "linewidth": 0.7}),
            **_on("path", minima=STARS),
            **_on("path", **{name: _line(name) for name in names}, **heads),
            **_on(
                "path", start={"color": "black", "marker": "o", "markerfacecolor": "white", "markersize": 8}
            ),
            **_on("loss", **{name: _line(name) for name in names}, now=NOW),
            **_on("length", **{name: _line(name, NAMES[name]) for name in names}, now=NOW),
        },
        ratios=[1.2, 1],
    )

    def lines(run, t, numbers):
        surface, steps = models.SURFACES[numbers["surface"]], np.arange(numbers["steps"] + 1)
        above = 3.0 if numbers["surface"] == "saddle" else 0.0
        data = _on(
            "path", levels=levels[numbers["surface"]], minima=surface.minima, start=run["sgd"]["path"][:, :1]
        )
        for name, part in run.items():
            data |= _on(
                "path", **{name: part["path"][:, : t + 1], f"{name} head": part["path"][:, t : t + 1]}
            )
            data |= _on("loss", **{name: (steps, part["loss"] + above)})
            data |= _on("length", **{name: (steps, part["length"])})
        return data | _now(t, view, "loss", "length")

    def words(run, t, numbers):
        order = sorted(names, key=lambda name: np.nan_to_num(run[name]["loss"][t], nan=np.inf))
        gone = [NAMES[name] for name in names if _fate(run[name]["path"])]
        far = f" <b>Beyond 1,000 at the end</b>: {', '.join(gone)}." if gone else ""
        return f"lowest first: {', '.join(NAMES[name] for name in order)}.{far}"

    def reached(run, numbers):
        first, *others = (
            steps_until(np.abs(run[rule]["path"][1]) > 1) for rule in ("sgd", "rmsprop", "adam")
        )
        fixed = numbers["surface"] == "saddle" and np.isclose(numbers["lr"], numbers["adaptive_lr"])
        return _if(fixed and first < min(others), first)

    knobs = [
        Knob("surface", "surface", "saddle", choices=tuple(models.SURFACES)),
        _eta(0.01, 1e-4, 1.0, "η, plain rules"),
        _eta(0.01, 1e-4, 1.0, "η, adaptive", "adaptive_lr"),
        *_start(1, 0.01, [(-6.0, 6.0), (-6.0, 6.0)], 0.01),
        _steps(100, 150),
    ]
    return Explorer(
        "six rules",
        models.race_run,
        knobs,
        view,
        lines=lines,
        words=words,
        goal="on the saddle, with one η for all six, SGD leaves |y| ≤ 1 before RMSProp and Adam",
        reached=reached,
        window=lambda numbers: {"path": models.SURFACES[numbers["surface"]].window},
    )


def explore_basins():
    """Notebook 07: a live map of 200 × 200 starts on Himmelblau's function, and the run of a clicked one.

    Panels: the map, a shade for each minimum that is reached within 200 steps, white for none; the loss of
    the run; the length of its steps.
    """
    surface, rules = models.SURFACES["Himmelblau"], {NAMES[rule.__name__]: rule for rule in RULES}

    @lru_cache(maxsize=1)  # a new start or step needs no new map
    def labels(rule, lr):
        wait = {} if lr <= models.STAYS_UP_TO[rules[rule]] else {"low": -np.inf}
        return models.basins(surface, rules[rule], lr, **wait)

    def model(rule, lr, **run):
        return models.single_run(surface, rules[rule], lr, **run) | {"labels": labels(rule, lr)}

    view = View(
        [["map", "loss"], ["map", "length"]],
        {
            "map": _plane(surface.window, "which minimum each start reaches"),
            "loss": _time(200, 1e-12, 1e4, "loss of the run from the ring"),
            "length": _time(200, 1e-8, 1e2, "length of its steps"),
        },
        {
            **_path_looks("map", "sgd"),
            **_on("map", stars=STARS | {"color": "white", "markeredgecolor": "black"}),
            **_on("loss", L=_line("sgd"), now=NOW),
            **_on("length", step=_line("sgd"), now=NOW),
        },
        images=_on("map", basins={"extent": surface.window.ravel(), "interpolation": "nearest"}),
        colors=BASINS,
        ratios=[1.6, 1],
    )

    def lines(run, t, numbers):
        steps = np.arange(len(run["loss"]))
        return {
            **_on("map", basins=BASINS[run["labels"]]),
            **_path("map", run["path"], t, ([], []), ([], [])),
            **_on("map", stars=surface.minima),
            **_on("loss", L=(steps, run["loss"])),
            **_on("length", step=(steps, run["length"])),
            **_now(t, view, "loss", "length"),
        }

    def words(run, t, numbers):
        none, *counts = (f"{n:,}" for n in np.bincount(run["labels"].ravel() + 1, minlength=5))
        here = f"W = {_at(run['path'], t)}, L = {run['loss'][t]:.2g}"
        places = f"{' / '.join(counts)} reach (3, 2) / (−2.8, 3.1) / (−3.8, −3.3) / (3.6, −1.8), {none} none"
        return f"{here}. Of 40,000 starts {places}.{_fate(run['path'])}"

    def reached(run, numbers):
        return _if(numbers["rule"] == "Momentum" and run["labels"].min() >= 0, numbers["steps"])

    knobs = [
        Knob("rule", "rule", "Momentum", choices=tuple(rules)),
        _eta(0.01, 1e-4, 3.1),
        *_start(5, 5, surface.window),
        _steps(60, 200),
    ]
    return Explorer(
        "basins",
        model,
        knobs,
        view,
        lines=lines,
        words=words,
        goal="with Momentum, each of the 40,000 starts reaches a minimum",
        reached=reached,
        clicks={"map": ("x", "y")},
    )

"""The figures of the deep dive on rates. Each takes what was run and returns the figure.

A trajectory is what `descend` returns. Laws and bounds are grey lines, runs have the look of their rule.
"""

import numpy as np

from course_utils.optimizers import sgd
from course_utils.plots import figure, shade, style

BOUND = {"color": "0.45", "linewidth": 1.4}


def ceiling(surface, W, curvature):
    """A loss in one dimension, and the parabola of largest curvature that touches it from above at W."""
    fig, ax = figure(width=7.6, height=3.6)
    height, slope = surface.loss(np.array([W])), surface.grad(np.array([W]))[0]
    lowest = W - slope / curvature
    promised, reached = height - slope**2 / (2 * curvature), surface.loss(np.array([lowest]))
    x = np.linspace(lowest - 0.65, W, 300)
    ax.plot(x, surface.loss(x[None]), "k-", label="loss L")
    parabola = height + slope * (x - W) + curvature * (x - W) ** 2 / 2
    ax.plot(x, parabola, "--", **BOUND, label="parabola of the largest curvature")
    ax.plot([W, lowest, lowest], [height, promised, reached], "ko", markersize=7)
    for word, x, y, offset in (
        ("start", W, height, (-44, -4)),
        ("promised", lowest, promised, (-30, 10)),
        ("reached", lowest, reached, (-24, -18)),
    ):
        ax.annotate(word, (x, y), xytext=offset, textcoords="offset points")
    ax.set(xlabel="W", ylabel="loss", ylim=(reached - 0.2, height + 0.12))
    ax.legend(loc="upper center")
    return fig


def meeting(people, best, walk, excess, bound):
    """Left: people, one walk of SGD and its average. Right: excess losses per step, and a bound.

    people, walk: (2, …). best: (2,), the best meeting point. excess: {label: values}.
    """
    fig, (left, right) = figure(2, width=4.9, height=4.0)
    left.plot(*people, "o", color="0.6", markersize=6, label="people")
    left.plot(*walk, color="k", linewidth=0.5, label="SGD")
    average = {"marker": "s", "color": style("nag")["color"], "markersize": 9, "linestyle": "none"}
    left.plot(*walk.mean(axis=1), **average, label="average point")
    left.plot(*best, "*", color="w", markeredgecolor="k", markersize=13, label="best point")
    left.set(xlabel="x", ylabel="y", aspect="equal", ylim=(-7.5, 9))
    left.legend(loc="upper left", ncols=2)
    steps = np.arange(1, len(bound) + 1)
    right.loglog(steps, bound, **BOUND)
    at = len(steps) // 30
    right.annotate("bound", (steps[at], bound[at]), xytext=(6, 6), textcoords="offset points")
    for k, (label, values) in enumerate(excess.items()):
        right.loglog(steps, values, label=label, **{**shade(k, 3), "marker": ""})
    right.set(xlabel="steps T", ylabel="excess loss, mean of the runs")
    right.legend(loc="lower left")
    return fig


def two_valleys(rates, valleys, R):
    """Excess losses over the learning rate, one valley for each number of steps, and the bound for G = 1.

    valleys: {steps: (mean losses along the run, losses of the average point)}. R: distance at the start.
    """
    fig, ax = figure(width=7.8, height=4.0)
    fine = np.geomspace(rates[0], rates[-1], 200)
    for k, (steps, (along, average)) in enumerate(valleys.items()):
        look = {**shade(k, len(valleys)), "linestyle": "none", "markersize": 7}
        ax.loglog(fine, R**2 / (2 * fine * steps) + fine / 2, **BOUND)
        ax.loglog(rates, along, label=f"{steps:,} steps, mean along the run", **look)
        ax.loglog(rates, average, label=f"{steps:,} steps, average point", **look, markerfacecolor="white")
    ax.set(xlabel="learning rate η", ylabel="excess loss", ylim=(2e-5, 40))
    ax.legend(loc="lower right", ncols=2)
    return fig


def powers(runs, bounds):
    """Losses of trajectories {label: trajectory} at k = 1, 2, … on logarithmic axes, and bounds for them."""
    fig, ax = figure(width=7.8, height=3.8)
    for (label, w), line in zip(runs.items(), ("-", ":", "-."), strict=True):
        k, color = w.step[1:], style("sgd" if w.rule is sgd else "nag")["color"]
        ax.loglog(k, w.loss[1:], color=color, linestyle=line)
        ax.annotate(label, (k[-1], w.loss[-1]), xytext=(5, -3), textcoords="offset points", color=color)
    for at, (label, bound) in zip((30, 100), bounds.items(), strict=True):
        ax.loglog(k, bound, **BOUND)
        ax.annotate(label, (k[at], bound[at]), xytext=(6, 6), textcoords="offset points", color="0.35")
    ax.set(xlabel="step k", ylabel="height above the minimum", xlim=(1, 1e5))
    return fig


def pumped(ball, braked, slope, bound):
    """Losses of momentum and NAG on two half parabolas with this slope, and a bound for NAG."""
    fig, ax = figure(width=7.8, height=3.6)
    steps = np.arange(1, len(bound) + 1)
    for w, label in ((ball, "momentum, growing α"), (braked, "NAG, growing α")):
        height = np.maximum(w.W * slope(w.W) / 2, 1e-20)
        ax.loglog(steps, height, label=label, **{**style(w.rule), "marker": "", "linewidth": 1.2})
    ax.loglog(steps, bound, **BOUND)
    ax.set(xlabel="step + 1", ylabel="loss L", ylim=(1e-13, 1e9))
    ax.legend(loc="upper left", ncols=2)
    return fig


def ripples(runs):
    """Losses of trajectories {label: trajectory}, each divided by its first, and the level of a millionth."""
    fig, ax = figure(width=7.8, height=3.6)
    for k, (label, w) in enumerate(runs.items()):
        ax.semilogy(w.loss / w.loss[0], label=label, **{**shade(k, 3), "markevery": 60})
    ax.axhline(1e-6, color="0.7", linewidth=0.8)
    ax.set(xlabel="step", ylabel="loss / first loss", ylim=(1e-13, 10))
    ax.legend(loc="lower left")
    return fig

"""The arrows of one step: the key picture of lesson 03, and the one of exercise 3.1."""

from dataclasses import replace

import numpy as np

from course_utils.optimizers import momentum, nag
from course_utils.plots import GREY, contours, figure, name, style, vectors

COAST = "#555555"  # of the arrow αv, which both rules share
LENGTHS = {"A": 0.9, "B": 0.9 + 0.9**2, "C": 0.0}  # of the look-aheads in exercise 3.1


def two_arrows(surface, W, v, lr, alpha):
    """The step from W with velocity v, of momentum and of NAG, in one panel.

    Both coast by αv; from its tip one arrow −ηg each, with g asked for at the dot of its colour. Below, the
    loss along x, with its slope at both dots.
    """
    ahead = W + alpha * v
    fig, (plane, line) = figure(
        1, 2, width=9.6, height=2.7, sharex=True, gridspec_kw={"height_ratios": (2, 1)}
    )
    window = np.array([(W[0] - 0.09, ahead[0] + 0.29), (W[1] - 0.11, W[1] + 0.2)])
    contours(plane, replace(surface, window=window), minima=False)
    plane.set(xlabel="")
    vectors(plane, W, {"": alpha * v}, [COAST])
    _say(plane, "αv, the same for both", W + alpha * v / 2, (0, -22), COAST)
    x = np.linspace(*window[0], 200)
    line.plot(x, surface.loss(np.stack([x, np.full(200, W[1])])), color=GREY)
    line.set(xlabel="x", ylabel="loss L", ylim=(-0.02, 0.5))
    asked = (
        (momentum, W, "asks here", (55, 30), (25, 12), (70, 16)),
        (nag, ahead, "asks ahead", (0, 55), (-25, 10), (-70, 12)),
    )
    for rule, place, words, of_dot, of_arrow, of_slope in asked:
        color, g = style(rule)["color"], surface.grad(place)
        vectors(plane, ahead, {"": -lr * g}, [color])
        plane.plot(*place, "o", color=color, markersize=11)
        _say(plane, f"{name(rule)} {words}", place, of_dot, color, weight="bold")
        _say(plane, "−ηg", ahead - lr * g, of_arrow, color)
        here, near = surface.loss(place), np.array([-0.09, 0.09])
        line.plot(place[0] + near, here + g[0] * near, color=color, linewidth=3)
        line.plot(place[0], here, "o", color=color, markersize=11)
        _say(line, f"slope {g[0]:+.3f}".replace("-", "−"), (place[0], here), of_slope, color)
    fig.set_label(
        "From the tip of αv momentum's short arrow points on, NAG's longer one back; below, both slopes."
    )
    return fig


def which_arrow(surface, W=(1.9, 1.0), v=(0.4, -0.3), lr=0.4, alpha=0.9):
    """The coasting step αv, and from its tip −ηg with g asked for at W + s v for the s of each letter."""
    W, v = np.array(W), np.array(v)
    fig, ax = figure(width=7.2, height=3.6)
    contours(ax, replace(surface, window=np.array([(1.75, 2.45), (0.55, 1.1)])), minima=False)
    vectors(ax, W, {"": alpha * v}, [COAST])
    _say(ax, "αv", W + alpha * v / 2, (14, 8), COAST)
    for letter, s in LENGTHS.items():
        pull = -lr * surface.grad(W + s * v)
        vectors(ax, W + alpha * v, {"": pull}, ["black"])
        _say(ax, letter, W + alpha * v + pull, (0, 10), "black", weight="bold")
    ax.plot(*W, "o", color="black", markersize=8)
    fig.set_label("A grey arrow from a dot; from its tip three black arrows, two back and one on.")
    return fig


def _say(ax, words, place, offset, color, **look):
    """Words beside a place, `offset` points from it."""
    ax.annotate(
        words, place, offset, textcoords="offset points", color=color, ha="center", fontsize=13, **look
    )

"""The pictures of the deep dive on rough ground: each takes what ran and returns the figure.

A measurement is points, a law beside it is a line. A figure's label is its alternative text.
"""

from itertools import pairwise

import numpy as np
from matplotlib.colors import ListedColormap

from course_utils.chapters.rough_ground.explorer import SHADES
from course_utils.optimizers import momentum, sgd
from course_utils.plots import GREY, PAIR, STAR, contours, figure, name, style

NOISE = {"color": PAIR[0]["color"], "markerfacecolor": "white"}
BETTER, WORSE = "#f2f2f2", "#6b6b6b"


def tangents(wells, down, places):
    """Left a run of gradient descent in the double well, right its slope and Newton's tangents.

    down: a `Trajectory`. places: Newton's places one after the other, each of shape (1,).
    """
    x = np.linspace(-1.7, 1.7, 300)
    fig, (left, right) = figure(2, width=4.9, height=3.5)
    left.plot(x, wells.loss(x[None]), color=GREY)
    left.plot(down.W[0], down.loss, **style(sgd) | {"linewidth": 1}, label="gradient descent")
    left.set(xlabel="x", ylabel="loss L", ylim=(-0.5, 0.6))
    left.legend(loc="upper center")
    right.plot(x, wells.grad(x), color=GREY)
    right.axhline(0, color=GREY, linewidth=0.8)
    for (a,), (b,) in pairwise(places):
        slope = wells.grad(np.array([a]))[0]
        right.plot((a, a, b), (0, slope, 0), color=PAIR[0]["color"], linewidth=1.2)
        right.plot(a, slope, "o", color=PAIR[0]["color"])
    right.plot(places[-1], 0, "*", color=STAR, markersize=13, zorder=3)
    right.annotate("Newton's tangents", (-0.02, 0.25), (8, 0), textcoords="offset points")
    right.set(xlabel="x", ylabel="slope L'", xlim=(-0.6, 0.6), ylim=(-0.4, 0.5))
    fig.set_label("Left, a run rolls into the left well. Right, tangents lead to the zero of the slope.")
    return fig


def flat_places(hills, places, kind):
    """The flat places (2, n) on the level lines, marked by their number of negative eigenvalues."""
    fig, ax = figure(width=9.6, height=4.6)
    contours(ax, hills, levels=18, minima=False)
    for k, (marker, word) in enumerate((("*", "minimum"), ("X", "saddle"), ("^", "maximum"))):
        ax.plot(*places[:, kind == k], marker, color="black", markersize=11, label=word)
    ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    fig.set_label("Level lines, a star in each of four hollows, a cross on each pass, a triangle on top.")
    return fig


def waiting(offsets, away, left, balls):
    """Steps to leave a saddle over the distance of the start, or the noise, at every value of `offsets`.

    away: of gradient descent. left: of runs on the ridge with noise. balls: of momentum, {η: steps}.
    """
    fig, ax = figure(width=9.6, height=4.0)
    ax.semilogx(offsets, away, **style(sgd), label="gradient descent, η = 0.01: from y₀")
    ax.plot(
        offsets,
        left,
        "o:",
        color=PAIR[0]["color"],
        markerfacecolor="white",
        label="the same, from 0: noise ν",
    )
    for (eta, steps), look in zip(balls.items(), ({}, {"linestyle": ":", "marker": "D"}), strict=True):
        ax.plot(offsets, steps, **style(momentum) | look, label=f"momentum, η = {eta:g}: from y₀")
    ax.set(xlabel="distance of the start y₀, or noise ν", ylabel="steps until |y| > 1", ylim=(0, None))
    ax.minorticks_off()
    ax.legend(loc="upper right")
    fig.set_label("Four falling straight lines, logarithmic axis; momentum at the same η lies far below.")
    return fig


def outcomes(starts, alphas, worse):
    """The map of the ends, (alphas, starts), from α = 0.5 on: dark where a run ended in the worse well."""
    fig, ax = figure(width=9.6, height=3.8)
    ax.pcolormesh(starts, alphas, worse, cmap=ListedColormap([BETTER, WORSE]), rasterized=True)
    ax.set(xlabel="start x", ylabel="momentum α", ylim=(0.5, alphas[-1]))
    fig.set_label("Two halves; higher up a light wedge enters from the right, dark tongues from the left.")
    return fig


def escape(levels, escaped, law, offsets, left, kramers):
    """Left the share that is in the deep well over the noise, right the time to leave a saddle and a well.

    levels, escaped: noise, and the shares that were measured. law: the share, a function of the noise.
    offsets, left: noise on a saddle, and steps. kramers: steps to leave the well, a function of the noise.
    """
    fig, (ax, times) = figure(2, width=4.9, height=3.6)
    fine = np.linspace(levels[0], levels[-1], 60)
    ax.plot(fine, [law(nu) for nu in fine], color="black", label="(L.6)")
    ax.plot(levels, escaped, "o", color="black", label="400 seeds each")
    ax.set(xlabel="noise ν", ylabel="share in the deep well", ylim=(0, 1))
    ax.legend(loc="lower right")
    nu = np.geomspace(0.55, levels[-1], 100)
    times.loglog(nu, kramers(nu), color="black", label="the well")
    times.plot(offsets, left, "o:", **NOISE, label="the saddle")
    times.set(xlabel="noise ν", ylabel="steps to leave", ylim=(50, 1e9))
    times.minorticks_off()
    times.legend(loc="upper left")
    fig.set_label("Left, points on a curve that rises to 0.9 and falls. Right, a low line and a wall.")
    return fig


def fork(rates, late):
    """The late places (rates, steps) of runs in the even double well over the rate, and the loop of (L.8)."""
    fig, ax = figure(width=9.6, height=4.6)
    ax.plot(np.repeat(rates, late.shape[1]), late.ravel(), "k.", markersize=0.5, rasterized=True)
    eta = np.linspace(1, np.sqrt(5) - 1, 100)
    for sign in (-1, 1):
        loop = (np.sqrt(1 + 3 / eta) + sign * np.sqrt(1 - 1 / eta)) / 2
        ax.plot(eta, loop, color=PAIR[0]["color"], label="loop of two, (L.8)" if sign > 0 else None)
    for limit, word in ((1, "2/λ"), (np.sqrt(5) - 1, "√5 − 1")):
        ax.axvline(limit, color=GREY, linestyle=":")
        ax.annotate(word, (limit, -1.3), (5, 0), textcoords="offset points")
    ax.set(xlabel="learning rate η", ylabel="x, the last 150 of 1,500 steps")
    ax.legend(loc="lower left")
    fig.set_label("A line splits in two, in four, into bands; at the right they reach the other well.")
    return fig


def rare(share):
    """Share of random matrices of size 1, 2, … whose eigenvalues are all positive, beside coins."""
    fig, ax = figure(width=9.6, height=3.4)
    size = np.arange(1, 9)
    ax.semilogy(size, 0.5**size, ":s", color="#777777", label="coins, 2⁻ᴰ")
    ax.plot(size[: len(share)], share, "k-o", label="random matrices")
    ax.set(xlabel="number of weights D", ylabel="all eigenvalues positive")
    ax.minorticks_off()
    ax.legend(loc="upper right")
    fig.set_label("On a logarithmic axis coins fall on a straight line; random matrices bend down below it.")
    return fig


def basins(maps, rates, hills):
    """Which minimum each start reaches, one map {rule: labels (side, side)} a panel."""
    fig, axes = figure(3, 2, width=3.2, height=3.2, sharex=True, sharey=True)
    look = {"origin": "lower", "extent": hills.window.ravel(), "vmin": 0, "vmax": 4}
    for ax, (rule, labels) in zip(axes.flat, maps.items(), strict=True):
        ax.imshow(labels % 5, cmap=ListedColormap(SHADES / 255), **look)  # −1 is the last shade
        ax.plot(*hills.minima, "*", color="white", markeredgecolor="black", markersize=11)
        ax.set_title(f"{name(rule)}, η = {rates[rule]:g}")
    for ax in axes[1]:
        ax.set_xlabel("x")
    for ax in axes[:, 0]:
        ax.set_ylabel("y")
    fig.set_label("Six maps: bands for SGD and NAG, frays for Momentum, four smooth regions for the rest.")
    return fig

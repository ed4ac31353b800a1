"""The figures of the deep dive on quadratic losses. Each takes what was run and returns the figure.

A trajectory is what `descend` returns. Laws and bounds are grey lines, runs have the look of their rule.
"""

import numpy as np

from course_utils.descent import stays_from
from course_utils.optimizers import momentum
from course_utils.plots import figure, shade, style

LAW = {"color": "0.45", "linewidth": 1.4}


def by_turns(curvatures, turns, single, runs):
    """Left: what two steps leave of each curvature. Right: the losses of three trajectories.

    turns, single: the factors after two steps, by turns and with one rate, of the shape of curvatures.
    runs: the trajectories of the single rate, of two rates by turns, and of line search.
    """
    fig, (left, right) = figure(2, width=4.9, height=3.4)
    one, by_two, searched = (shade(k, 3) for k in (2, 1, 0))
    largest = np.abs(turns).max()
    left.axhspan(-largest, largest, color="0.92")
    left.plot(curvatures, single, label="best single rate, twice", **{**one, "marker": ""})
    left.plot(curvatures, turns, label="two rates by turns", **{**by_two, "marker": ""})
    left.set(xlabel="curvature λ", ylabel="factor after two steps", ylim=(-0.85, 1.35))
    left.legend(loc="upper center")
    looks = {"best single rate": one, "two rates by turns": by_two, "line search": searched}
    for (name, look), w in zip(looks.items(), runs, strict=True):
        label = f"{name}: {stays_from(w.loss < 1e-6)} steps"
        right.semilogy(w.loss, label=label, **{**look, "markevery": 8})
    right.axhline(1e-6, color="0.7", linewidth=0.8)
    right.set(xlabel="step", ylabel="loss L", xlim=(0, 115), ylim=(1e-7, 1e4))
    right.legend(loc="upper right")
    return fig


def band(rho, r, alpha, rate):
    """The band of ηλ that the rate ρ allows for each α, and runs: filled where they shrink by ρ or more.

    r, alpha, rate: ηλ, α and measured factor per step of each run.
    """
    fig, ax = figure(width=7.6, height=3.8)
    a = np.linspace(0, rho**2, 300)
    low, high = (1 - rho) * (1 - a / rho), (1 + rho) * (1 + a / rho)
    ax.fill_between(a, low, high, color=style(momentum)["color"], alpha=0.15, linewidth=0)
    for end in (low, high):
        ax.semilogy(a, end, color=style(momentum)["color"])
    ax.plot([rho**2] * 2, [low[-1], high[-1]], color=style(momentum)["color"])
    inside = rate <= rho
    for kind, face in ((inside, "0.2"), (~inside, "white")):
        ax.plot(alpha[kind], r[kind], "o", markersize=4, color=face, markeredgecolor="0.2", linestyle="none")
    for at, side, x in ((0, "left", 8), (-1, "right", -8)):
        ax.annotate("", (a[at], high[at]), (a[at], low[at]), arrowprops={"arrowstyle": "<->", "lw": 1.6})
        where = {"xytext": (x, 0), "textcoords": "offset points", "ha": side, "va": "center"}
        box = {"facecolor": "white", "edgecolor": "none", "pad": 1.5}
        ax.annotate(f"κ = {high[at] / low[at]:.0f}", (a[at], 0.5), bbox=box, fontsize=12, **where)
    ax.set(xlabel="momentum α", ylabel="ηλ", xlim=(-0.01, 0.76), ylim=(0.02, 4))
    return fig


def transient(tuned, plain, law, pure, limit):
    """Distances of two trajectories from the minimum, the law of the first, its rate alone, and the limit.

    law: both coordinates, for a start at (1, 1). pure, limit: factors of the distance, one per step.
    """
    fig, ax = figure(width=8.4, height=4.0)
    blue = style(momentum)["color"]
    for w, label in ((plain, "gradient descent, measured"), (tuned, "momentum, measured")):
        ax.semilogy(w.distance / w.distance[0], label=label, **{**style(w.rule), "markevery": 8})
    distance = np.linalg.norm(law, axis=0) / np.sqrt(2)
    ax.semilogy(distance, color=blue, linewidth=7, alpha=0.25, zorder=0, label="momentum, (Q.8)")
    ax.semilogy(pure, label="the rate alone", **LAW)
    ax.semilogy(limit, linestyle=":", label="limit of all gradient methods, (Q.3)", **LAW)
    ax.axhline(1e-6, color="0.7", linewidth=0.8)
    ax.set(xlabel="step", ylabel="distance / first distance", xlim=(0, 130), ylim=(1e-9, 30))
    ax.legend(loc="lower left")
    return fig


def around_the_best_pair(rates, alphas, steps, lr, alpha):
    """How many steps each pair (η, α) needs: the pair of the best rate is a star, the fewest steps a dot.

    rates, alphas, steps: of one shape, as meshgrid has it; κ = 100 with λ_max = 100 for the dashed edge.
    """
    fig, ax = figure(width=7.6, height=3.8)
    levels = (70, 75, 80, 90, 100, 120, 150, 200)
    filled = ax.contourf(rates, alphas, np.minimum(steps, 199), levels, cmap="viridis")
    fig.colorbar(filled, ax=ax, label="steps to a millionth")
    fewest = np.unravel_index(steps.argmin(), steps.shape)
    ax.plot(rates[fewest], alphas[fewest], "o", color="white", markeredgecolor="k", markersize=9)
    ax.plot(lr, alpha, "*", color="white", markeredgecolor="k", markersize=16)
    edge = alphas[:, 0]
    ax.plot((1 + np.sqrt(edge)) ** 2 / 100, edge, "w--", linewidth=1.4)
    ax.set(xlabel="learning rate η", ylabel="momentum α", xlim=(rates.min(), rates.max()))
    return fig


def cycle(slope, corners, walks):
    """Left: the slope of the loss and three points. Right: {label: trajectory} in one dimension."""
    fig, (left, right) = figure(2, width=4.9, height=3.4)
    x = np.linspace(-3, 3.5, 651)
    left.plot(x, slope(x), color="0.5")
    left.plot(corners, slope(corners), "s", color=style(momentum)["color"], markersize=8)
    left.plot(0, 0, "*", color="0.3", markersize=12)
    left.set(xlabel="x", ylabel="slope of the loss")
    for label, w in walks.items():
        every = 1 if w.rule is momentum else 3
        right.plot(w.W[:31], label=label, **{**style(w.rule), "markevery": every})
    right.set(xlabel="step", ylabel="x", ylim=(-3.5, 7))
    right.legend(loc="upper right")
    return fig

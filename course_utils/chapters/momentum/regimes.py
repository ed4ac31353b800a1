"""The map of regimes, the key picture of lesson 02: what a coordinate does at every ηλ and α."""

import numpy as np

from course_utils.optimizers import momentum, sgd
from course_utils.plots import GREY, figure, style

REGIMES = ("#f6ecc9", "#d3e6f4", "#e4e4e4", "#f1cfc4")  # creeps, swings, flips its sign, diverges
LEVELS = (0.6, 0.7, 0.8, 0.9)


def regime_map(law, runs, rates, alphas, plain, heavy):
    """What a coordinate does at every ηλ and α, two valleys as segments, and four runs as small pictures.

    law: function of (ηλ, α), what a step keeps.
    runs: four runs in one dimension, at these `rates` (ηλ) and `alphas`.
    plain, heavy: (ηλ_min, ηλ_max, α) of a valley with gradient descent and with momentum.
    """
    fig, axes = figure(width=9.2, height=6.8)
    axes.remove()
    grid = fig.add_gridspec(4, 2, width_ratios=(2, 1))
    ax = fig.add_subplot(grid[:, 0])
    a = np.linspace(0, 1, 400)
    borders = (0 * a, (1 - np.sqrt(a)) ** 2, (1 + np.sqrt(a)) ** 2, 2 * (1 + a), 4 + 0 * a)
    for low, high, color in zip(borders, borders[1:], REGIMES, strict=False):
        ax.fill_betweenx(a, low, high, color=color, linewidth=0)
    for border in borders[1:-1]:
        ax.plot(border, a, color="black", linewidth=1)
    grid_of_points = np.meshgrid(np.linspace(0.002, 4, 400), a)
    lines = ax.contour(*grid_of_points, law(*grid_of_points), LEVELS, colors="#777777", linewidths=0.8)
    ax.clabel(lines, manual=[(0.9, level**2) for level in LEVELS], fmt="%g", fontsize=10)
    for word, x, y in (("creeps", 0.04, 0.07), ("swings", 1.55, 0.42), ("diverges", 3.0, 0.45)):
        ax.text(x, y, word, fontsize=13, va="center")
    arrow = {"arrowstyle": "->"}
    ax.annotate("flips its sign", (1.85, 0.05), (2.3, 0.05), fontsize=13, va="center", arrowprops=arrow)
    valleys = ((plain, sgd, "gradient descent", "top"), (heavy, momentum, "momentum", "bottom"))
    for (low, high, alpha), rule, word, side in valleys:
        look = {"color": style(rule)["color"], "clip_on": False}
        ax.plot((low, high), (alpha, alpha), "-o", linewidth=2.5, markersize=9, **look)
        ax.plot(low, alpha, "o", markersize=9, markerfacecolor="white", **look)
        above = 0.012 if side == "bottom" else -0.012
        ax.text(
            1.2, alpha + above, f"{word} at its best", ha="center", va=side, color=look["color"], fontsize=11
        )
    ax.set(xlabel="ηλ", ylabel="momentum α", xlim=(0, 4), ylim=(-0.05, 1))
    for k, (letter, x, y) in enumerate(zip("ABCD", rates, alphas, strict=True)):
        ax.text(
            x, y, letter, ha="center", va="center", weight="bold", bbox={"fc": "white", "boxstyle": "circle"}
        )
        small = fig.add_subplot(grid[k, 1])
        small.plot(runs.W[0, k], ".-", color=style(momentum)["color"], linewidth=1)
        small.axhline(0, color=GREY, linewidth=0.8)
        small.set_title(f"{letter}: ηλ = {x:g}, α = {y:g}", loc="left")
        small.tick_params(labelbottom=k == 3)
    small.set_xlabel("step")
    fig.set_label("Regions creeps, swings, flips its sign, diverges over ηλ and α; four small runs beside.")
    return fig

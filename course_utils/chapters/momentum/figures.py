"""The pictures of lesson 02 that need more than four lines: each takes what ran and returns the figure.

Looks: α = 0 is gradient descent and keeps its colour; every other α has the colour of momentum.
"""

import numpy as np

from course_utils.chapters.momentum.regimes import regime_map  # noqa: F401
from course_utils.optimizers import momentum, sgd
from course_utils.plots import GREY, PAIR, contours, figure, path, style

QUIET, WRONG = "#c9c9c9", "#8c2d04"


def zigzag(w):
    """A run in the valley: its path, and its two coordinates over the steps."""
    fig, (left, right) = figure(2, width=4.9, height=3.8)
    contours(left, w.surface)
    path(left, w).set(linewidth=0.8, markersize=3)
    left.set(xlim=(-2.3, 0.5), ylim=(-2.3, 2.3), xlabel="x, along the valley", ylabel="y, across")
    for coordinate, name, look in zip(w.W, ("x, along", "y, across"), PAIR, strict=True):
        right.plot(coordinate, **look, label=name)
    right.axhline(0, color=GREY, linewidth=0.8)
    right.set(xlabel="step", ylabel="coordinate", ylim=(-2.3, 3.2))
    right.legend(loc="upper right", ncols=2)
    fig.set_label("Left, a path jumps between two walls; right, y changes sign each step, x rises slowly.")
    return fig


def late_push(w):
    """The coordinate across the valley, and every step of it: towards the floor, or away from it."""
    y, step = w.W[1], np.diff(w.W[1])
    away = step * y[:-1] > 0
    fig, ax = figure(width=9.6, height=3.4)
    ax.plot(y, color="#555555", linewidth=1.5, marker=".", label="y, the coordinate across")
    for chosen, color, name in ((~away, QUIET, "towards the floor"), (away, WRONG, "away from it")):
        ax.bar(np.flatnonzero(chosen), step[chosen], color=color, label=f"step {name}")
    ax.axhline(0, color=GREY, linewidth=0.8)
    ax.set(xlabel="step", ylabel="y")
    ax.legend(loc="upper left")
    fig.set_label("y swings wider and wider; bars show its steps, those away from the floor after crossings.")
    return fig


def fading(steps, sums):
    """Single steps as bars and their fading sum as a line, one panel a coordinate; both (2, steps)."""
    fig, axes = figure(2, width=4.9, height=3.2)
    for ax, step, total, name in zip(axes, steps, sums, ("along", "across"), strict=True):
        ax.bar(np.arange(len(step)), step, color=QUIET, label="single step −ηg")
        ax.plot(total, **style(momentum), markevery=5, label="fading sum v")
        ax.set(title=f"{name} the valley", xlabel="step", ylim=(min(0, *step, *total) * 1.05, None))
        ax.set_ylabel("change of x" if name == "along" else "change of y")
    axes[0].legend(loc="center", bbox_to_anchor=(0.5, 0.3))
    fig.set_label("Bars and their fading sum: far above the bars along the valley, inside them across it.")
    return fig


def paths(runs, needed, steps=25):
    """The first steps of the runs {α: trajectory}, one below the other on one scale."""
    fig, axes = figure(1, len(runs), width=9.6, height=1.5, sharex=True)
    for ax, (alpha, w) in zip(axes, runs.items(), strict=True):
        contours(ax, w.surface, levels=8)
        path(ax, w[: steps + 1]).set(**_look(alpha), markersize=4)
        ax.set(xlim=(-4.6, 3.2), ylim=(-1.4, 1.4), xlabel="")
        ax.text(3.1, 1.2, f"α = {alpha:g}: {needed[alpha]} steps", ha="right", va="top", fontsize=12)
    axes[-1].set_xlabel("x")
    fig.set_label("Three paths in one valley; the last one crosses the minimum along the floor and returns.")
    return fig


def steps_over_alpha(alphas, steps, marked):
    """The steps needed at every α, with the values `marked`, and gradient descent (the first) as a line."""
    fig, ax = figure(width=9.6, height=3.6)
    ax.semilogy(alphas, steps, color=style(momentum)["color"])
    ax.axhline(steps[0], color=style(sgd)["color"], linewidth=1)
    ax.annotate("without momentum", (0.2, steps[0]), (0, 5), textcoords="offset points")
    at = [int(np.argmin(abs(alphas - alpha))) for alpha in marked]
    ax.plot(alphas[at], steps[at], "s", color=style(momentum)["color"], markersize=8)
    for k in at:
        falls = k + 1 < len(steps) and steps[k + 1] < steps[k]  # the number stands beside the curve
        offset = (11, -5) if not falls else (8, 6) if k else (8, -14)
        ax.annotate(f"{steps[k]:.0f}", (alphas[k], steps[k]), offset, textcoords="offset points")
    ax.set(xlabel="momentum α", ylabel="steps needed", yticks=[50, 100, 200, 500, 1000, 2000])
    ax.set_yticklabels(ax.get_yticks())
    ax.minorticks_off()
    fig.set_label("The steps fall with α, rise again, and end far above the line of gradient descent.")
    return fig


def rolls(exact, films, runs):
    """The exact swing, a function of the time, with films of it {h: trajectory}; and runs {α: trajectory}."""
    fig, (left, right) = figure(2, width=4.9, height=3.8)
    time = np.linspace(0, 10, 400)
    left.plot(time, exact(time), color=GREY, linewidth=4, label="the ball")
    for (h, w), mark in zip(films.items(), "s.", strict=True):
        left.plot(h * np.arange(w.steps + 1), w.W, mark, color=style(momentum)["color"], label=f"h = {h}")
    for alpha, w in runs.items():
        right.plot(w.W, **_look(alpha), markevery=6, label=f"α = {alpha:g}")
    for ax, axis in ((left, "time of the ball"), (right, "step")):
        ax.axhline(0, color=GREY, linewidth=0.8)
        ax.set(xlabel=axis, ylabel="W")
        ax.legend(loc="upper right")
    fig.set_label("Left, a damped swing and points close to it; right, one run falls to 0, one swings.")
    return fig


def swings(gentle, steep, alphas):
    """|W| over the steps in a gentle and a steep direction, one run per α."""
    fig, axes = figure(2, width=4.9, height=3.5, sharey=True)
    for ax, w, name in zip(axes, (gentle, steep), ("gentle, ηλ = 0.1", "steep, ηλ = 1.9"), strict=True):
        for alpha, far in zip(alphas, w.distance, strict=True):
            ax.semilogy(far, **_look(alpha), markevery=10, label=f"α = {alpha:g}")
        ax.set(title=name, xlabel="step", ylim=(1e-6, 3))
    axes[0].set_ylabel("|W|")
    axes[1].legend(loc="lower right")
    fig.set_label("Two panels on a logarithmic axis: α = 0.5 falls below gradient descent, 0.9 stays above.")
    return fig


def cuts(law, rates, kept):
    """What a step keeps against ηλ: the law as lines, runs {α: kept} at {α: ηλ} as markers."""
    fig, ax = figure(width=9.6, height=2.9)
    for alpha, rate in rates.items():
        fine = np.linspace(0, 2 * (1 + alpha) + 0.1, 800)
        ax.plot(fine, law(fine, alpha), color=_look(alpha)["color"], linewidth=1.5)
        ax.plot(rate, kept[alpha], **_look(alpha) | {"linestyle": "none"}, label=f"α = {alpha:g}")
    ax.axhline(1, color=GREY, linewidth=0.8)
    ax.set(xlabel="ηλ", ylabel="kept per step", xlim=(0, 4), ylim=(0, 1.1))
    ax.legend(loc="lower right")
    fig.set_label(
        "Kept per step against ηλ: a V without momentum, long flat floors with it; markers on them."
    )
    return fig


def promise(plain, tuned, kept):
    """Distance over the steps of both rules, and what the rate alone promises for the second."""
    fig, ax = figure(width=9.6, height=3.8)
    for w, name in ((plain, "gradient descent"), (tuned, "momentum")):
        ax.semilogy(w.distance / w.distance[0], **style(w.rule), markevery=10, label=name)
    ax.semilogy(kept ** np.arange(tuned.steps + 1), color=GREY, label="momentum, the rate alone")
    ax.axhline(1e-6, color="#555555", linewidth=0.8, linestyle=":")
    ax.set(xlabel="step", ylabel="distance / start", ylim=(1e-8, 10))
    ax.legend(loc="lower left")
    fig.set_label(
        "Momentum rises first, then falls nearly parallel to its rate; gradient descent falls slowly."
    )
    return fig


def condition_numbers(kappas, needed):
    """Steps needed against κ, a row of `needed` per rule, beside lines of slope 1 and ½."""
    fig, ax = figure(width=9.6, height=3.6)
    looks = ((sgd, "gradient descent", 1, "slope 1"), (momentum, "momentum", 0.5, "slope ½"))
    for steps, (rule, name, slope, word) in zip(needed, looks, strict=True):
        guide = 0.55 * steps[2] * (kappas / kappas[2]) ** slope
        ax.loglog(kappas, steps, **style(rule), label=name)
        ax.loglog(kappas, guide, color=GREY, linewidth=1)
        ax.annotate(word, (kappas[-1], guide[-1]), (6, -4), textcoords="offset points", color="#555555")
    ax.set(xlabel="condition number κ", ylabel="steps needed")
    ax.legend(loc="upper left")
    fig.set_label("Two rising lines: gradient descent beside slope 1, momentum nearly beside slope ½.")
    return fig


def race(curves):
    """The mean of W² over the steps {(η, α): curve}."""
    fig, ax = figure(width=9.6, height=3.0)
    for k, ((lr, alpha), curve) in enumerate(curves.items()):
        look = _look(alpha) | ({"linestyle": ":", "marker": "D"} if k == 2 else {})
        ax.semilogy(curve, **look, markevery=40, label=f"η = {lr:g}, α = {alpha:g}")
    ax.set(xlabel="step; 4,000 runs each, ν = λ = 1", ylabel="mean of W²")
    ax.legend(loc="upper right")
    fig.set_label(
        "Mean of W² over the steps: two curves fall to one floor, the third stays ten times higher."
    )
    return fig


def wells(runs, titles):
    """Pairs of runs in the double well, one panel a pair: gradient descent, and momentum lifted above it."""
    fig, axes = figure(2, width=4.9, height=3.4, sharey=True)
    x = np.linspace(-2.4, 2.4, 300)
    for ax, pair, title in zip(axes, runs, titles, strict=True):
        ax.plot(x, pair[0].surface.loss(x[None]), color=GREY, linewidth=1)
        looks = ((sgd, 0.06, "gradient descent"), (momentum, 0.18, "momentum"))
        for w, (rule, lift, name) in zip(pair, looks, strict=True):
            (line,) = ax.plot(w.W[0], w.loss + lift, **style(rule), markevery=6, label=name)
            ax.plot(w.W[0, -1], w.loss[-1] + lift, "*", color=line.get_color(), markersize=14, zorder=3)
        ax.plot(w.W[0, 0], w.loss[0], "o", color="white", markeredgecolor="black", markersize=8, zorder=3)
        ax.set(title=title, xlabel="x", ylabel="loss L", ylim=(-0.6, 4))
        ax.legend(loc="upper center")
    fig.set_label(
        "Left, gradient descent stays in the right well, momentum ends in the left; right, reversed."
    )
    return fig


def rates(searches):
    """The losses of {α: `Search` over lr} against η and η/(1 − α): median and range over the seeds."""
    fig, axes = figure(2, width=4.9, height=3.4, sharey=True)
    for ax, fair, name in zip(axes, (0, 1), ("learning rate η", "effective rate η/(1 − α)"), strict=True):
        for alpha, found in searches.items():
            x, low, high = found.values["lr"] / (1 - alpha * fair), found.losses.min(0), found.losses.max(0)
            ax.loglog(x, found.scores, **_look(alpha), label=f"α = {alpha:g}")
            ax.fill_between(x, low, high, color=_look(alpha)["color"], alpha=0.15, linewidth=0)
        ax.set(xlabel=name)
    axes[0].set_ylabel("training loss")
    axes[1].legend(loc="lower left")
    fig.set_label(
        "Training loss in two panels: two curves side by side on the left, nearly one on the right."
    )
    return fig


def drop(inside, outside, change):
    """W over the steps with η inside the velocity and outside, and the step at which η changes."""
    fig, ax = figure(width=9.6, height=3.2)
    ax.plot(inside.W, **style(momentum), markevery=4, label="η inside: this course, Keras")
    ax.plot(
        outside.W, color="#555555", linestyle=":", marker="o", markevery=4, label="η outside: PyTorch, Optax"
    )
    ax.axhline(0, color=GREY, linewidth=0.8)
    ax.axvline(change, color=GREY, linewidth=0.8)
    ax.annotate("η is divided by 10", (change, 0.9), (6, 0), textcoords="offset points")
    ax.set(xlabel="step", ylabel="W")
    ax.legend(loc="upper right", bbox_to_anchor=(1, 0.85))
    fig.set_label(
        f"Two curves are one until step {change}; then one falls far below 0, the other stays near 0."
    )
    return fig


def which_is_which(runs):
    """The runs of α = 0.9, 0 and 0.5 out of {α: trajectory}, as A, B, C of exercise 2.1."""
    fig, ax = figure(width=9.6, height=3.4)
    places = ((0.9, "A", "-", 96, (6, 6)), (0, "B", "--", 120, (-16, -18)), (0.5, "C", ":", 48, (6, 6)))
    for alpha, letter, line, k, offset in places:
        far = runs[alpha].distance[:151]
        ax.semilogy(far, line, color="#555555")
        ax.annotate(letter, (k, far[k]), offset, textcoords="offset points", fontsize=14, weight="bold")
    ax.set(xlabel="step", ylabel="distance", ylim=(1e-6, 10))
    fig.set_label(
        "Distance on a logarithmic axis: A falls in waves, B and C in straight lines, C far steeper."
    )
    return fig


def _look(alpha):
    """α = 0 is gradient descent; 0.5 has dots where larger values have dashes."""
    if alpha == 0:
        return style(sgd)
    return style(momentum) | ({"linestyle": ":", "marker": "D"} if alpha < 0.8 else {})

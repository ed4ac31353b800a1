"""The pictures of lesson 03 that need more than four lines: each takes what ran and returns the figure."""

import numpy as np

from course_utils.chapters.nag.arrows import two_arrows, which_arrow  # noqa: F401
from course_utils.optimizers import momentum, nag, sgd
from course_utils.plots import GREY, PAIR, STAR, contours, figure, name, over_time, path, style

BOTH = (momentum, nag)
REGIMES = ("#f6ecc9", "#d3e6f4", "#e4e4e4", "#f1cfc4")  # creeps, swings, flips its sign, diverges


def larger_root(r, alpha, ahead):
    """The larger |z| of a step on a quadratic at r = ηλ that asks at W + ahead · v: 0 momentum, α NAG."""
    half, product = (1 + alpha - r * (1 + ahead)) / 2, alpha - r * ahead
    root = np.sqrt(half**2 - product + 0j)
    return np.maximum(abs(half + root), abs(half - root))


def into_the_wall(w):
    """A run at the wall: its path, and x over the steps."""
    fig, (left, right) = figure(2, width=4.9, height=3.4)
    contours(left, w.surface)
    path(left, w, every=3)
    over_time(right, w, w.W[0])
    _minimum(right, ylabel="x")
    fig.set_label("Left, a path runs past the star and returns; right, x rises to 3 and swings around 2.")
    return fig


def friction(alphas, arrives, rests):
    """The step at which momentum passes the minimum and the one from which it rests, at every α.

    Where it rests before it has passed the minimum, no arrival is drawn.
    """
    fig, ax = figure(width=9.6, height=3.5)
    ax.plot(alphas, rests, color=style(momentum)["color"], label="is at rest")
    before = np.where(arrives <= rests, arrives, np.nan)
    ax.plot(alphas, before, color=STAR, linestyle=":", label="arrives at the wall")
    k = int(np.argmin(rests))
    for i in (k, int(np.argmin(abs(alphas - 0.9)))):
        ax.plot(alphas[i], rests[i], "s", color=style(momentum)["color"], markersize=8)
        ax.annotate(f"{rests[i]:.0f}", (alphas[i], rests[i]), (-4, 9), textcoords="offset points", ha="right")
    ax.set(xlabel="momentum α", ylabel="step", ylim=(0, 130))
    ax.legend(loc="upper left")
    fig.set_label(
        "Against α the arrival falls steadily; the step of rest falls to a dip at 0.66, then rises."
    )
    return fig


def brake(w, force):
    """Velocity of a run along x, and the brake force of each step, over the steps."""
    fig, (left, right) = figure(2, width=4.9, height=3.2)
    over_time(left, w, w.v[0])
    over_time(right, w, force)
    left.set(ylabel="velocity v along x")
    right.set(ylabel="brake along x")
    fig.set_label("Left, v rises to 0.8 and collapses; right, the brake is zero, then one sharp dip.")
    return fig


def swings(runs):
    """W over the steps of runs in one dimension."""
    fig, ax = figure(width=9.6, height=3.3)
    for w in runs:
        over_time(ax, w, "W", markevery=4)
    ax.axhline(0, color=GREY, linewidth=0.8)
    ax.set(ylabel="W")
    ax.legend(loc="upper right")
    fig.set_label("Both curves fall from 1 through 0 and swing; NAG's swings are shallower and fade first.")
    return fig


def kept(rates, measured, alpha):
    """What a step keeps against ηλ: the roots as lines, {rule: measured} at `rates` as markers."""
    fig, ax = figure(width=9.6, height=3.7)
    fine = np.linspace(0.001, 1.6, 800)
    for rule, ahead in zip(measured, (0, alpha), strict=True):
        ax.plot(fine, larger_root(fine, alpha, ahead), **style(rule) | {"marker": ""})
        ax.plot(rates, measured[rule], **style(rule) | {"linestyle": ""}, label=name(rule))
    ax.axhline(1, color=GREY, linewidth=0.8)
    ax.set(xlabel="ηλ", ylabel="kept per step", ylim=(0, 1.35), xlim=(0, 1.6))
    ax.legend(loc="lower right")
    fig.set_label("Momentum's line is flat at 0.95; NAG's falls to 0 at ηλ = 1, then climbs past 1 at 1.36.")
    return fig


def maps(heavy, braked):
    """What a coordinate does at every ηλ and α, momentum and NAG side by side.

    heavy, braked: (ηλ_min, ηλ_max, α) of a valley at the tuning of each, drawn as a segment.
    """
    fig, axes = figure(2, width=4.9, height=4.3, sharey=True)
    a = np.linspace(0, 1, 400)
    borders = {
        momentum: ((1 - np.sqrt(a)) ** 2, (1 + np.sqrt(a)) ** 2, 2 * (1 + a)),
        nag: (((1 - a) / (1 + a)) ** 2, 1 + 0 * a, 1 + 1 / (1 + 2 * a)),
    }
    grid = np.meshgrid(np.linspace(0.002, 4, 400), a)
    for ax, rule, (low, high, alpha) in zip(axes, BOTH, (heavy, braked), strict=True):
        edges = (0 * a, *borders[rule], 4 + 0 * a)
        for left, right, color in zip(edges, edges[1:], REGIMES, strict=False):
            ax.fill_betweenx(a, left, right, color=color, linewidth=0)
        for border in borders[rule]:
            ax.plot(border, a, color="black", linewidth=1)
        levels = (0.3, 0.5, 0.7, 0.8, 0.9) if rule is nag else (0.7, 0.8, 0.9)
        kept_there = larger_root(*grid, grid[1] if rule is nag else 0)
        lines = ax.contour(*grid, kept_there, levels, colors="#777777", linewidths=0.7)
        ax.clabel(lines, levels[-3:], fmt="%g", fontsize=9)
        look = {"color": style(rule)["color"], "clip_on": False}
        ax.plot((low, high), (alpha, alpha), "-o", linewidth=2.5, markersize=9, **look)
        ax.plot(low, alpha, "o", markersize=9, markerfacecolor="white", **look)
        ax.set(title=name(rule), xlabel="ηλ", xlim=(0, 4), ylim=(0, 1))
    for ax, word, x, y in (
        (axes[0], "swings", 1.3, 0.45),
        (axes[0], "diverges", 3.05, 0.3),
        (axes[1], "swings", 0.35, 0.5),
        (axes[1], "diverges", 2.2, 0.5),
    ):
        ax.text(x, y, word, fontsize=12, va="center")
    arrow = {"arrowstyle": "->"}
    axes[1].annotate("flips its sign", (1.5, 0.06), (2.2, 0.06), fontsize=12, va="center", arrowprops=arrow)
    axes[0].set_ylabel("momentum α")
    fig.set_label("Two maps over ηλ and α: momentum's region of swings widens upwards, NAG's ends at 1.")
    return fig


def race(runs):
    """Distance to the minimum, as a share of the start's, of runs of different rules."""
    fig, ax = figure(width=9.6, height=3.6)
    names = {"sgd": "gradient descent"}
    for w in runs:
        label = names.get(w.rule.__name__, name(w.rule))
        ax.semilogy(w.distance / w.distance[0], **style(w.rule), markevery=15, label=label)
    ax.axhline(1e-6, color=STAR, linewidth=0.8, linestyle=":")
    ax.set(xlabel="step", ylabel="distance / start", ylim=(1e-7, 10))
    ax.legend(loc="lower left")
    fig.set_label("Three falling curves: momentum's rises first and falls steepest, NAG's never rises.")
    return fig


def stored(w, ahead):
    """The path of W, and the points that a library stores, on one surface; and their losses."""
    fig, (left, right) = figure(2, width=4.9, height=3.4)
    look = {"color": PAIR[0]["color"], "linestyle": ":", "marker": "D"}
    contours(left, w.surface)
    path(left, w, every=2)
    left.plot(*ahead, **look, markersize=4, markevery=2)
    over_time(right, w, "loss", label="at W", log=True)
    right.semilogy(w.surface.loss(ahead), **look, markevery=5, label="at Y, which is stored")
    right.set(ylabel="loss L")
    right.legend(loc="upper right")
    fig.set_label("Left, the path of Y reaches farther right than that of W; right, the two losses cross.")
    return fig


def falls(runs):
    """The losses of runs of different rules, one of which climbs out of the picture."""
    fig, ax = figure(width=9.6, height=3.4)
    for w in runs:
        over_time(ax, w, "loss", "gradient descent" if w.rule is sgd else name(w.rule), log=True)
    ax.set(ylim=(1e-3, 1e7), ylabel="loss L")
    ax.legend(loc="upper right")
    fig.set_label("Gradient descent and momentum sink below 0.1; NAG climbs out of the picture.")
    return fig


def wins(alphas, shares, free):
    """Wins of NAG out of 100 problems: at every fixed α, and where each rule may choose its own."""
    fig, (left, right) = figure(2, width=4.9, height=3.3, sharey=True, gridspec_kw={"width_ratios": (4, 1)})
    left.plot(alphas, shares, **style(nag))
    left.axhline(50, color=GREY, linewidth=0.8)
    left.set(xlabel="momentum α, the same for both", ylabel="NAG wins, of 100", ylim=(-3, 108))
    right.bar(["α free"], [free], color=style(nag)["color"], width=0.5)
    right.bar_label(right.containers[0])
    fig.set_label("NAG's wins rise with α from 0 to 100; where α is free there are none.")
    return fig


def rates(searches):
    """The losses of {rule: `Search` over lr} against η: median and range over the seeds."""
    fig, ax = figure(width=9.6, height=3.6)
    for rule, found in searches.items():
        x = found.values["lr"]
        ax.loglog(x, found.scores, **style(rule), label=name(rule))
        low, high = found.losses.min(0), found.losses.max(0)
        ax.fill_between(x, low, high, color=style(rule)["color"], alpha=0.15, linewidth=0)
    ax.set(xlabel="learning rate η", ylabel="training loss")
    ax.legend(loc="upper left")
    fig.set_label("Two curves lie on each other up to 0.08; from there on NAG's is lower, then both rise.")
    return fig


def _minimum(ax, **settings):
    """A line at x = 2, where the minimum of the wall lies."""
    ax.axhline(2, color=GREY, linewidth=0.8)
    ax.set(**settings)

"""The pictures of the deep dive on noise: each takes what was measured and returns the figure.

A measurement is points, a law beside it is a line. A figure's label is its alternative text.
"""

import numpy as np

from course_utils.plots import GREY, PAIR, figure, name, shade, style


def batch_errors(sizes, with_, without, sigma2):
    """Mean squared error of a batch over its size, drawn with and without replacement, beside (N.1).

    sizes: batch sizes, the last one all n samples. with_, without: one error a size. sigma2: σ².
    """
    n, fine = sizes[-1], np.geomspace(1, 0.999 * sizes[-1], 400)
    laws = (sigma2 / fine, sigma2 / fine * (n - fine) / (n - 1))
    fig, ax = figure(width=9.6, height=3.6)
    for k, (law, seen, way) in enumerate(zip(laws, (with_, without), ("with", "without"), strict=True)):
        look, above = shade(k, 2), seen > 1e-9 * sigma2  # without replacement all n are exact
        ax.loglog(fine, law, color=look["color"], linestyle=look["linestyle"])
        ax.plot(sizes[above], seen[above], look["marker"], color=look["color"], label=f"{way} replacement")
    ax.set(xlabel="batch size B", ylabel="mean of |error|²", ylim=(0.2 * sigma2 / n, 2 * sigma2))
    ax.minorticks_off()
    ax.legend(loc="lower left")
    fig.set_label("Points on a falling straight line, and on one that bends down from it at the right.")
    return fig


def two_crowds(far, near, solution):
    """Left four runs of each crowd, right the mean square of each beside its solution."""
    fig, (left, right) = figure(2, width=4.9, height=3.4)
    for k, (w, law, start) in enumerate(zip((far, near), solution, ("0.6", "the minimum"), strict=True)):
        look, t = shade(k, 2), w.step
        for run in w.W[0, :4]:
            left.plot(t, run, color=look["color"], linewidth=1)
        right.plot(t, law, color=look["color"], linestyle=look["linestyle"])
        E = (w.W[0] ** 2).mean(axis=0)
        right.plot(t[::4], E[::4], look["marker"], color=look["color"], label=f"from {start}")
    left.axhline(0, color=GREY, linewidth=0.8)
    left.set(xlabel="step", ylabel="e, four runs of each crowd")
    right.axhline(solution[0][-1], color=GREY, linewidth=0.8)
    right.set(xlabel="step", ylabel="E, the mean of e²", ylim=(0, None))
    right.legend(loc="upper right")
    fig.set_label("Left, noisy paths from 0.6 and 0 mingle. Right, two mean squares meet at one level.")
    return fig


def floors(fine, lines, speeds, points):
    """Floors in units of (N.4) over η_eff λ: lines {rule: law at fine}, points {rule: runs at speeds}."""
    fig, ax = figure(width=9.6, height=4.6)
    ax.axhline(1, color=GREY, linewidth=0.8)
    for rule, law in lines.items():
        ax.plot(fine, law, **style(rule) | {"marker": ""})
    for rule, seen in points.items():
        look = {"linestyle": "none"} if rule in lines else {"linewidth": 0.8}
        ax.plot(speeds, seen, **style(rule) | look, label=name(rule))
    ax.set(xscale="log", ylim=(0, 4), xlabel="effective rate × λ", ylabel="floor, in units of (N.4)")
    ax.legend(loc="upper left")
    fig.set_label("From 1 on SGD climbs steeply, RMSProp less; momentum is flat, Adam and NAG sink.")
    return fig


def chases(seen, laws):
    """One panel a schedule: E of the runs, E by (N.2), and the floor of the present rate.

    seen: {name: E}. laws: {name: (E, floor)}, all of shape (steps + 1,).
    """
    fig, axes = figure(2, 2, width=4.9, height=2.7, sharex=True, sharey=True)
    for ax, (schedule, measured) in zip(axes.flat, seen.items(), strict=True):
        law, floor = laws[schedule]
        t = np.unique(np.geomspace(1, len(law) - 1, 80).astype(int))
        ax.loglog(t, law[t], color="black", linewidth=1.2, label="E, (N.2)")
        ax.plot(t, floor[t], color=PAIR[0]["color"], linestyle=":", label="floor F of the rate")
        ax.plot(t[::4], measured[t[::4]], "o", color="black", markersize=4, label="E, 300 runs")
        ax.set(ylim=(3e-5, 20))
        ax.set_title(f"η = {schedule}")
        ax.minorticks_off()
    for ax in axes[1]:
        ax.set_xlabel("step t")
    axes[0, 0].legend(loc="lower left")
    fig.set_label("Four panels: E meets a dotted floor, lies on it, runs parallel above it, stays high.")
    return fig


def catch(cs, ends, exact, steps):
    """E at the end of runs with the rate c/t over cλ, beside (N.6) and the recursion, at λ = ν = 1."""
    fine = np.geomspace(0.52, cs[-1], 200)
    fig, ax = figure(width=9.6, height=3.6)
    ax.loglog(cs, exact, color=GREY, linewidth=5, alpha=0.5, label="(N.2), step by step")
    ax.plot(fine, fine**2 / (2 * fine - 1) / steps, color="black", label="(N.6)")
    ax.plot(cs, ends, "o", color="black", label="300 runs")
    ax.axvline(0.5, color=GREY, linestyle=":")
    ax.set(xlabel="c λ", ylabel=f"E after {steps:,} steps", xticks=cs, ylim=(1e-4, 10))
    ax.set_xticklabels([f"{c:g}" for c in cs])
    ax.minorticks_off()
    ax.legend(loc="upper right")
    fig.set_label("Points over c λ: lowest at 1, slowly rising to the right, shooting up left of one half.")
    return fig


def averages(last, means):
    """Root mean square distance over the steps: of the last iterate, and of the mean of the path so far.

    last, means: {η: mean square at every step}, at λ = ν = 1.
    """
    fig, (left, right) = figure(2, width=4.9, height=3.6, sharey=True)
    t = np.unique(np.geomspace(1, len(next(iter(last.values()))) - 1, 60).astype(int))
    for k, eta in enumerate(last):
        look = shade(k, len(last)) | {"markevery": (3 * k, 9)}
        left.loglog(t, np.sqrt(last[eta][t]), **look, label=f"η = {eta:g}")
        right.loglog(t, np.sqrt(means[eta][t]), **look)
    right.plot(t, t**-0.5, color=GREY, linewidth=5, alpha=0.5, zorder=0, label="ν / λ√T")
    left.set(ylabel="distance (root of the mean square)", title="last iterate")
    right.set(title="mean of the path")
    for ax in (left, right):
        ax.set_xlabel("step")
        ax.minorticks_off()
        ax.legend(loc="lower left")
    fig.set_label("Left, three curves level off at three heights. Right, three curves join one falling line.")
    return fig


def linear_rule(grids, bills):
    """Sample gradients needed {B: one per rate} over the rates {B: grid}, and over rate / batch size."""
    fig, axes = figure(2, width=4.9, height=3.8, sharey=True)
    for k, (B, bill) in enumerate(bills.items()):
        for ax, unit in zip(axes, (1, B), strict=True):
            ax.loglog(grids[B] / unit, bill, **shade(k, len(bills)), label=f"B = {B}")
    axes[0].set(xlabel="learning rate η", ylabel="sample gradients to a loss of 0.2")
    axes[1].set_xlabel("η / B")
    for ax in axes:
        ax.minorticks_off()
    axes[1].legend(loc="upper right")
    fig.set_label("Five valleys side by side; on the right three of them nearly coincide, two do not.")
    return fig


def epoch(anew, shuffled, n, eta):
    """E at every step of an epoch of n steps, for samples drawn anew and for a shuffled order.

    anew, shuffled: E at every step of many epochs, (epochs · n + 1,); their mean over the epochs is drawn.
    """
    fig, ax = figure(width=9.6, height=3.4)
    ax.axhline(eta / (2 - eta), color=GREY, linewidth=0.8)
    for k, (E, order) in enumerate(((anew, "drawn anew"), (shuffled, "shuffled in each epoch"))):
        begins, end = E[:-1].reshape(-1, n).mean(axis=0), E[n::n].mean()
        ax.plot(np.append(begins, end), **shade(k, 2), label=order)
    ax.set(xlabel="step of the epoch", ylabel="E", ylim=(0, 1.4 * eta / (2 - eta)), xticks=range(0, n + 1, 5))
    ax.legend(loc="upper right", ncols=2)
    fig.set_label("Over one epoch a level line, and far below it an arch from near zero to near zero.")
    return fig

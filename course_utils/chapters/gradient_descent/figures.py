"""The pictures of lesson 00 that need more than four lines: each takes what ran and returns the figure."""

import numpy as np

from course_utils.chapters.gradient_descent.course_map import course_map  # noqa: F401
from course_utils.chapters.gradient_descent.derivation import (  # noqa: F401
    DARK,
    beliefs,
    directions,
    landscape,
    plane_and_truth,
    pretence,
)
from course_utils.plots import GREY, PAIR, contours, figure, losses, path, shade


def four_rates(runs):
    """The paths of the runs {η: trajectory} in one valley, large."""
    fig, axes = figure(2, 2, width=4.9, height=2.6, sharex=True, sharey=True)
    for ax, (lr, w) in zip(axes.flat, runs.items(), strict=True):
        contours(ax, w.surface, levels=8)
        path(ax, w).set(linewidth=1, markersize=3)
        ax.set(title=f"η = {lr:.3f}", xlim=(-4.6, 1), ylim=(-2.4, 2.4))
        ax.set_ylabel("y, stretched")
        ax.label_outer()
    fig.set_label(
        "Four paths in one valley: a smooth creeping one, one that drops to the floor and follows it, a "
        "zig-zag that arrives, and a zig-zag that grows out of the picture."
    )
    return fig


def loss_curves(runs):
    """The losses of the runs {η: trajectory} over the steps."""
    fig, ax = figure(width=9.6, height=3.8)
    for k, (lr, w) in enumerate(runs.items()):
        losses(ax, w, label=f"η = {lr:.3f}", **shade(k, len(runs)))
    ax.set(ylim=(1e-9, 1e6))
    ax.legend(loc="lower left", ncols=2)
    fig.set_label(
        "Four loss curves on a logarithmic axis: a slow fall, a faster one, the fastest one, and one that "
        "rises from the first step, without end."
    )
    return fig


def eigenvectors(w, lam, Q):
    """A path, and the sizes of its coordinates along the eigenvectors, the columns of Q."""
    fig, (left, right) = figure(2, width=4.9, height=3.5)
    contours(left, w.surface)
    path(left, w).set(linewidth=1, markersize=3)
    left.set(aspect="equal", xlim=(-4.6, 0.8), ylim=(-2.6, 1.2))
    for coordinate, curvature, look in zip(abs(Q.T @ w.W), lam, PAIR, strict=True):
        right.semilogy(coordinate, **look, label=f"along λ = {curvature:.0f}")
    right.set(xlabel="step", ylabel="size of the coordinate")
    right.legend(loc="lower left")
    fig.set_label(
        "Left, a zig-zag in a tilted valley. Right, on a logarithmic axis, the two coordinates along the "
        "eigenvectors are two straight lines of different slope."
    )
    return fig


def lopsided(rates, kept, low, high):
    """What a step keeps of the distance against η: measured points and the two laws."""
    fig, ax = figure(width=9.6, height=3.8)
    ax.plot(rates, 1 - rates * low, **PAIR[0], label="flat direction: 1 − η")
    ax.plot(rates, rates * high - 1, **PAIR[1], label=f"steep direction: {high:g}η − 1")
    best = 2 / (low + high)
    some = np.unique(np.append(np.arange(0, len(rates), 12), np.flatnonzero(rates > best)[1::3]))
    ax.plot(rates[some], kept[some], "ko", markersize=5, label="measured")
    ax.plot(best, 1 - best * low, "*", color=DARK, markersize=17)
    for rate, shift, side in ((best, (-12, -16), "right"), (best / 2, (8, 8), "left")):
        steps = np.log(0.1) / np.log(1 - rate * low)
        look = {"textcoords": "offset points", "ha": side}
        ax.annotate(f"{steps:.0f} steps for a tenth", (rate, 1 - rate * low), shift, **look)
    ax.axvline(2 / high, color=GREY, linestyle=":")
    ax.annotate(r"$2/\lambda_{\max}$", (2 / high, 0.885), (5, 0), textcoords="offset points")
    ax.set(xlabel="learning rate η", ylabel="kept per step", xlim=(0, 0.087), ylim=(0.88, 1.02))
    ax.legend(loc="lower left")
    fig.set_label(
        "Measured points fall slowly along one line to a star near η = 0.077, marked 29 steps for a tenth, "
        "and then rise steeply along another, up to the dotted limit at 0.08. Half way: 59 steps."
    )
    return fig


def units(given, scaled, losses_of, names):
    """Two paths to one line on the level lines of their losses: the data as given, and in a better unit."""
    fig, axes = figure(2, width=4.9, height=3.6)
    for ax, w, loss, name in zip(axes, (given, scaled), losses_of, names, strict=True):
        middle, half = w.W[:, -1], 1.25 * abs(w.W[:, :1] - w.W[:, -1:]).max() * np.ones(2)
        ends = np.stack([middle - half, middle + half], axis=1)
        grid = np.stack(np.meshgrid(*(np.linspace(*end, 60) for end in ends)))
        z = np.apply_along_axis(loss, 0, grid)
        levels = np.quantile(z, np.linspace(0, 1, 12)[1:] ** 1.5)
        ax.contour(*grid, z, levels=levels, colors=GREY, linewidths=0.6)
        path(ax, w).set(linewidth=1)
        ax.plot(*middle, "*", color=DARK, markersize=12, zorder=4)
        ax.set(title=name, xlabel="intercept", ylabel="slope", aspect="equal")
    fig.set_label(
        "Left, narrow ellipses and a path that zig-zags. Right, circles and a path of a single straight step "
        "to the star in their middle."
    )
    return fig


def images(pictures, titles, label, **look):
    """Ten pictures of 8 × 8 numbers in two rows."""
    fig, axes = figure(5, 2, width=1.9, height=1.9)
    for ax, picture, title in zip(axes.flat, pictures, titles, strict=True):
        ax.imshow(np.reshape(picture, (8, 8)), cmap="gray_r", **look)
        ax.set(title=title, xticks=[], yticks=[])
    fig.set_label(label)
    return fig


def sweep(searches):
    """The training loss of {name: `Search` over lr} against η: median and range over the seeds."""
    fig, ax = figure(width=9.6, height=3.8)
    for (name, found), look, mark in zip(searches.items(), PAIR, "os", strict=True):
        rates = found.values["lr"]
        ax.loglog(rates, found.scores, **look, marker=mark, label=name)
        ax.fill_between(
            rates, found.losses.min(0), found.losses.max(0), color=look["color"], alpha=0.2, linewidth=0
        )
    ax.axhline(np.log(10), color=GREY, linestyle=":")
    ax.annotate("all ten classes alike", (3, np.log(10)), (0, 5), textcoords="offset points", color=DARK)
    ax.set(xlabel="learning rate η", ylabel="training loss after 100 steps")
    ax.set_yticks([0.1, 0.2, 0.5, 1, 2], labels=["0.1", "0.2", "0.5", "1", "2"])
    ax.minorticks_off()
    ax.legend(loc="lower left")
    fig.set_label(
        "Two curves on logarithmic axes fall with the learning rate to a lowest point and rise again, the "
        "one of the network earlier and much more steeply."
    )
    return fig


def leaps(runs):
    """The training losses of the runs {η: trajectory} over the steps."""
    fig, ax = figure(width=9.6, height=3.6)
    for k, (lr, w) in enumerate(runs.items()):
        losses(ax, w, label=f"η = {lr:g}", **shade(k, len(runs)))
    ax.set_yticks([0.2, 0.5, 1, 2], labels=["0.2", "0.5", "1", "2"], minor=False)
    ax.minorticks_off()
    ax.legend(loc="upper right")
    fig.set_label("Two smooth falling loss curves; a third one leaps up and down, then falls below both.")
    return fig


def which_is_which(*runs):
    """The losses of three runs, named A, B, C and drawn alike."""
    fig, ax = figure(width=9.6, height=3.4)
    for w, letter, dash in zip(runs, "ABC", ("-", "--", ":"), strict=True):
        ax.semilogy(w.loss, color=DARK, linestyle=dash)
        ax.annotate(
            letter, (w.steps, w.loss[-1]), (6, -4), textcoords="offset points", fontsize=14, weight="bold"
        )
    ax.set(xlabel="step", ylabel="loss L")
    fig.set_label("Three loss curves: A falls at first and then rises, B falls slowly, C ends lowest.")
    return fig

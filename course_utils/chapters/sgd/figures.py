"""The pictures of lesson 01: each takes what ran and returns the figure.

The batch sizes of a picture are shaded from light, the smallest, to dark; a law is a line, what was measured
are markers on it.
"""

import numpy as np

from course_utils.optimizers import sgd
from course_utils.plots import GREY, contours, figure, shade, style

QUIET = "#b5b5b5"


def looks(*labels):
    """A look for each of so many settings, from light to dark, for `film`."""
    return [shade(k, len(labels)) | {"label": label} for k, label in enumerate(labels)]


def bill(losses, price, goal):
    """The losses {name: one number a step} over what they cost, `price` a step, and the goal as a line."""
    fig, ax = figure(width=9.6, height=3.4)
    for look, loss in zip(looks(*losses), losses.values(), strict=True):
        ax.semilogy(price * np.arange(len(loss)), loss, **look, markevery=3)
    ax.axhline(goal, color=GREY, linewidth=1)
    ax.set(xlabel="sample gradients", ylabel="training loss")
    ax.xaxis.set_major_formatter("{x:,.0f}")
    ax.legend(loc="upper right")
    fig.set_label(
        "Three training losses over the sample gradients paid. The middle one touches the goal early and "
        "leaves it again."
    )
    return fig


def poll(line, points, cloud, polls):
    """Left the points and their best line, right the downhill direction of every point and of batches.

    cloud, polls: (2, points) and (2, batches).
    """
    fig, (left, right) = figure(2, width=4.9, height=3.6)
    left.plot(*points, ".", color=QUIET)
    ends = np.array([-1, 2])
    left.plot(ends, line.minimum[0] + line.minimum[1] * ends, color="black", linewidth=1.5)
    left.set(xlabel="a", ylabel="b", title="200 points, their best line")
    right.plot(*cloud, ".", color=QUIET, label="one point")
    right.plot(*polls, "x", color=shade(1, 2)["color"], markersize=4, label="mean of ten")
    right.plot(
        *cloud.mean(axis=1), "*", color="white", markeredgecolor="black", markersize=16, label="mean of all"
    )
    right.set(xlabel="step in $w_0$", ylabel="step in $w_1$", title="downhill, says …")
    right.legend(loc="upper left")
    fig.set_label(
        "Left, points around a rising line. Right, a wide grey cloud of directions, inside it a small cloud "
        "of means of ten, in its middle a star."
    )
    return fig


def ends(surface, *crowds):
    """Where the runs of each crowd {title: (2, runs)} end on the level lines."""
    fig, axes = figure(len(crowds), width=4.9, height=3.8, sharey=True)
    for ax, (title, points) in zip(axes, crowds, strict=True):
        contours(ax, surface, minima=False)
        ax.plot(*points, ".", color=shade(1, 2)["color"], markersize=4)
        ax.plot(*surface.minimum, "*", color="white", markeredgecolor="black", markersize=15, zorder=3)
        ax.set(title=title, xlabel="$w_0$", ylabel="$w_1$" if ax is axes[0] else "")
    fig.set_label(
        "Level lines with a star at the minimum. Left, dots lie widely around the star; right, in a small "
        "heap on it."
    )
    return fig


def spread(sizes, errors, law):
    """The mean squared error of batches over their size, beside a law, a function of it, and law · 1."""
    fig, ax = figure(width=9.6, height=3.6)
    fine = np.geomspace(1, 0.995 * 1500, 400)
    ax.loglog(fine, law(fine), color="black", label="$s^2/B\\,(1-B/n)$")
    ax.loglog(fine, law(1) / fine, "--", color=GREY, label="$s^2/B$")
    ax.plot(sizes, errors, "o", color=shade(1, 2)["color"], markersize=8, label="measured")
    ax.set(xlabel="batch size B", ylabel="mean of $|g_B-g|^2$", ylim=(0.05 * errors[-1], 2 * law(1)))
    ax.legend(loc="lower left")
    fig.set_label(
        "Squared error against batch size on logarithmic axes: measured points on a falling straight line "
        "that bends down near the right end."
    )
    return fig


def two_prices(curves):
    """The excess loss {B: one number an update}, left over updates and right over sample gradients."""
    fig, axes = figure(2, width=4.9, height=4.6, sharey=True)
    names = [f"B = {B}" for B in curves]
    for look, (B, curve) in zip(looks(*names), curves.items(), strict=True):
        updates = np.arange(1, len(curve))
        every = np.unique(np.geomspace(1, len(updates) - 1, 8).astype(int)).tolist()
        for ax, price in zip(axes, (1, B), strict=True):
            ax.loglog(price * updates, curve[1:], **look, markevery=every)
    axes[0].set(
        xlabel="updates", ylabel="excess loss", xlim=(1, 300), ylim=(1e-4, 20), title="paid by update"
    )
    axes[1].set(xlabel="sample gradients", xlim=(1, 60_000), title="paid by sample gradient")
    axes[0].legend(loc="lower left")
    fig.set_label(
        "The same three losses in two panels. Left they fall together and part at the end; right B = 1 falls "
        "two hundred times earlier than B = 200."
    )
    return fig


def one_step(rates, measured, law):
    """The excess loss after one step over its rate: {B: measured}, and law(B, rates) as lines with a star."""
    fig, ax = figure(width=9.6, height=3.6)
    fine = np.linspace(rates[0], rates[-1], 200)
    names = [f"B = {B}" for B in measured]
    for look, (B, seen) in zip(looks(*names), measured.items(), strict=True):
        curve = law(B, fine)
        ax.plot(fine, curve, color=look["color"], linestyle=look["linestyle"])
        ax.plot(rates, seen, **look | {"linestyle": "none"})
        ax.plot(fine[curve.argmin()], curve.min(), "*", color=look["color"], markersize=15)
    ax.set(xlabel="learning rate η", ylabel="excess loss after the step", ylim=(0, 3 * law(1, 0)))
    ax.legend(loc="upper left")
    fig.set_label(
        "Three parabolas from one point. The smaller the batch, the steeper it bends up and the further left "
        "its lowest point, a star."
    )
    return fig


def trade_off(sizes, samples, law, noise_scale):
    """Updates and sample gradients over the batch size: measured, and law(B) sample gradients."""
    fig, axes = figure(2, width=4.9, height=4.6)
    fine = np.geomspace(1, 1500, 300)
    for ax, name, power in zip(axes, ("updates", "sample gradients"), (1, 0), strict=True):
        ax.loglog(fine, law(fine) / fine**power, color="black", label="law")
        ax.plot(
            sizes, samples / sizes**power, "o", color=shade(1, 2)["color"], markersize=9, label="measured"
        )
        ax.axvline(noise_scale, color=GREY, linewidth=1, linestyle=":")
        ax.annotate("$B_{noise}$", (noise_scale, 1), (4, -14), xycoords=("data", "axes fraction"),
                    textcoords="offset points")  # fmt: skip
        ax.set(xlabel="batch size B", title=f"{name} needed")
    axes[0].legend(loc="lower left")
    fig.set_label(
        "Left, updates fall like one over B and level off. Right, sample gradients are level and then rise "
        "like B. A dotted line marks where both turn."
    )
    return fig


def settling(measured, law):
    """The mean square error E of a crowd at every step, and the law."""
    fig, ax = figure(width=9.6, height=3.2)
    ax.semilogy(law, color="black", label="(1.10)")
    ax.semilogy(measured, "o", color=shade(1, 2)["color"], markevery=2, label="4,000 runs")
    ax.axhline(law[-1], color=GREY, linewidth=1)
    ax.set(xlabel="step", ylabel="E, the mean of e²")
    ax.legend(loc="upper right")
    fig.set_label("E falls in a straight line on a logarithmic axis, bends, and runs on along a level line.")
    return fig


def floors(rates, measured, law):
    """The floor over the learning rate: {λ: measured}, and law(η, λ) as lines."""
    fig, ax = figure(width=9.6, height=4.8)
    names = [f"λ = {curvature:g}" for curvature in measured]
    for look, (curvature, seen) in zip(looks(*names), measured.items(), strict=True):
        fine = np.geomspace(rates[0], min(rates[-1], 1.99 / curvature), 400)
        ax.loglog(fine, law(fine, curvature), color=look["color"], linestyle=look["linestyle"])
        ax.loglog(fine, fine / (2 * curvature), color=GREY, linewidth=0.8)
        ax.plot(rates, seen, **look | {"linestyle": "none", "markersize": 8})
    ax.set(xlabel="learning rate η", ylabel="noise floor, the mean of e²")
    ax.legend(loc="upper left", title="lines: (1.11); grey: ην²/2λ")
    fig.set_label(
        "Floor against learning rate on logarithmic axes. Both rows of points rise along straight lines; the "
        "one of the larger curvature bends up near its limit."
    )
    return fig


def scaled(curves):
    """The excess loss {(B, η): one number an update} over sample gradients."""
    fig, ax = figure(width=9.6, height=3.6)
    names = [f"B = {B}, η = {lr:g}" for B, lr in curves]
    for look, ((B, _), curve) in zip(looks(*names), curves.items(), strict=True):
        used = B * np.arange(len(curve))
        ax.semilogy(used, curve, **look, markevery=max(1, len(curve) // 10))
    ax.set(xlabel="sample gradients", ylabel="excess loss", ylim=(2e-3, 1e3))
    ax.legend(loc="center right", bbox_to_anchor=(1, 0.45))
    fig.set_label(
        "Excess loss over sample gradients. B = 1 and 8 fall together, B = 64 ends higher, B = 128 climbs "
        "out of the picture."
    )
    return fig


def falling(runs):
    """The root mean square distance {name: one number a step} of rates that fall."""
    fig, ax = figure(width=9.6, height=3.8)
    for look, rms in zip(looks(*runs), runs.values(), strict=True):
        steps = np.arange(1, len(rms))
        every = np.unique(np.geomspace(1, len(steps) - 1, 9).astype(int)).tolist()
        ax.loglog(steps, rms[1:], **look, markevery=every)
    ax.set(xlabel="step", ylabel="distance (root mean square)")
    ax.legend(loc="lower left", title="learning rate at step t")
    fig.set_label(
        "Distance over steps on logarithmic axes: one curve levels off at a floor, one stays above 1, two "
        "fall on, the one of 1/(t + 2) most steeply."
    )
    return fig


def by_order(scores):
    """The test accuracy {name: one number an update}, and that of guessing."""
    fig, ax = figure(width=9.6, height=3.4)
    for look, score in zip(looks(*scores), scores.values(), strict=True):
        ax.plot(score, **look, markevery=3)
    ax.axhline(0.1, color=GREY, linewidth=1)
    ax.annotate("guessing", (30, 0.1), (0, 4), textcoords="offset points", ha="right", color="#555555")
    ax.set(xlabel="update", ylabel="test accuracy", ylim=(0, 1))
    ax.legend(loc="center right")
    fig.set_label(
        "Test accuracy over 30 updates: in random order it climbs to 0.9, in order of the classes it stays "
        "near one in ten."
    )
    return fig


def contestants(judged):
    """A dot for each seed {name: (losses, accuracies)}: training loss left, test accuracy right."""
    fig, axes = figure(2, width=4.9, height=3.4, sharey=True)
    for k, outcome in enumerate(judged.values()):
        for ax, seen in zip(axes, outcome, strict=True):
            height = k + 0.25 * np.linspace(-1, 1, len(seen))
            ax.plot(seen, height, "o", color=shade(k, len(judged))["color"], markersize=4)
            ax.plot(np.median(seen), k, "|", color="black", markersize=24, markeredgewidth=2)
    axes[0].set(xscale="log", xlabel="training loss", yticks=range(len(judged)), yticklabels=judged)
    axes[1].set(xlabel="test accuracy")
    axes[0].invert_yaxis()
    fig.set_label(
        "Four rows of dots, left training loss, right test accuracy. Gradient descent with five "
        "epochs is far off; the other three lie close together."
    )
    return fig


def which_is_which(*curves):
    """Three excess losses, named A, B, C and drawn alike."""
    fig, ax = figure(width=9.6, height=3.2)
    places = ((0.22, -20), (0.3, 8), (0.8, 8))  # along the curve, where it lies apart, and above it
    for curve, letter, line, (along, above) in zip(curves, "ABC", ("-", "--", ":"), places, strict=True):
        ax.semilogy(curve, line, color=style(sgd)["color"])
        k = int(along * len(curve))
        ax.annotate(letter, (k, curve[k]), (0, above), textcoords="offset points", fontsize=14, weight="bold")
    ax.set(xlabel="update", ylabel="excess loss", ylim=(1e-4, 20))
    fig.set_label(
        "Excess loss on a logarithmic axis. C falls at once and levels off highest, A falls later and ends "
        "lower, B falls slowest."
    )
    return fig

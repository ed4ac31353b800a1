"""The figures of the deep dive on gradient checks, and the errors that two of them show."""

import numpy as np

from course_utils.plots import PAIR, figure, shade

GUIDE = {"color": "0.45", "linewidth": 1.2}


def difference_errors(function, slope, points, steps):
    """The largest error of both difference quotients over the points, for each step.

    The quotients are computed in the type of points; slope is evaluated in float64.
    Returns {"central": …, "one-sided": …}, each of the shape of steps.
    """
    errors, truth = {"central": [], "one-sided": []}, slope(points.astype(float))
    for step in steps.astype(points.dtype):
        right, here, left = function(points + step), function(points), function(points - step)
        for kind, quotient in (
            ("central", (right - left) / (2 * step)),
            ("one-sided", (right - here) / step),
        ):
            errors[kind].append(np.abs(quotient.astype(float) - truth).max())
    return {kind: np.array(values) for kind, values in errors.items()}


def unnamed(runs):
    """The losses of six trajectories, marked by the letters D, A, F, B, E, C."""
    fig, ax = figure(width=7.6, height=4.2)
    ends = {}
    for k, (letter, w) in enumerate(zip("DAFBEC", runs, strict=True)):
        (line,) = ax.semilogy(w.loss, color=shade(k, 6)["color"], linewidth=1.4)
        ends[letter] = w.loss[-1], line.get_color()
    lowest = 0.0
    for letter, (end, color) in sorted(ends.items(), key=lambda pair: pair[1][0]):
        lowest = max(end, 1.15 * lowest)  # letters do not touch
        arrow = {"arrowstyle": "-", "color": color, "linewidth": 0.6}
        ax.annotate(letter, (w.steps, end), (1.06 * w.steps, lowest), va="center", arrowprops=arrow)
    ax.set(xlabel="step", ylabel="loss L", xlim=(0, 1.1 * w.steps))
    return fig


def best_steps(steps, double, single, u, law):
    """Errors over the step, in float64 and float32, and the least errors by the law at the best steps.

    double, single: as `difference_errors` returns them. u: both roundings. law: (central, one-sided) × u.
    """
    fig, ax = figure(width=7.8, height=4.2)
    best = np.array([(3 * u) ** (1 / 3), 2 * np.sqrt(u)])
    for k, (errors, name) in enumerate(((double, "float64"), (single, "float32"))):
        for line, (kind, values) in zip(("-", "--"), errors.items(), strict=True):
            ax.loglog(steps, values, line, color=PAIR[k]["color"], label=f"{kind}, {name}")
    ax.plot(best, law, "k*", markersize=12)
    ax.set(xlabel="step h", ylabel="largest error", ylim=(1e-12, 1e4))
    ax.legend(loc="upper right", ncols=2)
    return fig


def chart(names, groups, errors):
    """Relative errors as a table of colours: a row for each gradient, a column for each group of weights."""
    fig, ax = figure(width=7.2, height=3.8)
    ax.imshow(np.log10(errors), cmap="Blues", vmin=-11, vmax=1, aspect="auto")
    for (i, j), error in np.ndenumerate(errors):
        color = "white" if error > 1e-3 else "black"
        text = f"{error:.2f}" if error > 1e-3 else f"{error:.0e}"
        ax.text(j, i, text, ha="center", va="center", color=color)
    ax.set(xticks=range(len(groups)), xticklabels=groups, yticks=range(len(names)), yticklabels=names)
    ax.tick_params(length=0, labeltop=True, labelbottom=False)
    ax.spines[:].set_visible(False)
    return fig


def directions(slopes, quotients):
    """Relative errors of {name: slopes along directions} against the quotients, a row of dots each."""
    fig, ax = figure(width=7.8, height=3.8)
    for row, along in enumerate(slopes.values()):
        error = np.abs(along - quotients) / np.maximum(np.abs(along), np.abs(quotients))
        height = row + 0.25 * np.sin(np.arange(len(error)))
        color = PAIR[0]["color"] if row == 0 else PAIR[1]["color"]
        ax.semilogx(error, height, "o", markersize=3, color=color, alpha=0.6, linestyle="none")
    ax.axvline(1e-6, **GUIDE)
    ax.set(yticks=range(len(slopes)), yticklabels=slopes, xlabel="relative error", xlim=(1e-14, 5))
    ax.invert_yaxis()
    return fig


def over_steps(steps, errors):
    """Errors of single slopes over the step: {label: values of the shape of steps}."""
    fig, ax = figure(width=7.6, height=3.8)
    for k, (label, values) in enumerate(errors.items()):
        ax.loglog(steps, np.maximum(values, 1e-14), label=label, **shade(k, len(errors)))
    ax.set(xlabel="step h", ylabel="error of the slope", ylim=(1e-13, 1))
    ax.legend(loc="lower right")
    return fig

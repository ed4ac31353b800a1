"""The pictures of lesson 00 up to the rule: landscape, plane, direction, and the pretended curvature."""

import numpy as np

from course_utils.plots import GREY, PAIR, contours, figure, vectors

DARK, FAINT = "#555555", "#c9c9c9"
DASHES = ("--", ":", "-")


def landscape(x, y, loss, points):
    """Data with three lines, the loss of every line as a surface, and its level lines.

    loss: a function of W = (intercept, slope). points: {name: W}, three of them.
    """
    fig, (data, ground, levels) = figure(3, width=3.4, height=3.6)
    ground.remove()
    ground = fig.add_subplot(1, 3, 2, projection="3d", computed_zorder=False)
    grid = np.stack(np.meshgrid(np.linspace(-5, 6, 60), np.linspace(-1.4, 2.2, 60)))
    z = np.apply_along_axis(loss, 0, grid)
    data.plot(x, y, "o", color=GREY)
    ground.plot_surface(*grid, z, cmap="viridis", alpha=0.75, linewidth=0, rstride=2, cstride=2)
    levels.contour(
        *grid, z, levels=np.quantile(z, np.linspace(0, 1, 12)[1:] ** 1.5), colors=GREY, linewidths=0.8
    )
    white = {"facecolor": "white", "edgecolor": "none", "pad": 1}
    for (name, W), dash in zip(points.items(), DASHES, strict=True):
        data.plot(x, W[0] + W[1] * x, "k", linestyle=dash)
        data.text(x[-1] + 0.4, W[0] + W[1] * x[-1], name, va="center")
        ground.plot(*np.stack([W, W], axis=1), [0, loss(W)], "k", linewidth=1, zorder=4)
        ground.plot(*W, loss(W), "ko", zorder=5)
        ground.plot(*W, 0, "kx", zorder=5)
        ground.text(*W, loss(W) + 6, name, zorder=6, fontsize=12)
        levels.plot(*W, "ko")
        side = "right" if W[0] > 2 else "left"
        levels.annotate(f"{name}: {loss(W):.1f}", W, (0, 6), textcoords="offset points", ha=side, bbox=white)
    data.set(xlabel="x", ylabel="y", title="three lines")
    ground.set(xlabel="intercept $W_0$", ylabel="slope $W_1$", title="their losses: a surface")
    ground.set(xticks=[-4, 0, 4], yticks=[-1, 0, 1, 2], zticks=[0, 20, 40])
    ground.view_init(elev=18, azim=-62)
    ground.tick_params(labelsize=8, pad=0)
    levels.set(xlabel="intercept $W_0$", ylabel="slope $W_1$", title="as level lines ($W_1$ stretched)")
    fig.set_label(
        "Left, three lines through twenty points. Middle, a bowl-shaped surface with three dots A, B and C, "
        "each on a line from the floor. Right, its level lines are ellipses around C."
    )
    return fig


def plane_and_truth(walked, plane, truth):
    """What the plane promises along a straight walk, and the loss."""
    fig, ax = figure(width=9.6, height=3.5)
    ax.plot(walked, truth, color=DARK, label="the loss")
    ax.plot(walked, plane, "k--", label="the plane")
    low = int(np.argmin(truth))
    ax.plot(walked[low], truth[low], "o", color=DARK)
    ax.annotate(
        f"lowest after {walked[low]:.2f}", (walked[low], truth[low]), (8, 8), textcoords="offset points"
    )
    ax.axhline(0, color=GREY, linewidth=0.8)
    ax.set(xlabel="length walked straight downhill", ylabel="loss L")
    ax.legend(loc="upper left")
    fig.set_label(
        "A straight dashed line and a curve start together. The curve turns up again, "
        "the line falls below zero."
    )
    return fig


def directions(surface, g):
    """At the start of a surface: the arrow −g and the way to the minimum; the slope in every direction."""
    fig, (left, right) = figure(2, width=4.9, height=3.5)
    contours(left, surface)
    here, way = surface.start, surface.minimum - surface.start
    arrows = {"−g": -1.9 * g / np.linalg.norm(g), "to the minimum": 2.4 * way / np.linalg.norm(way)}
    vectors(left, here, arrows, ["black", PAIR[0]["color"]])
    left.plot(*here, "ko")
    left.set(aspect="equal", xlim=(-5, 1), ylim=(-2.2, 2.2), title="both arrows shortened")
    angles = np.arange(-180, 181)
    slopes = np.cos(np.radians(angles)) * g[0] + np.sin(np.radians(angles)) * g[1]
    right.plot(angles, slopes, color=DARK)
    right.axhline(0, color=GREY, linewidth=0.8)
    for name, (dx, dy), color in zip(arrows, arrows.values(), ("black", PAIR[0]["color"]), strict=True):
        angle = np.degrees(np.arctan2(dy, dx))
        height = np.interp(angle, angles, slopes)
        right.plot(angle, height, "o", color=color)
        right.annotate(name, (angle, height), (10, -3), textcoords="offset points", color=color)
    right.set(
        xlabel="direction of the step (degrees)", ylabel="slope of the plane", xticks=[-180, -90, 0, 90, 180]
    )
    fig.set_label(
        "Left, two arrows from one point of a valley: −g straight across the level lines, the other along "
        "the valley to the star. Right, the slope is a cosine with its lowest point at −g."
    )
    return fig


def pretence(surface, here, lr):
    """The loss in one dimension, the plane that touches it at `here`, and the parabola of curvature 1/η."""
    fig, ax = figure(width=9.9, height=5.2)
    height, slope = surface.loss(np.array([here])), surface.grad(np.array([here]))[0]
    there, w = here - lr * slope, np.linspace(0.25, 2.05, 300)
    bottom = height - lr / 2 * slope**2
    violet = PAIR[0]["color"]
    ax.plot(w, surface.loss(w[None]), color=FAINT, linewidth=5)
    ax.text(0.28, 0.06, "the loss, which we do not see", color=DARK, fontsize=12)
    ax.plot(w, height + slope * (w - here), "k:")
    ax.text(1.8, 0.72, "the plane:\nheight and slope,\nno bottom", fontsize=12)
    ax.plot(w, height + slope * (w - here) + (w - here) ** 2 / (2 * lr), color=violet, linewidth=2.5)
    ax.text(0.8, 1.05, "the plane and a\npretended curvature 1/η", color=violet, fontsize=12)
    ax.plot(here, height, "kX", markersize=11)
    ax.text(here - 0.04, height + 0.04, "here we stand", ha="right", fontsize=12)
    ax.plot(there, bottom, "o", color=violet, markersize=10)
    ax.text(there, bottom + 0.09, "its bottom", ha="center", color=violet, fontsize=12)
    ax.plot([here, here], [-0.42, height], [there, there], [-0.42, bottom], color=GREY, linewidth=0.8)
    arrow = {"arrowstyle": "-|>", "color": "black", "lw": 2, "shrinkA": 0, "shrinkB": 0}
    ax.annotate("", (there, -0.42), (here, -0.42), arrowprops=arrow)
    ax.text((here + there) / 2, -0.46, "the step d = −ηg", ha="center", va="top", fontsize=12)
    ax.set(xlabel="weight W", ylabel="loss L", ylim=(-0.65, 1.75), xlim=(w[0], w[-1]))
    fig.set_label(
        "A thick pale curve is the loss. At a cross a dotted line touches it, and so does a parabola that "
        "opens upward. An arrow leads from the cross to below the lowest point of the parabola."
    )
    return fig


def beliefs(surface, here, rates):
    """The same picture for three learning rates, one panel each, with the loss on which the step lands."""
    fig, axes = figure(3, width=3.2, height=4.2, sharey=True)
    height, slope = surface.loss(np.array([here])), surface.grad(np.array([here]))[0]
    w = np.linspace(-2.1, 2, 300)
    for ax, lr in zip(axes, rates, strict=True):
        there = here - lr * slope
        ax.plot(w, surface.loss(w[None]), color=FAINT, linewidth=4)
        parabola = height + slope * (w - here) + (w - here) ** 2 / (2 * lr)
        ax.plot(w, parabola, color=PAIR[0]["color"])
        ax.plot(here, height, "kX", markersize=9)
        ax.plot(there, height - lr / 2 * slope**2, "o", color=PAIR[0]["color"], markersize=8)
        ax.plot(there, surface.loss(np.array([there])), "ko", markersize=8)
        ax.set(title=f"η = {lr}: curvature {1 / lr:.2g}", xlabel="weight W", ylim=(-2.6, 1.5))
    axes[0].set_ylabel("loss L")
    fig.set_label(
        "Three panels with one pale curve and a parabola that touches it: a narrow one above the curve, a "
        "wider one that fits, and a very wide one whose bottom lies far below it: that step "
        "lands high on the other side."
    )
    return fig

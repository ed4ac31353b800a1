"""The pictures of the deep dive on rough ground show what ran."""

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from numpy.testing import assert_allclose

from course_utils.chapters.rough_ground import figures
from course_utils.descent import descend
from course_utils.optimizers import RULES, momentum, sgd
from course_utils.plots import style
from course_utils.surfaces import double_well, himmelblau

WELLS, HILLS = double_well(), himmelblau()
DOWN = descend(sgd, WELLS, 20, start=[-0.2], lr=0.1)
NEAR = 10.0 ** np.arange(-4, 0)
STEPS = np.array([90, 60, 30, 0])
RATES = np.linspace(0.6, 1.9, 20)
LABELS = np.array([[0, 1], [-1, 3]])

EACH = {
    "tangents": lambda: figures.tangents(WELLS, DOWN, [np.array([-0.2]), np.array([0.19]), np.array([0.15])]),
    "flat_places": lambda: figures.flat_places(HILLS, np.eye(2, 5), np.array([0, 0, 1, 2, 1])),
    "waiting": lambda: figures.waiting(NEAR, STEPS, STEPS + 9, {0.01: STEPS / 5, 0.001: STEPS + 5}),
    "outcomes": lambda: figures.outcomes(np.arange(3.0), np.array([0.5, 0.9]), np.eye(2, 3) > 0),
    "escape": lambda: figures.escape(NEAR, NEAR, np.sqrt, NEAR, STEPS, lambda nu: 100 / nu**2),
    "fork": lambda: figures.fork(RATES, np.ones((20, 7))),
    "rare": lambda: figures.rare([0.5, 0.15, 0.03]),
    "basins": lambda: figures.basins(dict.fromkeys(RULES, LABELS), dict.fromkeys(RULES, 0.1), HILLS),
}


def lines(ax):
    return {line.get_label(): line for line in ax.lines}


@pytest.mark.parametrize("draw", EACH.values(), ids=EACH)
def test_every_picture_says_what_one_sees(draw, says_what_one_sees):
    says_what_one_sees(draw())


def test_a_tangent_touches_the_slope_and_ends_at_the_next_place():
    _, right = EACH["tangents"]().axes
    first = right.lines[2]
    assert_allclose(first.get_xdata(), [-0.2, -0.2, 0.19])
    assert_allclose(first.get_ydata(), [0, (-0.2) ** 3 + 0.2 + 0.15, 0])


def test_flat_places_are_sorted_by_their_negative_eigenvalues():
    (ax,) = EACH["flat_places"]().axes
    count = {name: len(line.get_xdata()) for name, line in lines(ax).items()}
    assert count == {"minimum": 2, "saddle": 2, "maximum": 1}


def test_momentum_has_its_colour_at_both_rates_and_two_markers():
    (ax,) = EACH["waiting"]().axes
    balls = [line for name, line in lines(ax).items() if "momentum" in name]
    assert {ball.get_color() for ball in balls} == {style(momentum)["color"]}
    assert len({ball.get_marker() for ball in balls}) == 2


def test_the_worse_well_is_dark():
    (ax,) = EACH["outcomes"]().axes
    (mesh,) = ax.collections
    dark = mesh.cmap(mesh.norm(True))
    assert sum(dark[:3]) < sum(mesh.cmap(mesh.norm(False))[:3])


def test_laws_of_escape_are_drawn_as_they_are_given():
    left, right = EACH["escape"]().axes
    law, well = lines(left)["(L.6)"], lines(right)["the well"]
    assert_allclose(law.get_ydata(), np.sqrt(law.get_xdata()))
    assert_allclose(well.get_ydata(), 100 / well.get_xdata() ** 2)


def test_the_drawn_loop_is_a_loop_of_gradient_descent():
    """Each step of x ← x − η (x³ − x) leads from one branch to the other, from 2/λ to the loop's end."""
    (ax,) = EACH["fork"]().axes
    low, high = ax.lines[1:3]
    eta, x = low.get_xdata(), low.get_ydata()
    assert_allclose(eta[[0, -1]], [1, np.sqrt(5) - 1])
    assert_allclose(x - eta * (x**3 - x), high.get_ydata(), atol=1e-12)
    assert_allclose([x[0], high.get_ydata()[0]], 1)


def test_coins_fall_by_half_for_each_weight():
    (ax,) = EACH["rare"]().axes
    assert_allclose(lines(ax)["coins, 2⁻ᴰ"].get_ydata(), [2.0**-D for D in range(1, 9)])


def test_a_start_that_arrives_nowhere_is_white():
    fig = EACH["basins"]()
    assert len(fig.axes) == 6
    (image,) = fig.axes[0].images
    shown = image.cmap(image.norm(image.get_array()))[..., :3]
    assert_allclose(shown[1, 0], to_rgb("white"))
    assert len(np.unique(shown.reshape(4, 3), axis=0)) == 4

"""Momentum's explorer: the run against matrix powers, the map of regimes against runs."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from worlds import drawn

from course_utils.chapters.momentum import explore
from course_utils.chapters.momentum.model import run


@pytest.fixture(scope="module")
def explorer():
    return explore()


@pytest.mark.parametrize(("rate", "alpha"), [(1.0, 0.9), (0.02, 0.3), (3.22, 0.68), (3.9, 0.5), (1.5, 0.0)])
def test_run_is_a_matrix_power_and_decays_or_grows_by_the_roots(rate, alpha):
    result = run(rate, alpha, 10, -4, 1, 150)
    for axis, product in enumerate((rate / 10, rate)):
        step = np.array([[1 - product, alpha], [-product, alpha]])  # of (W, v)
        assert result["roots"][axis] == pytest.approx(np.abs(np.linalg.eigvals(step)).max())
        for k in (1, 7, 50):
            right = np.linalg.matrix_power(step, k) @ [(-4, 1)[axis], 0]
            assert_allclose([result["path"][axis, k], result["v"][axis, k]], right, rtol=1e-9, atol=1e-12)
        size = np.linalg.norm([result["path"][axis], result["v"][axis]], axis=0)
        assert (size[140] / size[20]) ** (1 / 120) == pytest.approx(result["roots"][axis], rel=0.03)


def test_map_of_regimes_agrees_with_the_runs(explorer):
    edge, alphas = drawn(explorer, "map", "end")
    for alpha in (0.0, 0.3, 0.6, 0.9):
        limit = np.interp(alpha, alphas, edge)
        for rate, stays in ((limit * 0.97, True), (limit * 1.03, False)):
            end = run(rate, alpha, 1, -4.0, 1.0, 150)["path"][:, -1]
            assert (np.abs(end).max() < 4) == stays, (rate, alpha)


def test_runs_swing_inside_the_drawn_curve_and_not_outside(explorer):
    """Where the roots are complex, the position changes its sign again and again."""
    rates, alphas = drawn(explorer, "map", "swings")
    for alpha in (0.2, 0.5, 0.8):
        low, high = rates[np.isclose(alphas, alpha)]
        for rate, swings in ((low * 0.9, False), (low * 1.1, True), (high * 0.98, True)):
            y = run(rate, alpha, 1, -4.0, 1.0, 900)["path"][1]
            changes = np.sum(np.diff(np.sign(y)) != 0)
            assert (changes > 2) == swings, (rate, alpha)


def test_points_on_the_map_are_those_of_both_axes(explorer):
    explorer.set(rate=2.0, alpha=0.5, kappa=25)
    assert drawn(explorer, "map", "steep").ravel().tolist() == [2, 0.5]
    assert drawn(explorer, "map", "flat").ravel().tolist() == pytest.approx([2 / 25, 0.5])


def test_start_and_point_of_the_map_are_dragged(explorer):
    def drag(panel, x, y):
        column, row = explorer.view.pixel(panel, x, y)
        event = {"type": "mousemove", "buttons": 1, "relativeX": column, "relativeY": row}
        explorer.pointed(event | {"boundingRectWidth": explorer.view.size[0]})

    drag("path", 2.0, -1.0)
    assert [explorer.settings["x"], explorer.settings["y"]] == pytest.approx([2, -1], abs=0.06)
    for rate, alpha in ((0.5, 0.2), (3.0, 0.8), (5.5, 0.95)):  # the last one lies beyond the slider
        drag("map", rate, alpha)
        assert explorer.settings["rate"] == pytest.approx(min(rate, 4.0), abs=0.02)
        assert explorer.settings["alpha"] == pytest.approx(alpha, abs=0.01)

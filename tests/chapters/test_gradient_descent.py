"""Gradient descent's explorer: the model against closed forms, and the limit in the picture."""

import numpy as np
import pytest
from worlds import drawn

from course_utils.chapters.gradient_descent import explore
from course_utils.chapters.gradient_descent.model import run


@pytest.mark.parametrize("angle", [0, 30])
def test_each_eigendirection_shrinks_by_its_factor(angle):
    result = run(0.03, 25, angle, -4.0, 1.0, 40)
    c, s = np.cos(np.radians(angle)), np.sin(np.radians(angle))
    flat, steep = np.array([c, s]), np.array([-s, c])
    for direction, factor in ((flat, 1 - 0.03), (steep, 1 - 0.03 * 25)):
        assert np.allclose(direction @ result["path"], factor ** np.arange(41) * (direction @ [-4, 1]))
    assert np.allclose(result["factors"], [0.97, 0.25])
    assert np.allclose(
        result["loss"], ((flat @ result["path"]) ** 2 + 25 * (steep @ result["path"]) ** 2) / 2
    )


def test_diverging_run_goes_on_without_a_warning():
    result = run(10.0, 100, 0, 1.0, 1.0, 400)
    assert result["factors"][1] > 1 and not np.isfinite(result["loss"][-1])


def test_limit_is_marked_at_two_over_the_largest_curvature():
    explorer = explore()
    explorer.set(kappa=50)
    assert np.allclose(drawn(explorer, "factor", "limit"), [[0.04, 0.04], [0, 2]])
    explorer.set(lr=0.05)
    below, above = drawn(explorer, "factor", "here")[1]
    assert below < 1 < above and "not below the limit" in explorer.controls.text


def test_curves_of_the_factors_pass_through_the_two_points_of_the_run():
    explorer = explore()
    explorer.set(kappa=50, lr=0.03)
    lr, here = 0.03, drawn(explorer, "factor", "here")[1]
    for line, height in zip(("flat", "steep"), here, strict=True):
        assert np.interp(lr, *drawn(explorer, "factor", line)) == pytest.approx(height, abs=1e-3)

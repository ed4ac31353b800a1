"""Planted bugs are one edit of the right function, and the figures show the errors that they are given."""

import numpy as np
import pytest

from course_utils.chapters.gradient_checks import figures, planted
from course_utils.descent import descend
from course_utils.optimizers import sgd
from course_utils.surfaces import quadratic


def drawn(ax):
    """(x, y) of every line, in the order of drawing."""
    return [np.array(line.get_data(), dtype=float) for line in ax.lines]


def right(x):
    """Twice x plus one."""
    return 2 * x + 1


def test_bug_is_planted_in_one_place_and_the_right_function_stays_as_it_is():
    assert planted(right, "2 * ", "3 * ")(10) == 31 and right(10) == 21


@pytest.mark.parametrize("text", ["4 * x", "x"])
def test_edit_that_does_not_fit_exactly_once_is_refused(text):
    with pytest.raises(ValueError, match="exactly once"):
        planted(right, text, "0")


def test_errors_fall_with_the_square_of_the_step_and_with_the_step():
    steps, points = np.array([1e-2, 5e-3]), np.linspace(0, 1, 11)
    errors = figures.difference_errors(np.exp, np.exp, points, steps)
    assert errors["central"][0] / errors["central"][1] == pytest.approx(4, rel=1e-4)
    assert errors["one-sided"][0] / errors["one-sided"][1] == pytest.approx(2, rel=1e-2)
    assert errors["central"] == pytest.approx(steps**2 * np.e / 6, rel=1e-4)


def test_errors_of_a_parabola_are_rounding_alone_and_larger_in_float32():
    steps, points = np.array([1e-2]), np.linspace(0, 1, 11)
    double, single = (
        figures.difference_errors(np.square, lambda x: 2 * x, points.astype(kind), steps)["central"][0]
        for kind in (np.float64, np.float32)
    )
    assert double < 1e-13 and 1e-7 < single < 1e-4


def test_letters_stand_at_the_ends_in_the_order_of_the_losses():
    rates = (0.1, 0.2, 0.15, 0.12, 0.18, 0.05)
    runs = [descend(sgd, quadratic(2.0), 20, lr=lr) for lr in rates]
    texts = figures.unnamed(runs).axes[0].texts
    order = [letter for letter, w in sorted(zip("DAFBEC", runs, strict=True), key=lambda p: p[1].loss[-1])]
    assert [text.get_text() for text in texts] == order
    heights = [text.xyann[1] for text in texts]
    assert sorted(heights) == heights


def test_stars_stand_at_the_best_steps():
    hs, u = np.logspace(-8, -1, 5), np.array([2.2e-16, 1.2e-7])
    errors, law = {"central": hs, "one-sided": hs}, np.ones((2, 2))
    double, single = drawn(figures.best_steps(hs, errors, errors, u, law).axes[0])[4:]
    for stars, unit in ((double, u[0]), (single, u[1])):
        assert stars[0] == pytest.approx([(3 * unit) ** (1 / 3), 2 * np.sqrt(unit)])


def test_chart_says_every_error():
    ax = figures.chart(["one", "two"], ["V", "b"], np.array([[0.5, 3e-10], [1e-9, 0.98]])).axes[0]
    assert [text.get_text() for text in ax.texts] == ["0.50", "3e-10", "1e-09", "0.98"]


def test_direction_that_fits_has_no_error_and_a_factor_of_two_has_one_half():
    quotients = np.array([1.0, -2.0, 3.0])
    exact, double = drawn(
        figures.directions({"a": quotients * (1 + 1e-9), "b": 2 * quotients}, quotients).axes[0]
    )[:2]
    assert exact[0] == pytest.approx(1e-9, rel=1e-3) and double[0] == pytest.approx(0.5)


def test_zero_error_is_drawn_at_the_lower_edge():
    steps = np.array([1e-3, 1e-2])
    (line,) = drawn(figures.over_steps(steps, {"exact": np.zeros(2)}).axes[0])
    assert (line[1] > 0).all()

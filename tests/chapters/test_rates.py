"""The figures of the deep dive on rates show the runs, laws and bounds that they are given."""

import numpy as np
import pytest

from course_utils.chapters.rates import figures
from course_utils.descent import descend
from course_utils.optimizers import momentum, nag, sgd
from course_utils.surfaces import double_well, quadratic


def drawn(ax):
    """(x, y) of every line, in the order of drawing."""
    return [np.array(line.get_data(), dtype=float) for line in ax.lines]


def test_parabola_touches_the_loss_and_nowhere_lies_below_it():
    well = double_well()
    loss, parabola, points = drawn(figures.ceiling(well, W=1.6, curvature=6.68).axes[0])
    above = np.interp(loss[0], *parabola)
    assert (above >= loss[1] - 1e-3).all() and above[-1] == pytest.approx(loss[1, -1])
    start, promised, reached = points.T
    assert start == pytest.approx([1.6, well.loss(np.array([1.6]))])
    assert promised[1] == pytest.approx(parabola[1].min(), abs=1e-4)
    assert reached == pytest.approx([promised[0], well.loss(promised[:1])]) and reached[1] < promised[1]


def test_bound_of_each_valley_is_lowest_where_its_two_parts_are_equal():
    rates, R = np.geomspace(0.01, 10, 5), 9.0
    valleys = {100: (rates, rates**2), 10_000: (2 * rates, 3 * rates)}
    lines = drawn(figures.two_valleys(rates, valleys, R).axes[0])
    for steps, (bound, along, average) in zip(valleys, (lines[:3], lines[3:]), strict=True):
        best = bound[1].argmin()
        assert bound[0, best] == pytest.approx(R / np.sqrt(steps), rel=0.03)
        assert bound[1, best] == pytest.approx(R / np.sqrt(steps), rel=1e-3)
        assert np.array_equal(along[1], valleys[steps][0]) and np.array_equal(average[1], valleys[steps][1])


def test_square_is_the_average_of_the_walk():
    people, best, walk = np.eye(2), np.array([0.5, 0.5]), np.array([[0.0, 1.0, 5.0], [2.0, 2.0, 5.0]])
    left, right = figures.meeting(people, best, walk, {"mean": np.ones(60)}, np.arange(60, 0, -1)).axes
    assert drawn(left)[2][:, 0] == pytest.approx([2, 3])
    assert np.array_equal(drawn(right)[0], [np.arange(1, 61), np.arange(60, 0, -1)])


def test_powers_begin_at_step_one_and_have_their_bounds():
    bowl = quadratic(2.0)
    runs = {name: descend(sgd, bowl, 200, lr=lr) for name, lr in (("a", 0.1), ("b", 0.2), ("c", 0.3))}
    k = np.arange(1, 201)
    lines = drawn(figures.powers(runs, {"one": 1 / k, "two": 1 / k**2}).axes[0])
    for line, w in zip(lines[:3], runs.values(), strict=True):
        assert np.array_equal(line, [k, w.loss[1:]])
    assert np.array_equal(lines[4][1], 1 / k**2)


def test_pumped_shows_the_loss_of_two_half_parabolas():
    def slope(x):
        return np.where(x > 0, x, 0.5 * x)

    ball, braked = (descend(rule, slope, 5, start=1.0, lr=0.5, alpha=0.9) for rule in (momentum, nag))
    lines = drawn(figures.pumped(ball, braked, slope, np.ones(6)).axes[0])
    for line, w in zip(lines, (ball, braked), strict=False):
        assert line[1] == pytest.approx(np.where(w.W > 0, 1, 0.5) * w.W**2 / 2)


def test_ripples_all_begin_at_one():
    runs = {lr: descend(sgd, quadratic(5.0), 20, lr=lr) for lr in (0.1, 0.2, 0.3)}
    first = [line[1, 0] for line in drawn(figures.ripples(runs).axes[0])[:3]]
    assert first == [1, 1, 1]

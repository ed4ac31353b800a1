"""The pictures of the deep dive on noise show what was measured, in its units."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from course_utils.chapters.noise import figures
from course_utils.descent import descend
from course_utils.optimizers import adam, momentum, sgd
from course_utils.plots import style

SIZES = np.array([1, 10, 100])
WITH, WITHOUT = 4 / SIZES, np.array([4, 0.4 * 90 / 99, 1e-31])
RUNS = descend(sgd, lambda W: W, 20, start=np.full((1, 6), 0.5), lr=0.1)
FALL = 9 * 0.99 ** np.arange(101)
SPEEDS = np.array([0.1, 1.0])
GRIDS, BILLS = {1: SPEEDS, 8: 4 * SPEEDS}, {1: np.array([300, 200]), 8: np.array([np.inf, 400])}

EACH = {
    "batch_errors": lambda: figures.batch_errors(SIZES, WITH, WITHOUT, 4.0),
    "two_crowds": lambda: figures.two_crowds(RUNS, RUNS, 2 * [0.25 * 0.81 ** np.arange(21)]),
    "floors": lambda: figures.floors(
        SPEEDS, {momentum: SPEEDS}, SPEEDS, {momentum: SPEEDS, adam: 2 * SPEEDS}
    ),
    "chases": lambda: figures.chases(dict.fromkeys("abcd", FALL), dict.fromkeys("abcd", (FALL, FALL / 2))),
    "catch": lambda: figures.catch(SPEEDS, SPEEDS, SPEEDS, 1000),
    "averages": lambda: figures.averages({0.1: FALL, 0.2: FALL}, {0.1: FALL / 4, 0.2: FALL / 4}),
    "linear_rule": lambda: figures.linear_rule(GRIDS, BILLS),
    "epoch": lambda: figures.epoch(np.ones(41), np.append(np.tile([0, 1, 2, 1], 10), 0), 4, 0.1),
}


def lines(ax):
    return {line.get_label(): line for line in ax.lines}


@pytest.mark.parametrize("draw", EACH.values(), ids=EACH)
def test_every_picture_says_what_one_sees(draw, says_what_one_sees):
    says_what_one_sees(draw())


def test_an_exact_batch_is_no_point_and_the_laws_end_as_they_should():
    (ax,) = EACH["batch_errors"]().axes
    with_, without = (lines(ax)[f"{way} replacement"] for way in ("with", "without"))
    assert len(with_.get_xdata()) == 3 and len(without.get_xdata()) == 2
    straight, bent = ax.lines[0], ax.lines[2]
    assert_allclose(straight.get_ydata() * straight.get_xdata(), 4)
    assert_allclose(bent.get_ydata()[[0, -1]], [4, 4 / 99.9 * 0.1 / 99])


def test_a_crowd_is_its_mean_square():
    _, right = EACH["two_crowds"]().axes
    measured = lines(right)["from 0.6"]
    assert_allclose(measured.get_ydata(), 0.25 * 0.81 ** measured.get_xdata())


def test_rules_have_their_colours_and_points_without_a_law_are_joined():
    (ax,) = EACH["floors"]().axes
    seen = lines(ax)
    assert seen["Adam"].get_color() == style(adam)["color"]
    assert seen["Momentum"].get_linestyle() == "None" != seen["Adam"].get_linestyle()


def test_distances_are_roots_of_mean_squares():
    left, right = EACH["averages"]().axes
    last, mean = left.lines[0], right.lines[0]
    assert_allclose(last.get_ydata() ** 2, FALL[last.get_xdata()])
    assert_allclose(mean.get_ydata(), last.get_ydata() / 2)


def test_the_linear_rule_is_looked_for_over_rate_by_batch_size():
    left, right = EACH["linear_rule"]().axes
    for ax, x in ((left, [0.4, 4.0]), (right, [0.05, 0.5])):
        assert_allclose(lines(ax)["B = 8"].get_xdata(), x)


def test_an_epoch_is_the_mean_over_epochs_and_ends_where_they_end():
    (ax,) = EACH["epoch"]().axes
    assert_allclose(lines(ax)["shuffled in each epoch"].get_ydata(), [0, 1, 2, 1, 0])
    assert_allclose(lines(ax)["drawn anew"].get_ydata(), 1)

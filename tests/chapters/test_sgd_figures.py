"""The pictures of lesson 01: they show what they are given, and say what one sees."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from course_utils.chapters.sgd import figures
from course_utils.chapters.sgd.model import line_fit, sample_gradients
from course_utils.gradients import central_difference

LINE = line_fit(30)
CURVE = np.geomspace(5, 0.01, 60)
RNG = np.random.default_rng(0)
CLOUD = RNG.normal(size=(2, 30))
DRAWN = {
    "bill": lambda: figures.bill({"a": CURVE, "b": CURVE, "c": CURVE}, 30, 0.2),
    "poll": lambda: figures.poll(LINE.surface, LINE.data, CLOUD, CLOUD[:, :9]),
    "ends": lambda: figures.ends(LINE.surface, ("fixed", CLOUD), ("fresh", CLOUD)),
    "spread": lambda: figures.spread(np.array([1, 10, 100]), np.array([5, 0.5, 0.05]), lambda B: 5 / B),
    "two_prices": lambda: figures.two_prices({1: CURVE, 20: CURVE}),
    "one_step": lambda: figures.one_step(
        np.linspace(0, 1, 5), {1: np.ones(5), 4: np.ones(5)}, lambda B, eta: 1 - eta + eta**2 * (1 + 1 / B)
    ),
    "trade_off": lambda: figures.trade_off(np.array([1, 10]), np.array([40, 50]), lambda B: 4 * (B + 9), 9),
    "settling": lambda: figures.settling(CURVE, CURVE),
    "floors": lambda: figures.floors(CURVE[::-1] / 4, {1.0: CURVE, 0.3: CURVE}, lambda eta, lam: eta / lam),
    "scaled": lambda: figures.scaled({(1, 0.1): CURVE, (8, 0.8): CURVE}),
    "falling": lambda: figures.falling({"1/t": CURVE, "0.1": CURVE}),
    "by_order": lambda: figures.by_order({"sorted": CURVE / 5, "shuffled": CURVE / 5}),
    "contestants": lambda: figures.contestants({"a": (CURVE, CURVE), "b": (CURVE, CURVE)}),
    "which_is_which": lambda: figures.which_is_which(CURVE, CURVE, CURVE),
}


@pytest.mark.parametrize("name", DRAWN)
def test_picture_is_drawn_and_says_in_a_sentence_what_one_sees(name):
    fig = DRAWN[name]()
    assert fig.get_label().endswith(".") and len(fig.get_label()) > 50
    assert all(ax.get_xlabel() for ax in fig.axes)


def lines(ax):
    return [line.get_xydata() for line in ax.lines]


def test_bill_has_one_price_a_step():
    ax = figures.bill({"a": CURVE}, 1500, 0.2).axes[0]
    assert_allclose(lines(ax)[0], np.transpose([1500 * np.arange(60), CURVE]))


def test_the_two_prices_differ_by_the_batch_size():
    left, right = figures.two_prices({1: CURVE, 20: CURVE}).axes
    for B, one, other in zip((1, 20), lines(left), lines(right), strict=True):
        assert_allclose(other, one * [B, 1])


def test_star_of_a_parabola_is_its_lowest_point():
    ax = DRAWN["one_step"]().axes[0]
    stars = [line.get_xydata()[0] for line in ax.lines if line.get_marker() == "*"]
    assert_allclose([x for x, _ in stars], [1 / 4, 1 / 2.5], atol=0.01)


def test_trade_off_shows_updates_left_and_samples_right():
    left, right = (lines(ax)[1] for ax in DRAWN["trade_off"]().axes)
    assert_allclose(left, [[1, 40], [10, 5]])
    assert_allclose(right, [[1, 40], [10, 50]])


def test_looks_differ():
    looks = figures.looks("a", "b", "c")
    assert [look["label"] for look in looks] == ["a", "b", "c"]
    assert len({look["color"] for look in looks}) == 3 and len({look["marker"] for look in looks}) == 3


# ------------------------------------------------------------------------------------ the line fit


def test_loss_of_the_line_fit_is_the_mean_over_its_points():
    W, (a, b) = RNG.normal(size=(2, 4, 3)), LINE.data
    residuals = W[0][..., None] + W[1][..., None] * a - b
    assert_allclose(LINE.surface.loss(W), (residuals**2).mean(axis=-1) / 2, rtol=1e-12)


def test_gradients_of_the_line_fit_belong_to_its_loss():
    W = RNG.normal(size=2)
    assert_allclose(LINE.surface.grad(W), central_difference(LINE.surface.loss, W), rtol=1e-6)
    assert_allclose(sample_gradients(LINE.grad, LINE.data, W).mean(axis=-1), LINE.surface.grad(W), rtol=1e-12)


def test_minimum_of_the_line_fit_has_no_slope():
    assert_allclose(LINE.surface.grad(LINE.surface.minimum), 0, atol=1e-12)

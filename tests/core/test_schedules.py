"""Schedules: their rates by other forms of the same lines, and what a run makes of them."""

import re

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from course_utils.descent import descend
from course_utils.optimizers import sgd
from course_utils.schedules import constant, linear
from course_utils.surfaces import ravine

NAN, INF = float("nan"), float("inf")
each_length = pytest.mark.parametrize(("steps", "warmup"), [(1, 0), (10, 0), (10, 1), (10, 9), (240, 24)])


@each_length
def test_linear_is_two_straight_lines_with_their_zeros_just_outside_the_run(steps, warmup):
    t = np.arange(steps + 5)
    lines = np.interp(t, [-1, warmup, steps], [0, 0.3, 0])
    assert_allclose(linear(0.3, steps, warmup)(t), lines, rtol=1e-13, atol=1e-16)


@each_length
def test_linear_at_its_four_corners(steps, warmup):
    rate = linear(0.3, steps, warmup)
    assert rate(0) == pytest.approx(0.3 / (warmup + 1))
    assert rate(warmup) == 0.3
    assert rate(steps - 1) == pytest.approx(0.3 / (steps - warmup))
    assert rate(steps) == rate(steps + 1) == rate(10 * steps) == 0


@each_length
def test_linear_is_pytorchs_two_linear_schedules_in_a_row(steps, warmup):
    """LinearLR: η (s + (e − s) min(t, total)/total), from factor s to factor e."""

    def pytorch(t, s, e, total):
        return 0.3 * (s + (e - s) * min(t, total) / total)

    for t in range(steps + 3):
        right = pytorch(t, 1 / (warmup + 1), 1, warmup) if t < warmup else None
        right = pytorch(t - warmup, 1, 0, steps - warmup) if right is None else right
        assert linear(0.3, steps, warmup)(t) == pytest.approx(right, abs=1e-16)


@each_length
def test_linear_is_that_of_transformers_one_step_later(steps, warmup):
    """get_linear_schedule_with_warmup: t/K below K, then (T − t)/(T − K)."""

    def transformers(t, K, T):
        return t / max(1, K) if t < K else max(0.0, (T - t) / max(1, T - K))

    for t in range(steps + 3):
        right = 0.3 * transformers(t + 1, warmup + 1, steps + 1)
        assert linear(0.3, steps, warmup)(t) == pytest.approx(right, abs=1e-16)


@each_length
def test_linear_rises_only_in_the_warmup_and_is_never_0_in_the_run(steps, warmup):
    rates = linear(0.3, steps, warmup)(np.arange(steps))
    assert (rates > 0).all() and rates.argmax() == warmup
    assert (np.diff(rates)[:warmup] > 0).all() and (np.diff(rates)[warmup:] < 0).all()


def test_constant_is_the_number():
    assert constant(0.1)(0) == constant(0.1)(10**6) == 0.1
    with_it, without = (descend(sgd, ravine(), 5, lr=lr).W for lr in (constant(0.02), 0.02))
    assert_array_equal(with_it, without)


def test_peaks_of_many_runs_give_one_rate_each_and_steps_are_last():
    peaks = np.array([0.1, 0.2, 0.4])
    for make in (constant, lambda lr: linear(lr, 8, 2)):
        assert_allclose(make(peaks)(3), [make(peak)(3) for peak in peaks])
        table = make(peaks)(np.arange(8))
        assert table.shape == (3, 8)
        assert_allclose(table, [make(peak)(np.arange(8)) for peak in peaks])


def test_run_as_long_as_its_schedule_ends_and_a_longer_one_is_told_at_which_step():
    w = descend(sgd, lambda W: np.ones(1), 8, start=[0.0], lr=linear(0.4, 8, 3))
    assert_allclose(np.diff(-w.W[0]), [0.1, 0.2, 0.3, 0.4, 0.32, 0.24, 0.16, 0.08])
    with pytest.raises(ValueError, match=re.escape("lr must be finite and > 0, not 0.0 (t = 8)")):
        descend(sgd, lambda W: np.ones(1), 9, start=[0.0], lr=linear(0.4, 8, 3))


@pytest.mark.parametrize("lr", [0, -0.1, NAN, INF, [0.1, 0]])
@pytest.mark.parametrize("make", [constant, lambda lr: linear(lr, 10)], ids=["constant", "linear"])
def test_bad_peak_is_refused(make, lr):
    with pytest.raises(ValueError, match="lr must be finite and > 0, not "):
        make(lr)
    with pytest.raises(TypeError, match="lr must be a real number or an array of them, not 'fast'"):
        make("fast")


@pytest.mark.parametrize(
    ("steps", "warmup", "error", "message"),
    [
        (0, 0, ValueError, "steps must be ≥ 1, not 0"),
        (2.5, 0, TypeError, "steps must be a whole number, not 2.5"),
        (10, -1, ValueError, "warmup must be ≥ 0, not -1"),
        (10, 0.1, TypeError, "warmup must be a whole number, not 0.1"),
        (10, 10, ValueError, "warmup must be < steps = 10, so that there is a peak, not 10"),
    ],
)
def test_bad_lengths_are_refused(steps, warmup, error, message):
    with pytest.raises(error, match=re.escape(message)):
        linear(0.1, steps, warmup)

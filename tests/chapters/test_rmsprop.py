"""RMSProp's explorer: the target and the swap against what the steps betray of them."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from worlds import drawn

from course_utils.chapters.rmsprop import explore
from course_utils.chapters.rmsprop.model import half_life, run

CHASE = {"lr": 0.02, "gamma": 0.9, "period": 200, "noise": 0.0, "swap": True, "x": 0, "y": 0.3, "steps": 300}
each_rule = pytest.mark.parametrize("rule", ["rmsprop", "adagrad"])


def seen(part, curvature):
    """Where the target was seen, from the steps alone: a step is −rate · curvature · (W − seen)."""
    return part["path"][:, :-1] + np.diff(part["path"], axis=1) / (part["rate"][:, 1:] * curvature)


def test_target_goes_round_and_the_gap_is_the_distance_to_it():
    result = run(**CHASE | {"steps": 100})
    assert np.allclose(np.hypot(*result["target"]), 1)
    assert np.allclose(result["target"][:, [0, 50, 100]], [[1, 0, -1], [0, 1, 0]], atol=1e-12)
    for rule in ("rmsprop", "adagrad"):
        assert np.allclose(result[rule]["gap"], np.hypot(*(result[rule]["path"] - result["target"])))


@each_rule
def test_steps_betray_the_target_and_the_swap_exactly_from_150_on(rule):
    result = run(**CHASE)
    curvature = np.repeat([[1.0], [100.0]], 300, axis=1)
    curvature[:, 150:] = curvature[::-1, 150:]
    assert_allclose(seen(result[rule], curvature), result["target"][:, :-1], atol=1e-5)
    for k in (149, 150):
        wrong = seen(result[rule], 101 - curvature) - result["target"][:, :-1]
        assert abs(wrong[:, k]).max() > 0.1


@each_rule
def test_before_the_swap_nothing_is_different(rule):
    plain, swapped = (
        run(**CHASE | {"swap": swap, "noise": 0.3, "steps": 160})[rule]["path"] for swap in (False, True)
    )
    assert np.array_equal(plain[:, :151], swapped[:, :151])
    assert not np.allclose(plain[:, 155:], swapped[:, 155:])


def test_noise_is_the_same_for_both_rules_and_as_large_as_asked():
    result = run(**CHASE | {"noise": 0.3, "swap": False})
    errors = [
        seen(result[rule], [[1.0], [100.0]]) - result["target"][:, :-1] for rule in ("rmsprop", "adagrad")
    ]
    assert_allclose(*errors, atol=1e-5)
    assert errors[0].std() == pytest.approx(0.3, rel=4 / np.sqrt(2 * 600))
    assert abs(errors[0].mean()) < 4 * 0.3 / np.sqrt(600)


def test_half_life_halves():
    for gamma in (0.5, 0.9, 0.999):
        assert gamma ** half_life(gamma) == pytest.approx(0.5)
    assert half_life(0.0) == 0


def test_half_life_and_window_stand_where_the_weights_say():
    explorer = explore()
    explorer.set(gamma=0.95)
    age, weight = drawn(explorer, "weight", "past")
    halved = np.interp(drawn(explorer, "weight", "half")[0, 0], age, np.log(weight))
    assert np.exp(halved) == pytest.approx(weight[0] / 2)
    assert drawn(explorer, "weight", "window")[0, 0] == pytest.approx(20)
    assert explorer.view.axes["weight"].get_xlim() == pytest.approx((0, 60))

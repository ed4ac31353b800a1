"""Contests: what is chosen, on which seeds it is judged, and when a difference is no tie."""

import re
from itertools import product

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from course_utils.contest import chance, judge, search, verdict, wins_needed
from course_utils.descent import descend
from course_utils.gradients import noisy
from course_utils.optimizers import adam, momentum, sgd
from course_utils.surfaces import ravine

INF, NAN = np.inf, np.nan
RATES = np.array([0.01, 0.1, 1.0, 10.0])


def parabola(seed, lr):
    """Best at lr = 0.1 on every seed, and another height on each."""
    return seed + np.log10(lr / 0.1) ** 2


# ------------------------------------------------------------------------------------------------- search


def test_search_finds_the_value_with_the_lowest_loss():
    found = search(parabola, range(5), lr=RATES)
    assert found.best == {"lr": 0.1} and not found.at_edge
    assert_allclose(found.losses, np.arange(5)[:, None] + [1, 0, 1, 4])
    assert_allclose(found.scores, [3, 2, 3, 6])
    assert repr(found) == "<lr = 0.1: 2 over 5 seeds>"


def test_search_over_two_names_tries_every_combination():
    def run(seed, lr, alpha):
        return (np.log10(lr) + 1) ** 2 + (alpha - 0.9) ** 2 + 0 * seed

    alphas = [0.0, 0.9, 0.99]
    found = search(run, (3, 7), lr=RATES, alpha=alphas)
    assert found.best == {"lr": 0.1, "alpha": 0.9}
    assert found.losses.shape == (2, 4, 3)
    for i, k in product(range(4), range(3)):
        assert found.losses[0, i, k] == run(3, RATES[i], alphas[k])


def test_best_value_at_the_edge_of_what_was_tried_is_said():
    assert search(parabola, range(3), lr=RATES[1:]).at_edge
    assert repr(search(parabola, range(3), lr=RATES[1:])).endswith("at the edge of what was tried>")
    assert not search(parabola, range(3), lr=[10.0]).at_edge  # of a single value nothing can be said


def test_of_equals_the_first_is_the_best():
    assert search(lambda seed, lr: 0 * lr, range(2), lr=RATES).best == {"lr": 0.01}


@pytest.mark.parametrize("lost", [INF, NAN])
def test_runs_that_diverged_lose(lost):
    def run(seed, lr):
        return np.where((lr == 0.1) & (seed < 4), lost, seed / 100 + np.log10(lr / 0.1) ** 2)

    assert search(run, range(5), lr=RATES).best == {"lr": 0.01}  # the median of four infs and a number
    assert search(run, range(3, 30), lr=RATES).best == {"lr": 0.1}  # one of 27 is not seen by the median
    assert search(run, range(3, 30), by=np.mean, lr=RATES).best == {"lr": 0.01}  # but by the mean
    assert (search(run, range(5), lr=RATES).losses[:4, 1] == INF).all()


@pytest.mark.parametrize("lost", [INF, NAN])
@pytest.mark.parametrize("by", [np.median, np.mean, lambda x, axis: np.quantile(x, 0.3, axis=axis)])
def test_nothing_crashes_where_everything_diverged(lost, by):
    def run(seed, lr):
        return lost + 0 * lr

    with np.errstate(invalid="ignore"):
        found = search(run, range(4), by=by, lr=RATES)
    fresh = judge({"a": found, "b": found}, range(4, 24))
    assert (fresh["a"] == INF).all() and verdict(fresh["a"], fresh["b"]) == 0


def test_function_of_single_numbers_is_vectorized():
    def one(seed, lr):
        return float(parabola(seed, lr))

    assert_array_equal(
        search(np.vectorize(one), range(3), lr=RATES).losses, search(parabola, range(3), lr=RATES).losses
    )


def test_seed_decides_all_that_is_random():
    """A noisy ravine: the same search gives the same, another seed another start and other noise."""

    def run(seed, lr):
        rng = np.random.default_rng(seed)
        start = 4 * rng.standard_normal(2)
        noise = noisy(ravine().grad, 1.0, rng)
        return descend(sgd, noise, 50, start=start, runs=len(lr), loss=ravine().loss, lr=lr).loss[:, -1]

    first, again = (search(run, range(6), lr=[0.0001, 0.01, 0.03, 0.1]) for _ in range(2))
    assert_array_equal(first.losses, again.losses)
    assert len(np.unique(first.losses)) == first.losses.size
    assert (first.losses[:, 3] > 1e6).all() and first.best["lr"] in (0.01, 0.03)


@pytest.mark.parametrize("seeds", [(), (1, 1), (0, 1, 2, 0)])
def test_seeds_must_differ(seeds):
    with pytest.raises(
        ValueError, match=re.escape(f"seeds must be whole numbers, all different, not {seeds}")
    ):
        search(parabola, seeds, lr=RATES)


@pytest.mark.parametrize("values", [{}, {"lr": []}])
def test_search_for_nothing_is_refused(values):
    with pytest.raises(ValueError, match=re.escape("values must be given by name, such as lr=[0.01, 0.1]")):
        search(parabola, range(3), **values)


@pytest.mark.parametrize(("returned", "shape"), [(0.0, ()), (np.zeros(3), (3,)), (np.zeros((4, 1)), (4, 1))])
def test_another_number_of_losses_than_of_values_is_refused(returned, shape):
    message = f"run must return one loss for each value, shape (4,), but returned shape {shape}"
    with pytest.raises(ValueError, match=re.escape(message)):
        search(lambda seed, lr: returned, range(3), lr=RATES)


# -------------------------------------------------------------------------------------------------- judge


def test_judge_runs_each_at_its_own_best_on_seeds_of_its_own():
    asked = []

    def other(seed, lr):
        asked.append((seed, lr.tolist()))
        return -parabola(seed, lr)

    searches = {"up": search(parabola, range(3), lr=RATES), "down": search(other, range(3), lr=RATES)}
    asked.clear()
    fresh = judge(searches, range(3, 6))
    assert fresh["up"].tolist() == [3, 4, 5]
    assert fresh["down"].tolist() == [-7, -8, -9]
    assert asked == [(3, [10.0]), (4, [10.0]), (5, [10.0])]


def test_judge_hands_on_what_else_a_run_returns():
    def run(seed, lr):
        curves = np.multiply.outer(lr, np.arange(4.0))
        return parabola(seed, lr), 100 + seed + lr, curves

    found = search(run, range(3), lr=RATES)
    assert found.best == {"lr": 0.1}
    losses, accuracy, curves = judge({sgd: found}, (8, 9))[sgd]
    assert (losses.tolist(), accuracy.tolist()) == ([8, 9], [108.1, 109.1])
    assert_allclose(curves, [0.1 * np.arange(4)] * 2)


def test_seeds_of_the_search_are_no_judges():
    searches = {momentum: search(parabola, range(3), lr=RATES), adam: search(parabola, (7, 9), lr=RATES)}
    with pytest.raises(ValueError, match=re.escape("those of the search, but adam was tuned on [7, 9]")):
        judge(searches, range(5, 12))
    assert judge(searches, (5, 6, 8))[adam].shape == (3,)


# ------------------------------------------------------------------------------------------------ verdict


@pytest.mark.parametrize("seeds", range(1, 13))
def test_chance_is_counted_over_all_throws_of_the_coins(seeds):
    heads = np.array([sum(coins) for coins in product((0, 1), repeat=seeds)])
    for wins in range(seeds // 2 + 1, seeds + 1):
        assert chance(wins, seeds) == np.mean((heads >= wins) | (heads <= seeds - wins))


def test_chance_of_17_of_20_is_the_one_of_the_lessons():
    assert chance(17, 20) == 2 * (1 + 20 + 190 + 1140) / 2**20 == pytest.approx(0.0026, abs=5e-5)
    assert chance(16, 20) == pytest.approx(0.0118, abs=5e-5)


def test_wins_needed_are_the_fewest_that_coins_seldom_reach():
    assert [wins_needed(n) for n in (5, 8, 10, 20, 30)] == [6, 8, 10, 17, 23]
    for n in range(1, 40):
        assert (
            chance(wins_needed(n), n) <= 0.01 < chance(wins_needed(n) - 1, n) or wins_needed(n) == n // 2 + 1
        )
    assert wins_needed(20, level=0.05) == 15


LOSSES = np.linspace(1.0, 2.0, 20)


@pytest.mark.parametrize(
    ("wins", "defeats", "expected"),
    [
        (20, 0, 1),
        (17, 3, 1),
        (16, 4, 0),
        (10, 10, 0),
        (3, 17, -1),
        (17, 0, 1),
        (16, 0, 0),
        (0, 0, 0),
        (0, 17, -1),
    ],
)
def test_verdict_needs_17_of_20_and_equal_seeds_count_for_nobody(wins, defeats, expected):
    difference = np.repeat([-0.1, 0.1, 0.0], [wins, defeats, 20 - wins - defeats])
    assert verdict(LOSSES + difference, LOSSES) == expected == -verdict(LOSSES, LOSSES + difference)


def test_verdict_goes_seed_by_seed_and_not_by_mean_or_median():
    lower_on_18 = LOSSES + np.where(np.arange(20) < 18, -0.1, 1e9)
    assert lower_on_18.mean() > LOSSES.mean() and verdict(lower_on_18, LOSSES) == 1
    assert verdict(LOSSES[::-1], LOSSES) == 0
    lower_median = np.where(np.arange(20) < 11, 0.5, 9.0)
    assert np.median(lower_median) < np.median(LOSSES) and verdict(lower_median, LOSSES) == 0


@pytest.mark.parametrize("lost", [INF, NAN, 1e308])
def test_run_that_diverged_loses_its_seed(lost):
    three, four = (np.where(np.arange(20) < n, lost, LOSSES - 0.1) for n in (3, 4))
    assert (verdict(three, LOSSES), verdict(four, LOSSES)) == (1, 0)
    assert verdict(np.full(20, lost), LOSSES) == -1
    assert verdict(np.full(20, lost), np.full(20, lost)) == 0


def test_one_seed_never_turns_a_verdict_round():
    rng = np.random.default_rng(0)
    for _ in range(300):
        a, b = LOSSES - rng.choice([0.0, 0.05], 20), LOSSES - rng.choice([0.02, 0.06], 20)
        k, value = rng.integers(20), rng.choice([-INF, INF])
        changed = np.where(np.arange(20) == k, value, a)
        assert verdict(a, b) * verdict(changed, b) >= 0


def test_equals_are_called_equal_as_often_as_promised():
    a, b = np.random.default_rng(0).standard_normal((2, 4000, 20))
    decided = np.mean([verdict(x, y) != 0 for x, y in zip(a, b, strict=True)])
    assert decided == pytest.approx(chance(17, 20), abs=4 * np.sqrt(chance(17, 20) / 4000))


@pytest.mark.parametrize(
    ("a", "b"), [(np.ones(3), np.ones(4)), (np.ones((2, 3)), np.ones((2, 3))), (1.0, 2.0)]
)
def test_verdict_wants_one_loss_per_seed_of_each(a, b):
    message = f"a and b must be losses of the same seeds, not of shapes {np.shape(a)} and {np.shape(b)}"
    with pytest.raises(ValueError, match=re.escape(message)):
        verdict(a, b)

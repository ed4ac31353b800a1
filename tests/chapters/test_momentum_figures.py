"""The pictures of lesson 02 show what the runs do: regions of the map, harmful steps, effective rates."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from course_utils.chapters.momentum import figures
from course_utils.chapters.momentum.model import run
from course_utils.contest import Search
from course_utils.descent import descend
from course_utils.optimizers import momentum, sgd
from course_utils.surfaces import double_well, quadratic, ravine


def kept(rate, alpha):
    """What a step keeps: the larger modulus of the eigenvalues of the step (W, v) → (W + v′, v′)."""
    rate, alpha = np.broadcast_arrays(rate, alpha)
    step = np.stack([1 - rate, alpha, -rate, alpha], axis=-1).reshape(*rate.shape, 2, 2)
    return abs(np.linalg.eigvals(step)).max(axis=-1)


def roll(steps, rate, alpha, rule=momentum):
    line, runs = quadratic(kappa=1, dim=1), np.broadcast(rate, alpha).size
    return descend(rule, line, steps, start=[1.0], runs=runs, lr=rate, alpha=alpha)


def valley(rule, steps=60, **hyper):
    return descend(rule, ravine(), steps, lr=0.07, **hyper)


RATES, ALPHAS = np.array([0.1, 0.3, 1.9, 2.75]), np.array([0.2, 0.8, 0.1, 0.3])
SCALAR = descend(momentum, lambda W: W, 20, start=1.0, lr=0.1, alpha=0.9)
THREE = {a: valley(momentum, 200, alpha=a) for a in (0, 0.5, 0.9)}
TRIED = np.array([0.1, 0.2, 0.4])
LOSSES = np.random.default_rng(0).uniform(0.1, 2, (5, 3))
FOUND = {a: Search(None, (), {"lr": TRIED}, LOSSES, np.median(LOSSES, axis=0), {"lr": 0.1}) for a in (0, 0.9)}


def regime_map():
    ends = (2 / 101, 200 / 101, 0), (4 / 121, 400 / 121, 81 / 121)
    return figures.regime_map(kept, roll(30, RATES, ALPHAS), RATES, ALPHAS, *ends)


def wells():
    pair = [descend(momentum, double_well(), 40, start=[1.6], lr=0.05, alpha=a) for a in (0, 0.9)]
    return figures.wells([pair, pair], ("once", "again"))


EACH = {
    "zigzag": lambda: figures.zigzag(valley(sgd)),
    "late_push": lambda: figures.late_push(valley(momentum, alpha=0.9)),
    "fading": lambda: figures.fading(np.ones((2, 9)), np.arange(18.0).reshape(2, 9)),
    "paths": lambda: figures.paths(THREE, dict.fromkeys(THREE, 7)),
    "steps_over_alpha": lambda: figures.steps_over_alpha(ALPHAS, np.array([9, 5, 3, 12]), (0.2, 0.8)),
    "rolls": lambda: figures.rolls(np.cos, {0.5: SCALAR, 0.1: SCALAR}, {0.9: SCALAR}),
    "swings": lambda: figures.swings(roll(60, 0.1, ALPHAS[:3]), roll(60, 1.9, ALPHAS[:3]), ALPHAS[:3]),
    "cuts": lambda: figures.cuts(kept, {0.5: RATES}, {0.5: RATES}),
    "regime_map": regime_map,
    "promise": lambda: figures.promise(valley(sgd), valley(momentum, alpha=0.5), 0.7),
    "condition_numbers": lambda: figures.condition_numbers(TRIED, np.ones((2, 3))),
    "race": lambda: figures.race({(0.05, 0): RATES, (0.005, 0.9): RATES, (0.05, 0.9): RATES}),
    "wells": wells,
    "rates": lambda: figures.rates(FOUND),
    "drop": lambda: figures.drop(SCALAR, SCALAR, 10),
    "which_is_which": lambda: figures.which_is_which(THREE),
}


@pytest.mark.parametrize("draw", EACH.values(), ids=EACH)
def test_every_picture_says_what_one_sees(draw, says_what_one_sees):
    says_what_one_sees(draw())


def behaviour(W):
    """creeps, swings, flips its sign or diverges: the number of the region for each run (runs, steps + 1)."""
    changes = W[:, 1:] * W[:, :-1] < 0
    return np.select([abs(W[:, -1]) > 1, changes.all(axis=1), changes.any(axis=1)], [3, 2, 1], default=0)


def test_map_shows_at_every_point_what_a_run_does_there():
    rng = np.random.default_rng(0)
    rate, alpha = rng.uniform(0.01, 3.99, 2000), rng.uniform(0.02, 0.98, 2000)
    borders = (1 - np.sqrt(alpha)) ** 2, (1 + np.sqrt(alpha)) ** 2, 2 * (1 + alpha)
    clear = np.min([abs(rate - border) for border in borders], axis=0) > 0.02
    rate, alpha = rate[clear], alpha[clear]
    ax = regime_map().axes[0]
    regions = [collection.get_paths()[0] for collection in ax.collections[:4]]
    inside = np.array([region.contains_points(np.column_stack([rate, alpha])) for region in regions])
    assert (inside.sum(axis=0) == 1).all()
    assert (inside.argmax(axis=0) == behaviour(roll(300, rate, alpha).W[0])).all()
    assert inside.any(axis=1).all()


def test_small_pictures_of_the_map_are_one_of_each_region():
    assert behaviour(roll(300, RATES, ALPHAS).W[0]).tolist() == [0, 1, 2, 3]


def test_dark_bars_are_the_steps_away_from_the_floor():
    w = valley(momentum, alpha=0.9)
    towards, away = figures.late_push(w).axes[0].containers
    y, step = w.W[1], np.diff(w.W[1])
    for bars, sign in ((towards, -1), (away, 1)):
        at = [round(bar.get_x() + bar.get_width() / 2) for bar in bars]
        assert_allclose([bar.get_height() for bar in bars], step[at])
        assert (np.sign(step[at] * y[at]) == sign).all() and len(at) > 5
    assert len(towards) + len(away) == w.steps


def test_films_of_the_ball_stand_at_their_times():
    left, right = figures.rolls(np.cos, {0.5: SCALAR, 0.1: SCALAR}, {0.9: SCALAR}).axes
    for line, h in zip(left.lines[1:], (0.5, 0.1), strict=False):
        assert_allclose(line.get_xdata(), h * np.arange(21))
        assert_allclose(line.get_ydata(), SCALAR.W)
    assert_allclose(right.lines[0].get_ydata(), SCALAR.W)


def test_effective_rate_is_the_rate_over_one_minus_alpha():
    left, right = figures.rates(FOUND).axes
    for alpha, one, other in zip(FOUND, left.lines, right.lines, strict=True):
        assert_allclose(one.get_xdata(), TRIED)
        assert_allclose(other.get_xdata(), TRIED / (1 - alpha))
        assert_allclose(other.get_ydata(), np.median(LOSSES, axis=0))


def test_promise_is_relative_to_the_start():
    lines = figures.promise(valley(sgd), valley(momentum, alpha=0.5), 0.7).axes[0].lines
    assert [line.get_ydata()[0] for line in lines[:3]] == [1, 1, 1]
    assert_allclose(lines[2].get_ydata(), 0.7 ** np.arange(61))


def test_letters_of_exercise_2_1_stand_at_the_curves_of_its_answer():
    ax = figures.which_is_which(THREE).axes[0]
    for text, alpha in zip(ax.texts, (0.9, 0, 0.5), strict=True):
        k, far = text.xy
        assert far == THREE[alpha].distance[k]
    assert [text.get_text() for text in ax.texts] == ["A", "B", "C"]


def test_answer_of_the_challenge_reaches_its_goal_at_step_50():
    loss = run(rate=3.22, alpha=0.68, kappa=100, x=-4, y=1, steps=60)["loss"]
    assert np.flatnonzero(loss < 1e-6)[0] == 50

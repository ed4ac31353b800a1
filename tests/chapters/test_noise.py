"""The two measurements of the deep dive on noise: errors of batches, and samples needed."""

from itertools import combinations, product

import numpy as np
import pytest
from numpy.testing import assert_allclose

from course_utils.chapters.noise import batch_errors, samples_needed
from course_utils.gradients import minibatches
from course_utils.network import Network

FOUR = np.random.default_rng(1).normal(size=(3, 4))


def exact(batches):
    off = FOUR - FOUR.mean(axis=1, keepdims=True)
    return np.mean([np.sum(off[:, list(rows)].mean(axis=1) ** 2) for rows in batches])


@pytest.mark.parametrize("B", [1, 2, 3])
def test_batches_err_as_all_batches_there_are(B):
    """All ordered draws with replacement, all sets without; σ²/B (1 − B/n) would be 25 % too low."""
    rng = np.random.default_rng(B)
    for replace, batches in ((True, product(range(4), repeat=B)), (False, combinations(range(4), B))):
        (measured,) = batch_errors(FOUR, [B], replace, rng, batches=4000)
        assert_allclose(measured, exact(batches), rtol=0.06)


def test_the_batch_of_all_is_exact_only_without_replacement():
    errors = [batch_errors(FOUR, [4], replace, np.random.default_rng(0))[0] for replace in (True, False)]
    assert errors[1] < 1e-25 < errors[0]


NET = Network((2, 3))
rng = np.random.default_rng(0)
POINTS = rng.normal(size=(60, 2)) + 3 * np.repeat([[1, 0], [0, 1], [-1, -1]], 20, axis=0)
DATA = POINTS, np.repeat([0, 1, 2], 20)


def test_samples_are_counted_as_by_hand():
    """One seed, one rate: a loop that looks at the loss after every 8 samples."""
    rng = np.random.default_rng(8)
    W = NET.start(rng, 1)
    batch = minibatches(NET.grad, DATA, 4, rng, runs=1)
    looks = 0
    while NET.loss(W, *DATA)[0] >= 0.2:
        for _ in range(2):
            W = W - 0.1 * batch(W)
        looks += 1
    assert looks > 3
    needed = samples_needed(NET, DATA, 4, np.array([0.1]), budget=25 * 8, seeds=1)
    assert needed == [8 * looks]


def test_samples_are_the_median_over_seeds_and_inf_where_the_goal_is_not_reached():
    rates = np.array([1e-4, 0.5])
    needed = samples_needed(NET, DATA, 4, rates, budget=200)
    assert needed.shape == (2,)
    assert needed[0] == np.inf > needed[1]
    assert (samples_needed(NET, DATA, 4, rates, budget=200, loss=1e9) == 0).all()

"""Approximate gradients: the error of differences, the statistics of noise, the samples of mini-batches."""

import re
from itertools import chain

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from course_utils.descent import descend
from course_utils.gradients import best_step, central_difference, feed, minibatches, noisy
from course_utils.network import small_network
from course_utils.optimizers import adam, momentum, nag

NAN, INF = float("nan"), float("inf")


def rng(seed=0):
    return np.random.default_rng(seed)


# -------------------------------------------------------------------------------------- central differences


def test_difference_of_a_cube_is_off_by_exactly_h_squared():
    """((1 + h)³ − (1 − h)³)/2h = 3 + h²."""
    assert_allclose(central_difference(lambda W: W[0] ** 3, [1.0], h=0.1), [3.01], rtol=1e-14)


def test_difference_of_a_quadratic_is_exact_whatever_h():
    for h in (0.25, 2.0, 64.0):
        assert_allclose(
            central_difference(lambda W: W[0] ** 2 + 3 * W[0] * W[1], [1, 2], h=h), [8, 3], rtol=1e-13
        )


def test_difference_runs_over_many_points_at_once():
    W = rng().standard_normal((3, 5))
    together = central_difference(lambda W: np.sin(W).prod(axis=0), W)
    alone = [central_difference(lambda W: np.sin(W).prod(), W[:, k]) for k in range(5)]
    assert_allclose(together.T, alone, rtol=1e-9)


def test_difference_takes_whole_numbers_and_changes_nothing():
    W = np.array([1, 2])
    assert_allclose(central_difference(lambda W: (W**2).sum(axis=0), W), [2, 4], rtol=1e-9)
    assert_array_equal(W, [1, 2])


def errors(h):
    """Mean relative error of (eˣ)′ over 200 places."""
    x = np.linspace(-1, 1, 200)[None]
    return np.mean([np.abs(central_difference(lambda W: np.exp(W[0]), x, h=h) / np.exp(x) - 1)])


def test_error_is_u_shaped_with_its_floor_at_the_best_step():
    floor = errors(best_step())
    assert all(errors(best_step() * f) > 5 * floor for f in (1e-3, 1e-2, 1e2, 1e3))
    assert floor < 1e-10


def test_error_left_of_the_floor_is_rounding_and_grows_like_1_over_h():
    small = np.array([1e-11, 1e-10, 1e-9, 1e-8])
    slope = np.polyfit(np.log(small), np.log([errors(h) for h in small]), 1)[0]
    assert slope == pytest.approx(-1, abs=0.1)
    assert all(errors(h) <= np.finfo(float).eps * 3 / h for h in small)


def test_error_right_of_the_floor_is_h_squared_over_6():
    for h in (1e-3, 1e-2):
        assert errors(h) == pytest.approx(h**2 / 6, rel=1e-3)


def test_best_step_minimises_the_bound_that_it_names():
    for value, third in ((1.0, 1.0), (250.0, 0.02)):
        h = best_step(value, third) * np.array([0.9, 1.0, 1.1])
        bound = np.finfo(float).eps * value / h + h**2 * third / 6
        assert bound.argmin() == 1


def test_best_step_is_the_default():
    W = rng().standard_normal(4)
    default, explicit = (central_difference(lambda W: np.exp(W).sum(axis=0), W, h) for h in (None, 8.7e-6))
    assert_allclose(default, explicit, rtol=1e-9)
    assert best_step() == pytest.approx(8.7e-6, rel=0.01)


@pytest.mark.parametrize("value", [0, -1e-6, NAN, INF])
def test_bad_step_is_refused(value):
    with pytest.raises(ValueError, match=re.escape(f"h must be finite and > 0, not {value}")):
        central_difference(np.sum, [1.0], h=value)
    for name in ("value", "third"):
        with pytest.raises(ValueError, match=re.escape(f"{name} must be finite and > 0, not {value}")):
            best_step(**{name: value})


# ------------------------------------------------------------------------------------------------- noise


def test_noise_has_mean_0_and_the_standard_deviation_asked_for():
    n, W = 40_000, np.tile([[1.0], [-2.0]], 40_000)
    noise = noisy(lambda W: 3 * W, np.array([[0.5], [2.0]]), rng())(W) - 3 * W
    assert (np.abs(noise.mean(axis=1)) < 4 * np.array([0.5, 2.0]) / np.sqrt(n)).all()
    assert_allclose(noise.std(axis=1), [0.5, 2.0], rtol=4 / np.sqrt(2 * n))
    assert abs(np.corrcoef(noise)[0, 1]) < 4 / np.sqrt(n)


def test_noise_is_new_at_every_call_and_repeated_by_the_same_generator():
    first, second = noisy(lambda W: W, 1, rng(7)), noisy(lambda W: W, 1, rng(7))
    mine, its = ([g(np.ones(3)) for _ in range(4)] for g in (first, second))
    assert_array_equal(mine, its)
    assert len(np.unique(mine)) == 12


def test_noise_of_size_0_is_the_gradient():
    assert_array_equal(noisy(lambda W: 3 * W, 0, rng())(np.ones(3)), [3, 3, 3])


@pytest.mark.parametrize("sigma", [-1, NAN, INF, [0.5, -0.5]])
def test_bad_sigma_is_refused(sigma):
    wrong = "-0.5 (at index [1])" if isinstance(sigma, list) else sigma
    with pytest.raises(ValueError, match=re.escape(f"sigma must be finite and ≥ 0, not {wrong}")):
        noisy(lambda W: W, sigma, rng())


@pytest.mark.parametrize("value", ["a", None, [1j]])
def test_what_is_no_number_is_refused(value):
    with pytest.raises(
        TypeError, match=re.escape(f"sigma must be a real number or an array of them, not {value!r}")
    ):
        noisy(lambda W: W, value, rng())
    with pytest.raises(TypeError, match=re.escape(f"third must be a real number, not {value!r}")):
        best_step(third=value)
    with pytest.raises(TypeError, match="h must be a real number, not 'a'"):
        central_difference(np.sum, [1.0], h="a")


# ------------------------------------------------------------------------------------------- mini-batches

X, Y = np.arange(20.0).reshape(10, 2), np.arange(10)


def batches(number, batch_size, seed=0, replace=False, runs=None):
    """The sample numbers of successive batches."""
    seen = []

    def grad(W, x, y):
        assert_array_equal(x, X[y])  # the arrays are drawn together
        seen.append(y.tolist())
        return W

    g = minibatches(grad, (X, Y), batch_size, rng(seed), replace, runs)
    for _ in range(number):
        assert_array_equal(g(np.ones(3 if runs is None else (3, runs))), 1)
    return seen


@pytest.mark.parametrize("batch_size", [1, 2, 3, 4, 5, 9, 10])
def test_epoch_holds_every_sample_once_and_its_last_batch_is_the_rest(batch_size):
    per_epoch = -(-10 // batch_size)
    seen = batches(3 * per_epoch, batch_size)
    for epoch in range(3):
        drawn = seen[epoch * per_epoch : (epoch + 1) * per_epoch]
        assert sorted(chain(*drawn)) == list(range(10))
        assert [len(b) for b in drawn[:-1]] == [batch_size] * (per_epoch - 1)
        assert len(drawn[-1]) == 10 - batch_size * (per_epoch - 1)


def test_batch_size_may_be_any_whole_number():
    assert batches(3, np.int64(4)) == batches(3, 4.0) == batches(3, 4)


def test_every_epoch_has_an_order_of_its_own():
    seen = batches(30, 1)
    assert seen[:10] != seen[10:20] != seen[20:] != sorted(seen[20:])


def test_all_places_of_an_epoch_are_equally_likely():
    """300 epochs: a sample stands at a place 30 ± 5.2 times."""
    order = np.reshape(batches(3000, 1), (300, 10))
    counts = np.array([np.bincount(place, minlength=10) for place in order.T])
    assert (np.abs(counts - 30) < 5 * np.sqrt(300 * 0.1 * 0.9)).all()


@pytest.mark.parametrize("replace", [False, True])
def test_generator_decides_the_batches(replace):
    assert batches(12, 4, seed=3, replace=replace) == batches(12, 4, seed=3, replace=replace)
    assert batches(12, 4, seed=3, replace=replace) != batches(12, 4, seed=4, replace=replace)


def test_batches_with_replacement_repeat_samples_and_keep_their_size():
    seen = batches(3000, 10, replace=True)
    assert {len(b) for b in seen} == {10}
    # a batch of 10 of 10 misses each sample with probability 0.9¹⁰ = 0.349
    missed = np.mean([10 - len(set(b)) for b in seen])
    assert missed == pytest.approx(10 * 0.9**10, abs=0.1)
    assert (np.abs(np.bincount(list(chain(*seen))) - 3000) < 5 * np.sqrt(30_000 * 0.1 * 0.9)).all()


@pytest.mark.parametrize("replace", [False, True])
def test_minibatch_gradient_has_the_variance_of_its_way_of_drawing(replace):
    """s²/B · (1 − B/n) with n − 1 in s² without replacement, σ²/B with n in σ² with it; mean the same."""
    data = rng(1).standard_normal(12)
    g = minibatches(lambda W, x: x.mean(keepdims=True), (data,), 4, rng(2), replace)
    # of each epoch the first batch alone, since the three of an epoch are not independent
    drawn = np.array([g(np.ones(1))[0] for _ in range(60_000)])[::3]
    expected = data.var() / 4 if replace else data.var(ddof=1) / 4 * (1 - 4 / 12)
    assert drawn.var() == pytest.approx(expected, rel=5 * np.sqrt(2 / len(drawn)))
    assert drawn.mean() == pytest.approx(data.mean(), abs=5 * np.sqrt(expected / len(drawn)))


@pytest.mark.parametrize("batch_size", [1, 3, 10])
def test_each_run_has_an_epoch_of_its_own(batch_size):
    per_epoch = -(-10 // batch_size)
    seen = batches(2 * per_epoch, batch_size, runs=4)
    epochs = [np.concatenate(seen[:per_epoch], axis=1), np.concatenate(seen[per_epoch:], axis=1)]
    orders = np.concatenate(epochs)
    assert_array_equal(np.sort(orders, axis=1), np.tile(np.arange(10), (8, 1)))
    assert len(np.unique(orders, axis=0)) == 8
    assert {np.shape(b) for b in seen[: per_epoch - 1]} <= {(4, batch_size)}


def test_runs_with_replacement_draw_on_their_own():
    seen = batches(3000, 2, replace=True, runs=3)
    assert {np.shape(b) for b in seen} == {(3, 2)}
    draws = np.concatenate(seen, axis=1)
    agree = [np.mean(draws[i] == draws[k]) for i, k in ((0, 1), (0, 2), (1, 2))]
    assert_allclose(agree, 0.1, atol=5 * np.sqrt(0.1 * 0.9 / 6000))


def test_runs_together_are_runs_alone_on_their_own_batches():
    """Three networks with batches of their own: each walks as it does alone when it is fed its batches."""
    net, data = small_network(4, 3, 2), (rng(1).standard_normal((10, 4)), rng(2).integers(2, size=10))
    start, seen = net.start(rng(3), 3), []

    def spy(W, *batch):
        seen.append(batch)
        return net.grad(W, *batch)

    together = descend(adam, minibatches(spy, data, 4, rng(4), runs=3), 9, start=start, lr=0.1).W
    for k in range(3):
        own = iter([[part[k] for part in batch] for batch in seen])
        alone = descend(adam, lambda W, own=own: net.grad(W, *next(own)), 9, start=start[:, k], lr=0.1).W
        assert_allclose(together[:, k], alone, rtol=1e-9, atol=1e-12)
    assert not np.array_equal(seen[0][1][0], seen[0][1][1])


def test_another_number_of_runs_than_W_has_is_refused():
    g = minibatches(lambda W, x, y: W, (X, Y), 2, rng(), runs=3)
    with pytest.raises(ValueError, match=re.escape("W must have shape (d, 3), as runs says, not (2, 4)")):
        g(np.ones((2, 4)))


@pytest.mark.parametrize("runs", [0, -1, 2.5])
def test_bad_number_of_runs_is_refused(runs):
    with pytest.raises(ValueError, match=re.escape(f"runs must be None or a whole number ≥ 1, not {runs}")):
        minibatches(lambda W, x: W, (X,), 2, rng(), runs=runs)


@pytest.mark.parametrize("batch_size", [0, -1, 11, 2.5, "4", None, NAN, INF])
def test_bad_batch_size_is_refused(batch_size):
    message = f"batch_size must be a whole number from 1 to 10, not {batch_size}"
    with pytest.raises(ValueError, match=re.escape(message)):
        minibatches(lambda W, x, y: W, (X, Y), batch_size, rng())


def test_data_of_unequal_lengths_are_refused():
    with pytest.raises(ValueError, match=re.escape("data must have as many rows in each array, not [10, 9]")):
        minibatches(lambda W, x, y: W, (X, Y[:9]), 2, rng())


@pytest.mark.parametrize(
    "generator", [None, 0, np.random, np.random.RandomState(0)], ids=["None", "0", "module", "legacy"]
)
def test_generator_must_be_explicit(generator):
    message = "rng must be a numpy.random.Generator, as default_rng(0) makes, not "
    with pytest.raises(TypeError, match=re.escape(message)):
        noisy(lambda W: W, 1, generator)
    with pytest.raises(TypeError, match=re.escape(message)):
        minibatches(lambda W, x: W, (X,), 2, generator)


# ---------------------------------------------------------------------------------------- given gradients


@pytest.mark.parametrize("d", [None, 1, 3])
def test_momentum_of_given_gradients_is_their_weighted_sum(d):
    g = rng().standard_normal((20,) if d is None else (20, d))
    w = descend(momentum, feed(g), steps=20, start=np.zeros(g.shape[1:]), lr=0.1, alpha=0.9)
    for t in range(21):
        right = -0.1 * sum((0.9 ** (t - 1 - k) * g[k] for k in range(t)), np.zeros(g.shape[1:]))
        assert_allclose(w.v[..., t], right, rtol=1e-12, atol=1e-15)


def test_given_gradients_do_not_ask_where_W_is():
    g = rng().standard_normal((5, 2))
    w = descend(nag, feed(g), steps=5, start=[1e6, -3.0], lr=0.1, alpha=0)
    assert_allclose(np.diff(w.W), -0.1 * g.T, rtol=1e-8)


def test_row_is_the_same_along_the_axes_that_it_lacks():
    g = rng().standard_normal((5, 2))
    w = descend(momentum, feed(g), steps=5, start=[0.0, 0.0], runs=3, lr=[0.1, 0.2, 0.3])
    assert_allclose(w.v[:, 1, 1], -0.2 * g[0])
    assert_array_equal(feed([1.0, 2.0])(np.ones((2, 3))), np.ones((2, 3)))


def test_given_gradients_serve_a_rule_that_is_called_by_hand():
    g = feed([2, -1])
    one = adam(g, 0.0, lr=0.1)
    W, m, v, t = adam(g, *one, lr=0.1)
    assert_allclose([W, m, v, t], [-0.12663, 0.08, 0.004996, 2], rtol=5e-5)


def test_given_gradients_are_copied():
    rows = np.ones((3, 2))
    g = feed(rows)
    g(np.zeros(2))[:] = 7
    rows[:] = 9
    assert_array_equal(g(np.zeros(2)), [1, 1])


def test_more_steps_than_gradients_are_refused_and_so_is_a_second_run():
    g = feed(np.ones(3))
    assert_array_equal(descend(momentum, g, steps=3, start=0.0, alpha=0).W, [0, -0.01, -0.02, -0.03])
    with pytest.raises(ValueError, match="feed was given 3 gradients and is asked for one more"):
        descend(momentum, g, steps=1, start=0.0)


def test_rows_that_do_not_fit_W_are_refused():
    with pytest.raises(ValueError, match=re.escape("rows of shape (3,) do not broadcast to W of shape (2,)")):
        descend(momentum, feed(np.ones((5, 3))), steps=5, start=[0.0, 0.0])


@pytest.mark.parametrize("rows", [1.0, "gradients", [None], iter([1.0])])
def test_rows_must_be_an_array_of_numbers(rows):
    with pytest.raises(TypeError, match="rows must be an array of real numbers, one gradient a row, not "):
        feed(rows)

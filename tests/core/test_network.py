"""The classifier: its gradient by differences, small cases by hand, and what must not change its loss."""

import re
from itertools import pairwise

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from course_utils.digits import load_digits
from course_utils.gradients import central_difference
from course_utils.network import Network, small_network, softmax_regression

D = load_digits()
NETWORKS = {
    "softmax regression": softmax_regression(),
    "small network": small_network(),
    "two hidden layers": Network((64, 5, 4, 10)),
}
each = pytest.mark.parametrize("network", NETWORKS.values(), ids=NETWORKS)


def rng():
    return np.random.default_rng(0)


def some(network, samples=20):
    """Weights away from the start, biases included, and a few digits."""
    W = network.start(rng()) + 0.1 * rng().standard_normal(network.weights)
    return W, D.X_train[:samples], D.y_train[:samples].copy()


# --------------------------------------------------------------------------------------------- the gradient


@each
def test_gradient_is_the_central_difference_to_1e_7(network):
    W, X, y = some(network)
    difference = central_difference(lambda W: network.loss(W, X, y), W)
    assert_allclose(network.grad(W, X, y), difference, rtol=0, atol=1e-7)
    assert np.abs(difference).max() > 0.01


@each
def test_gradient_of_a_batch_is_the_mean_over_its_samples(network):
    W, X, y = some(network)
    alone = [network.grad(W, X[k : k + 1], y[k : k + 1]) for k in range(len(y))]
    assert_allclose(network.grad(W, X, y), np.mean(alone, axis=0), rtol=1e-11, atol=1e-14)


def test_gradient_at_weights_0_is_the_known_one():
    """Softmax regression: the scores are pulled by 1/10 − [class], times the pixels, or times 1."""
    network, X, y = softmax_regression(), D.X_train, D.y_train
    pull = 0.1 - np.eye(10)[y]
    expected = np.concatenate([(X.T @ pull / len(y)).ravel(), pull.mean(axis=0)])
    assert_allclose(network.grad(np.zeros(650), X, y), expected, rtol=1e-10, atol=1e-15)


@each
def test_gradients_of_the_scores_add_up_to_0(network):
    """A number added to all scores changes nothing, so the ten last biases have gradients of sum 0."""
    assert network.grad(*some(network))[-10:].sum() == pytest.approx(0, abs=1e-14)


# ------------------------------------------------------------------------------------------ the loss by hand


@each
def test_loss_of_weights_0_is_log_10_and_the_guess_is_always_0(network):
    W = np.zeros(network.weights)
    assert network.loss(W, D.X_train, D.y_train) == pytest.approx(np.log(10), rel=1e-14)
    assert network.accuracy(W, D.X_train, D.y_train) == np.mean(D.y_train == 0)


def test_two_classes_are_the_logistic_loss():
    """One pixel x, scores 3x + 1 and −x + 2: the loss of class 0 is log(1 + exp(1 − 4x))."""
    network, W = Network((1, 2)), np.array([3.0, -1.0, 1.0, 2.0])
    X = np.array([[0.0], [1.0]])
    assert_allclose(network.loss(W, X[:1], [0]), np.log(1 + np.e))
    assert_allclose(network.loss(W, X, [0, 1]), (np.log(1 + np.e) + np.log(1 + np.exp(3))) / 2)
    assert network.accuracy(W, X, [0, 1]) == 0
    assert network.accuracy(W, X, [1, 1]) == 0.5


def test_hidden_unit_worked_by_hand():
    """h = max(2x − 1, 0), scores h and −h + 1: at x = 2 they are 3 and −2, at x = 0 the unit is shut."""
    network, W = Network((1, 1, 2)), np.array([2.0, -1.0, 1.0, -1.0, 0.0, 1.0])
    X = np.array([[2.0], [0.0]])
    assert_allclose(network.loss(W, X[:1], [0]), np.log(1 + np.exp(-5)))
    assert_allclose(network.loss(W, X[1:], [0]), np.log(1 + np.e))
    assert_array_equal(network.grad(W, X[1:], [0])[:4], 0)  # nothing goes back through a shut unit


@each
def test_huge_scores_do_not_overflow(network):
    """Every warning would be an error here."""
    W, X, y = some(network)
    assert np.isfinite(network.loss(1e4 * W, X, y))
    assert np.isfinite(network.grad(1e4 * W, X, y)).all()


@each
def test_accuracy_is_counted_one_by_one(network):
    W, X, y = some(network, 200)
    right = [network.loss(W, X[k : k + 1], [y[k]]) for k in range(200)]
    best = np.min([[network.loss(W, X[k : k + 1], [c]) for c in range(10)] for k in range(200)], axis=1)
    assert network.accuracy(W, X, y) == np.mean(right == best)


# ------------------------------------------------------------------------------------------ many runs at once


@each
def test_runs_together_are_runs_alone(network):
    _, X, y = some(network)
    W = network.start(rng(), runs=7) + 0.1 * rng().standard_normal((network.weights, 7))
    loss, grad, accuracy = network.loss(W, X, y), network.grad(W, X, y), network.accuracy(W, X, y)
    assert (loss.shape, grad.shape, accuracy.shape) == ((7,), W.shape, (7,))
    for k in range(7):
        assert_allclose(loss[k], network.loss(W[:, k], X, y), rtol=1e-12)
        assert_allclose(grad[:, k], network.grad(W[:, k], X, y), rtol=1e-9, atol=1e-14)
        assert accuracy[k] == network.accuracy(W[:, k], X, y)


@each
def test_each_run_may_have_samples_of_its_own(network):
    rows = rng().integers(1500, size=(3, 20))
    X, y, W = D.X_train[rows], D.y_train[rows], network.start(rng(), runs=3)
    loss, grad, accuracy = network.loss(W, X, y), network.grad(W, X, y), network.accuracy(W, X, y)
    for k in range(3):
        assert_allclose(loss[k], network.loss(W[:, k], X[k], y[k]), rtol=1e-12)
        assert_allclose(grad[:, k], network.grad(W[:, k], X[k], y[k]), rtol=1e-9, atol=1e-14)
        assert accuracy[k] == network.accuracy(W[:, k], X[k], y[k])


@each
def test_nothing_is_changed(network):
    arguments = some(network)
    before = [a.copy() for a in arguments]
    network.loss(*arguments), network.grad(*arguments), network.accuracy(*arguments)
    for a, b in zip(arguments, before, strict=True):
        assert_array_equal(a, b)


# ------------------------------------------------------------------------------------------------ symmetries


def hidden(W, network):
    """The parts (V₁, b₁, V₂, b₂) of a network with one hidden layer."""
    sizes = [n for a, b in pairwise(network.sizes) for n in (a * b, b)]
    V1, b1, V2, b2 = np.split(W, np.cumsum(sizes)[:-1])
    return V1.reshape(64, -1), b1, V2.reshape(-1, 10), b2


def joined(*parts):
    return np.concatenate([part.ravel() for part in parts])


def test_order_of_the_hidden_units_does_not_matter():
    network = small_network()
    W, X, y = some(network)
    order = rng().permutation(32)

    def exchanged(W):
        V1, b1, V2, b2 = hidden(W, network)
        return joined(V1[:, order], b1[order], V2[order], b2)

    assert not np.array_equal(exchanged(W), W)
    assert_allclose(network.loss(exchanged(W), X, y), network.loss(W, X, y), rtol=1e-13)
    assert_allclose(network.grad(exchanged(W), X, y), exchanged(network.grad(W, X, y)), rtol=1e-9, atol=1e-14)


def test_hidden_unit_may_be_stretched_and_its_output_shrunk():
    network = small_network()
    W, X, y = some(network)
    V1, b1, V2, b2 = hidden(W, network)
    stretch = rng().uniform(0.1, 10, 32)
    stretched = joined(V1 * stretch, b1 * stretch, V2 / stretch[:, None], b2)
    assert_allclose(network.loss(stretched, X, y), network.loss(W, X, y), rtol=1e-12)


def test_loss_of_softmax_regression_is_convex():
    """In the middle of 200 pairs of points it lies below the mean of the two ends."""
    network, X, y = softmax_regression(), D.X_train[:50], D.y_train[:50]
    a, b = network.start(rng(), runs=200), -3 * network.start(np.random.default_rng(1), runs=200)
    chord = (network.loss(a, X, y) + network.loss(b, X, y)) / 2
    assert (network.loss((a + b) / 2, X, y) < chord).all()


def test_loss_of_a_network_is_not_convex():
    """|x| by two hidden units, and the same with the units exchanged: half way both are shut."""
    network, X, y = Network((1, 2, 2)), np.array([[-1.0], [0.0], [1.0]]), [1, 0, 1]
    one = np.array([1, -1, 0, 0, 0, 8, 0, 8, 4, 0.0])
    other = np.array([-1, 1, 0, 0, 0, 8, 0, 8, 4, 0.0])
    assert network.accuracy(np.c_[one, other], X, y).tolist() == [1, 1]
    left, middle, right = network.loss(np.c_[one, (one + other) / 2, other], X, y)
    assert left == right < middle / 100


# -------------------------------------------------------------------------------------------------- the start


@pytest.mark.parametrize(("network", "weights"), [(softmax_regression(), 650), (small_network(), 2410)])
def test_number_of_weights(network, weights):
    assert network.weights == weights
    assert network.start(rng()).shape == (weights,)
    assert network.start(rng(), runs=3).shape == (weights, 3)


def test_start_has_variance_2_over_inputs_in_each_layer_and_biases_0():
    V1, b1, V2, b2 = np.split(small_network().start(rng(), runs=400), np.cumsum([64 * 32, 32, 32 * 10]))
    assert_allclose([V1.var(), V2.var()], [2 / 64, 2 / 32], rtol=0.02)
    assert_allclose([V1.mean(), V2.mean()], 0, atol=0.01)
    assert not b1.any() and not b2.any()


def test_start_is_the_generators():
    network = small_network()
    assert_array_equal(network.start(rng()), network.start(rng()))
    generator = rng()
    assert not np.array_equal(network.start(generator), network.start(generator))


def test_descent_learns_the_digits():
    """150 full-batch steps of softmax regression: the loss falls at each, and nine of ten digits are read."""
    network, W, losses = softmax_regression(), np.zeros(650), []
    for _ in range(150):
        losses.append(network.loss(W, D.X_train, D.y_train))
        W = W - 0.5 * network.grad(W, D.X_train, D.y_train)
    assert (np.diff(losses) < 0).all()
    assert network.accuracy(W, D.X_test, D.y_test) > 0.9


# --------------------------------------------------------------------------------------------------- refused


@pytest.mark.parametrize("sizes", [(), (64,), (64, 0), (64, -3, 10), (64, 2.5, 10)])
def test_bad_sizes_are_refused(sizes):
    with pytest.raises(ValueError, match="sizes must be two or more whole numbers ≥ 1, not"):
        Network(sizes)


@each
def test_weights_of_the_wrong_length_are_refused(network):
    W, X, y = some(network)
    for wrong in (W[:-1], np.append(W, 0)):
        for method in (network.loss, network.grad, network.accuracy):
            with pytest.raises(ValueError, match=f"W must have {network.weights} rows, not {len(wrong)}"):
                method(wrong, X, y)


METHODS = ("loss", "grad", "accuracy")


@each
@pytest.mark.parametrize("wrong", [-1, 10, 99, -(10**6)])
@pytest.mark.parametrize("place", [0, 7, 19])
def test_class_outside_the_range_is_refused_wherever_it_stands(network, wrong, place):
    W, X, y = some(network)
    y[place] = wrong
    for method in METHODS:
        with pytest.raises(ValueError, match=f"y must hold classes from 0 to 9, not {wrong}$"):
            getattr(network, method)(W, X, y)


@each
def test_class_outside_the_range_is_refused_in_the_samples_of_any_run(network):
    X, y, W = D.X_train[:40].reshape(2, 20, 64), D.y_train[:40].reshape(2, 20).copy(), network.start(rng(), 2)
    network.grad(W, X, y)
    y[1, 3] = -1
    for method in METHODS:
        with pytest.raises(ValueError, match="y must hold classes from 0 to 9, not -1"):
            getattr(network, method)(W, X, y)


@each
@pytest.mark.parametrize("shape", [(20, 63), (20, 65), (64,), (20,), (2, 20, 10)])
def test_samples_of_another_width_are_refused(network, shape):
    W, _, y = some(network)
    for method in METHODS:
        with pytest.raises(ValueError, match=re.escape(f"X must have shape (samples, 64), not {shape}")):
            getattr(network, method)(W, np.ones(shape), y)


@each
@pytest.mark.parametrize("shape", [(19,), (1,), (), (20, 1)])
def test_another_number_of_classes_than_of_samples_is_refused(network, shape):
    W, X, _ = some(network)
    message = f"y must hold one class per sample, 20 of them, not shape {shape}"
    for method in METHODS:
        with pytest.raises(ValueError, match=re.escape(message)):
            getattr(network, method)(W, X, np.zeros(shape, int))


@each
@pytest.mark.parametrize("kind", [float, bool, str])
def test_classes_that_are_no_whole_numbers_are_refused(network, kind):
    W, X, y = some(network)
    for method in METHODS:
        with pytest.raises(TypeError, match=r"y must hold whole numbers, not (float|bool|<U)"):
            getattr(network, method)(W, X, y.astype(kind))


@each
def test_lists_will_do(network):
    W, X, y = some(network)
    for method in METHODS:
        assert_array_equal(
            getattr(network, method)(W, X.tolist(), y.tolist()), getattr(network, method)(W, X, y)
        )

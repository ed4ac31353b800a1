"""A Trajectory: what is in it, in which shape, how it is cut, and what `descend` is told about it."""

import copy
import re

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from course_utils.descent import descend, iterates, stays_from, steps_until
from course_utils.gradients import minibatches, noisy
from course_utils.network import small_network
from course_utils.optimizers import RULES, adam, momentum, nag, sgd
from course_utils.surfaces import double_well, himmelblau, quadratic, ravine, saddle

each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
INF = np.inf


def by_hand(rule, surface, W, steps, **hyper):
    """The states (W, *memory) with nothing of the package's drivers, memory at its defaults first."""
    states = [(W, *(np.zeros_like(W) if type(x) is float else x for x in rule.__defaults__ or ()))]
    for _ in range(steps):
        states.append(rule(surface.grad, *states[-1], **hyper))
    return [np.stack([state[i] for state in states], axis=-1) for i in range(len(states[0]))]


# ------------------------------------------------------------------------------------------ what is in it


@each_rule
def test_W_and_memory_are_those_of_a_plain_loop_steps_last(rule):
    w = descend(rule, ravine(), 7, lr=0.02)
    names = ["W", *rule.__code__.co_varnames[2 : 2 + len(rule.__defaults__ or ())]]
    for name, right in zip(names, by_hand(rule, ravine(), np.array([-4.0, 1.0]), 7, lr=0.02), strict=True):
        assert_array_equal(getattr(w, name), right)


@pytest.mark.parametrize("start", [[1.0, -2.0], np.ones((2, 3)), 1.5])
def test_memory_has_the_shape_of_W_and_t_counts_the_steps(start):
    w = descend(adam, lambda W: W, 5, start=start)
    assert w.W.shape == w.m.shape == w.v.shape == (*np.shape(start), 6)
    assert w.t.tolist() == [0, 1, 2, 3, 4, 5]
    assert (w.steps, w.step.tolist()) == (5, [0, 1, 2, 3, 4, 5])


def test_memory_before_the_first_step_is_the_default_of_the_signature():
    def raised(grad, W, h=2.0, old=None, *, lr=0.1):
        return W - lr * grad(W), h + 1, W

    w = descend(raised, lambda W: W, 2, start=[1.0, 1.0])
    assert w.h.tolist() == [2, 3, 4]
    assert np.isnan(w.old[:, 0]).all()
    assert_allclose(w.old[:, 1:], [[1, 0.9]] * 2)


def test_no_step_at_all_has_the_start_and_the_defaults():
    w = descend(adam, ravine(), 0)
    assert (w.W.shape, w.m.shape, w.t.tolist(), w.loss.shape) == ((2, 1), (2, 1), [0], (1,))


@pytest.mark.parametrize("runs", [None, 3])
def test_loss_of_a_surface_is_its_loss_at_every_point(runs):
    w = descend(momentum, ravine(), 6, runs=runs, lr=0.02)
    x, y = w.W
    assert w.loss.shape == (*[3] * bool(runs), 7)
    assert_allclose(w.loss, x**2 / 2 + 25 * y**2 / 2, rtol=1e-14)


def test_loss_given_is_used_in_place_of_that_of_the_surface():
    w = descend(sgd, ravine(), 4, loss=lambda W: W[0], keep="W")
    assert_array_equal(w.loss, w.W[0])


def test_distance_is_from_the_lowest_minimum():
    surface = double_well(tilt=0.15)
    w = descend(sgd, surface, 9, start=[0.9], lr=0.1)
    assert_allclose(w.distance, np.abs(w.W[0] - surface.minimum[0]), rtol=1e-15)
    assert w.distance.min() > 1.9  # it rests in the other well
    assert_allclose(descend(sgd, ravine(), 4, runs=2).distance, [np.hypot(*descend(sgd, ravine(), 4).W)] * 2)


def test_distance_without_a_minimum_is_refused_by_the_surface():
    with pytest.raises(ValueError, match="the saddle has no minimum"):
        _ = descend(sgd, saddle(), 2).distance


def test_runs_are_copies_of_the_start_along_axis_1():
    alphas = np.array([0.0, 0.5, 0.9])
    w = descend(momentum, ravine(), 8, runs=3, lr=0.02, alpha=alphas)
    for k, alpha in enumerate(alphas):
        alone = descend(momentum, ravine(), 8, lr=0.02, alpha=alpha)
        assert_allclose(w.W[:, k], alone.W, rtol=1e-12)
        assert_allclose(w.loss[k], alone.loss, rtol=1e-12)


def test_one_run_can_be_taken_out():
    w = descend(adam, ravine(), 8, runs=3, lr=[0.1, 0.2, 0.3])
    one = w.run(1)
    assert_array_equal(one.W, w.W[:, 1])
    assert_array_equal(one.v, w.v[:, 1])
    assert_array_equal(one.t, w.t)
    assert_array_equal(one.loss, w.loss[1])
    assert one.runs is None and w.runs == 3
    with pytest.raises(ValueError, match="only one of many runs can be taken out"):
        one.run(0)


def test_arrays_are_views_of_what_was_stored_step_by_step():
    w = descend(momentum, ravine(), 8, runs=3, lr=0.02)
    for values in (w.W, w.v):
        assert np.moveaxis(values, -1, 0).flags.c_contiguous
    assert np.shares_memory(w[2:5].W, w.W) and np.shares_memory(w.run(1).v, w.v)


def test_rule_that_changes_W_in_place_does_not_change_what_was_stored():
    def in_place(grad, W, v=0.0, *, lr=0.1):
        W -= lr * grad(W)
        v = v + W
        return W, v

    for start in ([1.0], 1.0):
        w = descend(in_place, lambda W: W.copy(), 3, start=start)
        assert_allclose(np.ravel(w.W), [1, 0.9, 0.81, 0.729])
        assert_allclose(np.ravel(w.v), [0, 0.9, 1.71, 2.439])


def test_number_that_is_no_count_any_more_is_not_rounded():
    def halving(grad, W, k=4, *, lr=0.1):
        return W - lr * grad(W), k // 2 if k % 2 == 0 else k / 2

    assert descend(halving, lambda W: W, 4, start=[1.0]).k.tolist() == [4, 2, 1, 0.5, 0.25]


def test_copy_of_a_trajectory_is_one():
    w = descend(sgd, ravine(), 3)
    assert_array_equal(copy.copy(w).W, w.W)
    assert_array_equal(copy.deepcopy(w).loss, w.loss)


def test_names_are_offered_for_completion():
    assert {"W", "m", "v", "t", "loss", "distance", "diverged_at"} <= set(dir(descend(adam, ravine(), 1)))


# ------------------------------------------------------------------------------------------- cut and thinned


def test_cut_keeps_the_numbers_of_the_steps():
    w = descend(adam, ravine(), 20, runs=2, lr=0.1)
    part = w[5:9]
    assert (part.step.tolist(), part.steps, part.rule, part.surface) == ([5, 6, 7, 8], 8, w.rule, w.surface)
    for name in ("W", "m", "v", "t", "loss", "distance"):
        assert_array_equal(getattr(part, name), getattr(w, name)[..., 5:9])
    assert_array_equal(w[-3:].W, w.W[..., -3:])
    assert_array_equal(w[::10].step, [0, 10, 20])
    assert_array_equal(w[5:][2:4].step, [7, 8])


@pytest.mark.parametrize("every", [1, 3, 5, 7, 10, 11])
@pytest.mark.parametrize("steps", [1, 9, 10])
def test_every_kth_record_holds_the_start_and_the_last_step(every, steps):
    full, thin = (descend(adam, ravine(), steps, every=k, lr=0.1) for k in (1, every))
    assert thin.step.tolist() == sorted({*range(0, steps + 1, every), steps})
    assert thin.steps == steps
    for name in ("W", "m", "v", "t", "loss"):
        assert_array_equal(getattr(thin, name), getattr(full, name)[..., thin.step])


def test_loss_is_called_at_recorded_steps_alone():
    seen = []
    descend(sgd, lambda W: W, 10, start=1.0, every=4, lr=0.5, loss=lambda W: seen.append(float(W)) or W)
    assert seen == [1.0, 0.5**4, 0.5**8, 0.5**10]


def test_what_is_named_is_kept_and_nothing_else():
    w = descend(adam, ravine(), 5, keep=("loss",), lr=0.1)
    assert_array_equal(w.loss, descend(adam, ravine(), 5, lr=0.1).loss)
    for name in ("W", "m", "t"):
        with pytest.raises(AttributeError, match=f"no '{name}' here: this trajectory keeps loss, see keep="):
            getattr(w, name)
    v = descend(adam, ravine(), 5, keep=["v", "W"], lr=0.1)
    assert_array_equal(v.v, descend(adam, ravine(), 5, lr=0.1).v)
    assert v.loss.shape == (6,)  # from W
    assert not hasattr(descend(adam, ravine(), 5, keep="v"), "loss")


def test_memory_that_is_no_array_is_left_out_unless_it_is_named():
    def of_ten(grad, W, past=(), *, lr=0.1):
        past = (*past, grad(W))[-10:]
        return W - lr * sum(past) / 10, past

    w = descend(of_ten, lambda W: W, 30, start=[1.0, 2.0])
    assert w.W.shape == (2, 31) and not hasattr(w, "past")
    with pytest.raises(TypeError, match="past must be a number or an array to be kept, not "):
        descend(of_ten, lambda W: W, 3, start=[1.0, 2.0], keep="past")


def test_memory_that_grows_is_named():
    def growing(grad, W, all_of_them=0.0, *, lr=0.1):
        return W - lr * grad(W), np.append(all_of_them, grad(W))

    with pytest.raises(ValueError, match=re.escape("all_of_them changes its shape to (3,); keep=…")):
        descend(growing, lambda W: W, 3, start=[1.0])
    assert descend(growing, lambda W: W, 3, start=[1.0], keep="W").W.shape == (1, 4)


def test_memory_of_another_shape_than_W_is_kept():
    def full_matrix(grad, W, M=0.0, *, lr=0.1):
        M = M + np.outer(grad(W), grad(W))
        return W - lr * grad(W), M

    w = descend(full_matrix, lambda W: W, 3, start=[1.0, 2.0])
    assert_allclose(w.M[..., 1], [[1, 2], [2, 4]])
    assert w.M.shape == (2, 2, 4) and not w.M[..., 0].any()


# ------------------------------------------------------------------------------------------ in one line


def test_repr_says_the_rule_the_surface_the_loss_and_the_steps():
    w = descend(adam, ravine(), 100, lr=0.1)
    assert repr(w) == f"<Adam on the ravine: L = {w.loss[-1]:.3g} after 100 steps>"
    assert repr(w[:2]) == f"<Adam on the ravine: L = {w.loss[1]:.3g} after 1 step>"
    assert repr(descend(adam, ravine(), 1, keep="v")) == "<Adam on the ravine: 1 step>"


def test_repr_of_many_runs_says_from_where_to_where():
    w = descend(sgd, quadratic(kappa=4), 2000, runs=3, lr=[0.1, 3.0, 0.0001])
    assert repr(w) == (
        f"<SGD on the quadratic with κ = 4, 3 runs: L from {w.loss[0, -1]:.3g} to inf after 2000 steps>"
    )


def test_repr_without_a_surface():
    def my_rule(grad, W, *, lr=0.1):
        return (W - lr * grad(W),)

    assert repr(descend(my_rule, lambda W: W, 3, start=[1.0])) == "<my_rule: 3 steps>"
    assert repr(descend(nag, lambda W: W, 3, start=np.ones((2, 4)))) == "<NAG, 4 runs: 3 steps>"
    w = descend(nag, lambda W: 0 * W, 3, start=[1.0], loss=lambda W: W[0] ** 2)
    assert repr(w) == "<NAG: L = 1 after 3 steps>"


# -------------------------------------------------------------------------------- when: steps along an axis


@pytest.mark.parametrize("shape", [(9,), (4, 9), (3, 4, 9)])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_when_agrees_with_looking_at_every_step(shape, share):
    table = np.random.default_rng(0).random(shape) < share
    rows = table.reshape(-1, 9).tolist()
    first = [row.index(True) if True in row else INF for row in rows]
    for_good = [next((k for k in range(9) if all(row[k:])), INF) for row in rows]
    assert np.ravel(steps_until(table)).tolist() == first
    assert np.ravel(stays_from(table)).tolist() == for_good
    assert np.shape(steps_until(table)) == np.shape(stays_from(table)) == shape[:-1]


def test_edges_of_for_good():
    assert stays_from([True, True, True]) == 0
    assert stays_from([False, False, False]) == INF
    assert stays_from([True, True, False]) == INF
    assert stays_from([True, False, True]) == 2


def test_run_that_ends_in_nan_never_stays_below():
    loss = np.array([1.0, 1e-9, np.nan])
    assert stays_from(loss < 1e-6) == INF
    assert stays_from(~(loss >= 1e-6)) == 1  # the trap that the docstring names


def test_a_step_can_index():
    for when in (steps_until, stays_from):
        assert isinstance(when([False, True]), int)


@pytest.mark.parametrize("values", [3, True, [0, 1], [0.5], "yes", np.bool_(True), np.zeros((2, 0), bool)])
def test_when_wants_booleans_with_the_steps_last(values):
    for when, name in ((steps_until, "reached"), (stays_from, "below")):
        with pytest.raises(
            TypeError, match=f"{name} must be an array of booleans with the steps along its last"
        ):
            when(values)


def test_step_of_divergence_is_the_one_worked_by_hand():
    """W ← 2 W from 1: the largest double is just below 2¹⁰²⁴."""
    w = descend(sgd, lambda W: -W, 1100, start=1.0, lr=1)
    assert w.diverged_at == w[500:].diverged_at == 1024
    assert w[:1024].diverged_at == INF
    assert descend(sgd, lambda W: -W, 1100, start=1.0, lr=1, every=100).diverged_at == 1100


def test_divergence_of_any_coordinate_counts_and_each_run_has_its_own():
    def falls(W):
        return np.where(W > 0, 0, -W)  # what is below 0 is doubled

    w = descend(sgd, falls, 1100, start=[[1.0, 1, -1], [1, -2, -4]], lr=1)
    assert w.diverged_at.tolist() == [INF, 1023, 1022]


# ----------------------------------------------------------------------------------------------- schedules


@each_rule
def test_schedule_is_asked_once_a_step_for_the_step_that_comes(rule):
    asked = []

    def rate(t):
        asked.append(t)
        return 0.1 / (t + 1)

    w = descend(rule, ravine(), 4, lr=rate)
    state = (np.array([-4.0, 1.0]),)
    for t in range(4):
        state = rule(ravine().grad, *state, lr=0.1 / (t + 1))
        assert_array_equal(w.W[:, t + 1], state[0])
    assert asked == [0, 1, 2, 3]


def test_schedule_may_give_one_value_per_run():
    rates = np.array([0.01, 0.02])
    w = descend(momentum, ravine(), 5, runs=2, lr=lambda t: rates / (t + 1), alpha=lambda t: 0.1 * t)
    for k, rate in enumerate(rates):
        alone = descend(
            momentum, ravine(), 5, lr=lambda t, rate=rate: rate / (t + 1), alpha=lambda t: 0.1 * t
        )
        assert_allclose(w.W[:, k], alone.W, rtol=1e-13)


def test_schedule_works_for_iterates_and_for_a_hyperparameter_of_a_reader():
    def scaled(grad, W, *, factor=1.0):
        return (factor * W,)

    states = iterates(scaled, lambda W: W, [1.0], factor=lambda t: t + 2)
    assert [next(states)[0].item() for _ in range(4)] == [1, 2, 6, 24]


@pytest.mark.parametrize(
    ("value", "error", "message"),
    [
        (0, ValueError, "lr must be finite and > 0, not 0 (t = 2)"),
        (np.float64("nan"), ValueError, "lr must be finite and > 0, not nan (t = 2)"),
        ([0.1, -1], ValueError, "lr must be finite and > 0, not -1.0 (at index [1]) (t = 2)"),
        (None, TypeError, "lr must be a real number or an array of them, not None (t = 2)"),
        ([0.1] * 3, ValueError, "lr has shape (3,) (t = 2), which does not broadcast to W of shape (2, 2)"),
    ],
)
def test_value_of_a_schedule_is_checked_like_a_number_and_the_step_is_said(value, error, message):
    with pytest.raises(error, match=re.escape(message)):
        descend(sgd, ravine(), 5, runs=2, lr=lambda t: value if t == 2 else 0.01)


# ------------------------------------------------------------------------------------------- a network


def test_network_is_trained_on_mini_batches_with_its_loss_on_all():
    rng = np.random.default_rng
    net, X, y = small_network(4, 3, 2), rng(1).standard_normal((20, 4)), rng(2).integers(2, size=20)
    batches = minibatches(net.grad, (X, y), 5, rng(3), runs=2)
    start = net.start(rng(4), 2)
    w = descend(
        adam, batches, 12, start=start, loss=lambda W: net.loss(W, X, y), keep="loss", every=4, lr=0.01
    )

    batches, state, losses = minibatches(net.grad, (X, y), 5, rng(3), runs=2), (start,), []
    for _ in range(13):
        losses.append(net.loss(state[0], X, y))
        state = adam(batches, *state, lr=0.01)
    assert_array_equal(w.loss, np.transpose(losses)[:, ::4])
    assert not hasattr(w, "W") and w.step.tolist() == [0, 4, 8, 12]


def test_each_call_draws_its_noise_once():
    rng = np.random.default_rng
    w = descend(sgd, noisy(lambda W: W, 1.0, rng(0)), 3, start=np.ones(2), loss=np.sum, lr=0.1)
    W, noise = np.ones(2), rng(0)
    for _ in range(3):
        W = W - 0.1 * (W + noise.standard_normal(2))
    assert_allclose(w.W[:, -1], W, rtol=1e-15)


# --------------------------------------------------------------------------- refused, and in which words


def test_loss_and_distance_of_a_gradient_say_how_to_get_them():
    w = descend(sgd, lambda W: W, 2, start=[1.0])
    with pytest.raises(AttributeError, match="descend on a Surface, or give descend a function of W as loss"):
        _ = w.loss
    with pytest.raises(
        AttributeError, match="a gradient alone knows no minimum: for a distance, descend on a S"
    ):
        _ = w.distance
    with pytest.raises(
        AttributeError, match="no 'speed' here: this trajectory keeps W, see keep= of descend"
    ):
        _ = w.speed


@pytest.mark.parametrize(
    ("wanted", "error", "message"),
    [
        ({"start": None}, TypeError, "start must be given, since a gradient has none"),
        ({"start": [np.nan]}, ValueError, "start must be finite, not [nan]"),
        ({"start": "here"}, TypeError, "start must hold real numbers, not "),
        ({"runs": 0}, ValueError, "runs must be ≥ 1, not 0"),
        ({"runs": 2.0}, TypeError, "runs must be a whole number, not 2.0"),
        (
            {"start": 1.0, "runs": 2},
            ValueError,
            "runs makes copies of a start of shape (d,), but start has shape ()",
        ),
        ({"start": np.ones((1, 2)), "runs": 2}, ValueError, "of shape (d,), but start has shape (1, 2)"),
        ({"every": 0}, ValueError, "every must be ≥ 1, not 0"),
        ({"every": True}, TypeError, "every must be a whole number, not True"),
        ({"keep": "u"}, ValueError, "keep may name W, v here, not 'u'"),
        ({"keep": ("v", "loss")}, ValueError, "keep may name W, v here, not 'loss'"),
        ({"keep": "u", "loss": np.sum}, ValueError, "keep may name W, v, loss here, not 'u'"),
        ({"loss": 3.0}, TypeError, "loss must be a function of W, not 3.0"),
        (
            {"loss": lambda W: W**2},
            ValueError,
            "loss must return one number per run, shape () for W of shape (1,)",
        ),
        ({"loss": lambda W: None}, TypeError, "loss must return real numbers, but <lambda> returned object"),
        (
            {"start": np.ones((1, 3)), "loss": np.sum},
            ValueError,
            "shape (3,) for W of shape (1, 3), but sum returned",
        ),
    ],
)
def test_descend_refuses(wanted, error, message):
    with pytest.raises(error, match=re.escape(message)):
        descend(momentum, lambda W: W, 3, **{"start": [1.0], **wanted})


@pytest.mark.parametrize("start", [[1.0], np.ones((3, 2)), 1.0])
def test_start_must_fit_the_surface(start):
    message = f"start must have shape (2,) or (2, runs) on the Himmelblau, not {np.shape(start)}"
    with pytest.raises(ValueError, match=re.escape(message)):
        descend(sgd, himmelblau(), 3, start=start)


def test_one_step_is_no_cut():
    w = descend(sgd, ravine(), 3)
    with pytest.raises(TypeError, match=re.escape("one point is w.W[..., 2]")):
        w[2]
    with pytest.raises(ValueError, match="no step is left: the trajectory has 4, the start included"):
        w[4:]


@pytest.mark.parametrize(
    ("returned", "got"), [((1.0,), "1 value"), ((1.0, 2.0, 3.0), "3 values")], ids=["few", "many"]
)
def test_rule_that_returns_another_number_of_values_than_its_signature_has_is_refused(returned, got):
    def forgets(grad, W, v=0.0, *, lr=0.1):
        return returned

    message = f"forgets must return (W, v), as its signature says, but it returned {got}"
    with pytest.raises(ValueError, match=re.escape(message)):
        descend(forgets, lambda W: W, 3, start=1.0)


def test_memory_needs_a_default():
    def bare(grad, W, v, *, lr=0.1):
        return W, v

    with pytest.raises(
        TypeError, match="bare must give its memory v a default, the value before the first step"
    ):
        descend(bare, lambda W: W, 3, start=1.0)


@pytest.mark.parametrize("name", ["loss", "steps", "run", "surface"])
def test_memory_must_not_be_called_like_a_part_of_a_trajectory(name):
    rule = eval(f"lambda grad, W, {name}=0.0: (W, {name})")
    with pytest.raises(ValueError, match=f"must not call its memory {name}: a Trajectory has a {name}"):
        descend(rule, lambda W: W, 3, start=1.0)
    assert len(next(iterates(rule, lambda W: W, 1.0))) == 2


def test_cut_of_many_shares_its_loss():
    w = descend(sgd, ravine(), 5)
    loss = w.loss
    assert np.shares_memory(w[2:].loss, loss)

"""The drivers: what they hand out, what they refuse and in which words, and how a run may diverge."""

import inspect
import itertools
import re

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from course_utils.descent import descend, iterates, trajectory
from course_utils.optimizers import RULES, adam, momentum, nag, rmsprop, sgd

each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)


def curved(W):
    """An elementwise gradient, so that any shape of W will do."""
    return 2 * W + W**3 / 5


def states(steps, *args, **kwargs):
    return list(itertools.islice(iterates(*args, **kwargs), steps + 1))


def walk(rule, grad, start, steps, **hyper):
    """W, steps last."""
    return descend(rule, grad, steps, start=start, **hyper).W


# ------------------------------------------------------------------------------------ what is handed out


@each_rule
def test_iterates_are_the_rule_applied_again_and_again(rule):
    expected = [(np.array([1.0, -2.0]), *(rule.__defaults__ or ()))]
    for _ in range(5):
        expected.append(rule(curved, *expected[-1]))
    for mine, right in zip(states(5, rule, curved, [1.0, -2.0]), expected, strict=True):
        for a, b in zip(mine, right, strict=True):
            assert_array_equal(a, b)


@each_rule
def test_first_call_with_the_defaults_is_the_first_call_without_them(rule):
    start = np.array([1.0, -2.0])
    with_them, without = rule(curved, start, *(rule.__defaults__ or ())), rule(curved, start)
    for a, b in zip(with_them, without, strict=True):
        assert_array_equal(a, b)


@each_rule
def test_descend_holds_the_states_of_iterates(rule):
    w = descend(rule, curved, 5, start=[1.0, -2.0], lr=0.1)
    names = ["W", *list(inspect.signature(rule).parameters)[2 : 2 + len(rule.__defaults__ or ())]]
    for k, state in enumerate(states(5, rule, curved, [1.0, -2.0], lr=0.1)):
        for name, value in zip(names, state, strict=True):
            assert_array_equal(getattr(w, name)[..., k], value)


@each_rule
def test_old_trajectory_is_W_with_the_steps_first(rule):
    path = trajectory(rule, curved, np.ones((2, 3)), 5, lr=0.1)
    assert_array_equal(np.moveaxis(path, 0, -1), descend(rule, curved, 5, start=np.ones((2, 3)), lr=0.1).W)


@pytest.mark.parametrize("shape", [(), (1,), (3,), (2, 5), (2, 3, 4)])
@pytest.mark.parametrize("steps", [0, 1, 4])
def test_path_has_one_column_more_than_steps_and_begins_at_the_start(shape, steps):
    w = descend(momentum, curved, steps, start=np.full(shape, 0.5))
    assert w.W.shape == w.v.shape == (*shape, steps + 1)
    assert_array_equal(w.W[..., 0], 0.5)
    assert_array_equal(w.v[..., 0], 0)


@pytest.mark.parametrize("steps", [np.int64(3), np.int8(3), np.int8(127), np.uint8(255)])
def test_steps_may_be_an_integer_of_numpy(steps):
    assert descend(sgd, curved, steps, start=[1.0]).W.shape == (1, int(steps) + 1)


@each_rule
def test_gradient_is_asked_for_once_a_step_and_never_ahead(rule):
    calls = []
    run = iterates(rule, lambda W: calls.append(1) or curved(W), [1.0, -2.0])
    counts = [next(run) and len(calls) for _ in range(4)]
    assert counts == [0, 1, 2, 3]


def test_start_is_copied():
    start = np.array([1.0, -2.0])
    path, run = walk(sgd, curved, start, 3), iterates(sgd, curved, start)
    start[:] = 99
    assert_array_equal(path[:, 0], [1.0, -2.0])
    assert_array_equal(next(run)[0], [1.0, -2.0])


@each_rule
def test_two_calls_give_the_same_path(rule):
    hyper = {"lr": np.array([0.1, 0.2])}
    first, second = (walk(rule, curved, [1.0, -2.0], 9, **hyper) for _ in range(2))
    assert_array_equal(first, second)
    assert_array_equal(hyper["lr"], [0.1, 0.2])


@each_rule
def test_seven_runs_together_are_seven_alone(rule):
    rng = np.random.default_rng(0)
    W = rng.uniform(-2, 2, (2, 7))
    hyper = {name: rng.uniform(0.01, 0.9, 7) for name in rule.__kwdefaults__}
    hyper["lr"] = np.geomspace(1e-3, 0.1, 7)
    together = walk(rule, curved, W, 30, **hyper)
    for k in range(7):
        alone = walk(rule, curved, W[:, k], 30, **{name: values[k] for name, values in hyper.items()})
        assert_allclose(together[:, k], alone, rtol=1e-11)


def test_rules_of_a_reader_run_too():
    def decaying(grad, W, t=0, *, lr=0.1, power=1.0):
        return W - lr / (t + 1) ** power * grad(W), t + 1

    w = descend(decaying, lambda W: 1.0, 3, start=0.0, lr=6)
    assert_allclose(w.W, [0, -6, -9, -11])
    assert w.t.tolist() == [0, 1, 2, 3]
    assert_allclose(descend(decaying, lambda W: 1.0, 2, start=0.0, lr=6, power=0).W, [0, -6, -12])


def test_rule_may_take_any_keyword():
    def open_rule(grad, W, **hyper):
        return (W - hyper["speed"] * grad(W),)

    assert_allclose(walk(open_rule, lambda W: W, 1.0, 1, speed=0.25), [1, 0.75])


def test_hyperparameters_of_a_reader_need_no_star():
    def bare(grad, W, v=0.0, lr=0.1, alpha=0.5, brake=1.0):
        v = brake * alpha * v - lr * grad(W)
        return W + v, v

    w, right = (descend(rule, curved, 4, start=[1.0], lr=0.2, alpha=0.5) for rule in (bare, momentum))
    assert_array_equal(w.v, right.v)
    assert_array_equal(walk(bare, curved, [1.0], 4, brake=0), walk(sgd, curved, [1.0], 4, lr=0.1))


def test_memory_without_names_is_handed_on():
    def wrapped(grad, W, *memory, **hyper):
        return momentum(grad, W, *memory, **hyper)

    assert_array_equal(
        walk(wrapped, curved, [1.0], 5, alpha=0.5), walk(momentum, curved, [1.0], 5, alpha=0.5)
    )


# ---------------------------------------------------------------------------------------------- dtypes


@each_rule
@pytest.mark.parametrize(
    "start", [[1, -2], (1.0, -2.0), np.array([1, -2]), np.array([1, -2], np.int8), np.array([True, False])]
)
def test_lists_integers_and_booleans_become_float64(rule, start):
    path = walk(rule, curved, start, 3, lr=0.3)
    assert path.dtype == np.float64
    assert_array_equal(path, walk(rule, curved, np.array(start, dtype=float), 3, lr=0.3))


@each_rule
@pytest.mark.parametrize("number", [float, np.float64, np.asarray, lambda x: np.full(3, x)])
def test_float32_stays_float32_whatever_the_hyperparameters_and_the_gradient_are(rule, number):
    hyper = {name: number(value) for name, value in rule.__kwdefaults__.items()}
    run = states(4, rule, lambda W: curved(W.astype(np.float64)), np.ones((2, 3), np.float32), **hyper)
    assert {a.dtype for state in run for a in state if np.ndim(a)} == {np.dtype(np.float32)}


@each_rule
def test_gradient_may_return_a_list(rule):
    path = walk(rule, lambda W: [2 * W[0], 2 * W[1]], [1.0, -2.0], 3)
    assert_array_equal(path, walk(rule, lambda W: 2 * W, [1.0, -2.0], 3))


# ------------------------------------------------------------------------------------------- divergence


@each_rule
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_run_that_overflows_goes_on_without_a_warning(rule, dtype):
    """W³ with an absurd η: every warning would be an error here."""
    lr = 1e200 if dtype is np.float64 else 1e30
    w = descend(rule, lambda W: W**3, 12, start=np.ones(2, dtype), loss=lambda W: np.sum(W**4), lr=lr)
    assert np.isfinite(w.W[:, 0]).all() and not np.isfinite(w.W[:, -1]).any()
    assert np.isfinite(w.loss[0]) and not np.isfinite(w.loss[-1])


def test_diverged_run_leaves_its_neighbours_alone():
    w = descend(sgd, lambda W: W, 2000, start=np.ones((2, 3)), lr=np.array([0.5, 5.0, 1.9]))
    assert_array_equal(np.isfinite(w.diverged_at), [False, True, False])
    assert_allclose(w.W[:, 0, -1], 0, atol=1e-300)


# -------------------------------------------------------------------------------- refused, and in which words

NAN, INF = float("nan"), float("inf")
DECAYS = [-0.1, 1, 1.5, NAN, INF]
REFUSED = {
    "lr": ("finite and > 0", [0, 0.0, -0.1, NAN, INF, -INF]),
    "eps": ("finite and ≥ 0", [-1e-8, NAN, INF]),
    "alpha": ("in [0, 1)", DECAYS),
    "gamma": ("in [0, 1)", DECAYS),
    "beta1": ("in [0, 1)", DECAYS),
    "beta2": ("in [0, 1)", DECAYS),
}
PAIRS = [(rule, name) for rule in RULES for name in rule.__kwdefaults__]
each_pair = pytest.mark.parametrize(("rule", "name"), PAIRS, ids=lambda x: getattr(x, "__name__", x))


def both(match, error, *args, **kwargs):
    """Both drivers raise, before the first step."""
    with pytest.raises(error, match=re.escape(match)):
        iterates(*args, **kwargs)
    with pytest.raises(error, match=re.escape(match)):
        descend(*args[:2], 0, start=args[2], **kwargs)


@each_pair
def test_bad_hyperparameter_is_refused_with_its_name_value_and_what_is_allowed(rule, name):
    allowed, values = REFUSED[name]
    for value in values:
        both(f"{name} must be {allowed}, not {value}", ValueError, rule, curved, [1.0, -2.0], **{name: value})


@each_pair
def test_bad_hyperparameter_among_good_ones_is_found_with_its_place(rule, name):
    allowed, values = REFUSED[name]
    for value in values:
        message = f"{name} must be {allowed}, not {float(value)} (at index [2])"
        both(message, ValueError, rule, curved, np.ones((2, 3)), **{name: [0.5, 0.25, value]})


@each_pair
@pytest.mark.parametrize("value", ["0.1", None, 1j, [0.1, None], "fast"])
def test_hyperparameter_that_is_no_number_is_refused(rule, name, value):
    message = f"{name} must be a real number or an array of them, not {value!r}"
    both(message, TypeError, rule, curved, [1.0, -2.0], **{name: value})


@each_pair
def test_ends_of_the_allowed_range_are_allowed(rule, name):
    smallest = {"lr": 5e-324}.get(name, 0)
    for value in (smallest, 0.999999, np.float32(0.5), 1 if name in ("lr", "eps") else 0.5):
        assert walk(rule, curved, [1.0, -2.0], 2, **{name: value}).shape == (2, 3)


@each_rule
def test_unknown_hyperparameter_is_refused_with_those_there_are(rule):
    for name in ("learning_rate", "speed", *(set(REFUSED) - set(rule.__kwdefaults__))):
        message = f"{rule.__name__} has no hyperparameter '{name}'; it has {', '.join(rule.__kwdefaults__)}"
        both(message, TypeError, rule, curved, [1.0, -2.0], **{name: 0.5})


@pytest.mark.parametrize("name", ["W", "v", "grad"])
def test_memory_and_arguments_are_no_hyperparameters(name):
    with pytest.raises(TypeError, match=name):
        walk(momentum, curved, [1.0, -2.0], 1, **{name: 0.5})


def test_hyperparameters_that_do_not_broadcast_are_refused_with_both_shapes():
    both(
        "lr has shape (3,), which does not broadcast to W of shape (2,)",
        ValueError,
        sgd,
        curved,
        [1, 2],
        lr=[1] * 3,
    )
    message = "alpha has shape (2,), which does not broadcast to W of shape (2, 3)"
    both(message, ValueError, nag, curved, np.ones((2, 3)), alpha=[0.5, 0.5])
    message = "gamma has shape (4, 1, 1), which does not broadcast to W of shape (2, 3)"
    both(message, ValueError, rmsprop, curved, np.ones((2, 3)), gamma=np.full((4, 1, 1), 0.5))


@pytest.mark.parametrize("grad", [None, 1.0, np.ones(2), "grad"])
def test_gradient_that_is_no_function_is_refused(grad):
    both(f"grad must be a function of W, not {grad!r}", TypeError, sgd, grad, [1.0, -2.0])


@pytest.mark.parametrize("rule", ["sgd", None, 3])
def test_rule_that_is_no_function_is_refused(rule):
    both(f"rule must be a function such as sgd, not {rule!r}", TypeError, rule, curved, [1.0, -2.0])


@each_rule
@pytest.mark.parametrize(
    ("returned", "got"),
    [(0.0, "shape ()"), (np.ones(3), "shape (3,)"), (np.ones((2, 1)), "shape (2, 1)"), (None, "None")],
)
def test_gradient_of_another_shape_is_refused_with_both_shapes(rule, returned, got):
    def my_grad(W):
        return returned

    message = f"grad must return the shape of W, (2,), but my_grad returned {got}"
    with pytest.raises(ValueError, match=re.escape(message)):
        walk(rule, my_grad, [1.0, -2.0], 3)


def test_gradient_of_nothing_is_refused_where_W_is_a_single_number():
    with pytest.raises(ValueError, match=r"grad must return .* returned None"):
        walk(sgd, lambda W: None, 3.0, 2)


@pytest.mark.parametrize("returned", [[1j, 0], ["a", "b"], [None, None]])
def test_gradient_that_is_not_real_is_refused(returned):
    def my_grad(W):
        return returned

    with pytest.raises(TypeError, match="grad must return real numbers, but my_grad returned"):
        walk(sgd, my_grad, [1.0, -2.0], 2)


@pytest.mark.parametrize("steps", [2.0, "3", None, True, np.float64(2), [3]])
def test_steps_that_are_not_whole_are_refused(steps):
    with pytest.raises(TypeError, match=re.escape(f"steps must be a whole number, not {steps!r}")):
        descend(sgd, curved, steps, start=[1.0])


def test_negative_steps_are_refused():
    with pytest.raises(ValueError, match="steps must be ≥ 0, not -1"):
        descend(sgd, curved, -1, start=[1.0])


@pytest.mark.parametrize("start", [[1.0, NAN], [INF, 0.0], [[1.0], [-INF]]])
def test_start_that_is_not_finite_is_refused(start):
    both(" must be finite, not [", ValueError, sgd, curved, start)


@pytest.mark.parametrize("start", ["here", [1j, 0], [None, 1.0], {}])
def test_start_that_is_not_real_is_refused(start):
    both(" must hold real numbers, not ", TypeError, sgd, curved, start)


def test_rule_that_forgets_the_comma_is_told_so():
    def forgetful(grad, W):
        return W - grad(W)

    with pytest.raises(TypeError, match=r"forgetful returned ndarray; a rule without memory returns \(W,\)"):
        walk(forgetful, curved, [1.0, -2.0], 1)


@pytest.mark.parametrize(
    ("returned", "got"), [((), "nothing"), ((1.0, 2.0), "()"), ((np.ones(3), np.ones(2)), "(3,)")]
)
def test_rule_that_returns_another_W_is_refused(returned, got):
    def odd(grad, W):
        return returned

    message = f"odd must return W of shape (2,) first, not {got}"
    with pytest.raises(ValueError, match=re.escape(message)):
        walk(odd, curved, [1.0, -2.0], 1)


def test_rules_themselves_check_nothing():
    """Their bodies are the equation alone; whoever calls them directly gets what he asks for."""
    assert sgd(curved, 1.0, lr=-1)[0] == 3.2
    assert np.isnan(adam(lambda W: NAN, 1.0)[0])

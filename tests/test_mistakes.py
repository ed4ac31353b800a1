"""The known wrong versions: oracles that know nothing of them reject each, and the checker names it."""

import inspect
import re

import numpy as np
import pytest
from numpy.testing import assert_allclose
from oracles import agrees_with_matrix_powers, agrees_with_the_hand, one_gradient_a_step

from course_utils import mistakes
from course_utils.checks import rule_verdict
from course_utils.mistakes import MISTAKES
from course_utils.optimizers import RULES, adagrad, adam, momentum, nag, rmsprop, sgd

ALL = [(rule, mistake) for rule in RULES for mistake in MISTAKES[rule]]
each_mistake = pytest.mark.parametrize(
    ("rule", "mistake"), ALL, ids=[f"{rule.__name__}: {mistake.name}" for rule, mistake in ALL]
)


def walk(rule, steps=20, start=(2.0, -1.0), curvatures=(1.0, 4.0), **hyper):
    """The path on a bowl, driven by nothing of the package."""
    state, path = (np.array(start),), [start]
    for _ in range(steps):
        with np.errstate(all="ignore"):
            state = rule(lambda W: np.array(curvatures) * W, *state, **hyper)
        path.append(state[0])
    return np.array(path)


# --------------------------------------------------------------------------------------- they are rejected


@each_mistake
def test_known_wrong_version_is_rejected_by_the_table_worked_by_hand(rule, mistake):
    with pytest.raises(AssertionError):
        agrees_with_the_hand(mistake.rule, rule)


@each_mistake
def test_known_wrong_version_is_named_by_the_checker(rule, mistake):
    expected = rf"✗ at step \d: {re.escape(mistake.name)}\.\n  .*: see \({mistake.equation}\)\."
    assert re.match(expected, rule_verdict(mistake.rule, rule))


@pytest.mark.parametrize("mistake", MISTAKES[momentum] + MISTAKES[nag], ids=lambda mistake: mistake.name)
def test_known_wrong_version_is_rejected_by_the_powers_of_the_iteration_matrix(mistake):
    with pytest.raises(AssertionError):
        agrees_with_matrix_powers(mistake.rule, momentum if mistake in MISTAKES[momentum] else nag)


@pytest.mark.parametrize(
    "name", ["nag_at_W", "nag_behind", "nag_looks_too_far", "nag_of_the_post", "nag_new_v"]
)
def test_nag_that_looks_elsewhere_is_rejected_by_the_spy(name):
    with pytest.raises(AssertionError):
        one_gradient_a_step(getattr(mistakes, name), nag)


@pytest.mark.parametrize("other", RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_no_rule_passes_for_another(rule, other):
    if rule is other:
        agrees_with_the_hand(other, rule)
    else:
        with pytest.raises((AssertionError, TypeError, ValueError)):  # or another number of states
            agrees_with_the_hand(other, rule)


# ------------------------------------------------------------------ the published ones, typed as they stand


def nag_printed_in_the_post(grad, W, v=0.0, *, lr=0.01, alpha=0.9):
    """v ← αv − η (∂L/∂W + αv)."""
    v = alpha * v - lr * (grad(W) + alpha * v)
    return W + v, v


def nag_widely_copied(grad, W, v=0.0, *, lr=0.01, alpha=0.9):
    """v *= m; v -= lr g; p += m m v; p -= (1 + m) lr g, with the v already renewed."""
    g = grad(W)
    v = v * alpha
    v = v - lr * g
    W = W + alpha * alpha * v
    return W - (1 + alpha) * lr * g, v


def adam_uncorrected(grad, W, m=0.0, v=0.0, t=0, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    g = grad(W)
    m = m + (1 - beta1) * (g - m)
    v = v + (1 - beta2) * (g**2 - v)
    return W - lr * m / (np.sqrt(v) + eps), m, v, t + 1


def rmsprop_with_the_decay_of_the_new_value(grad, W, h=0.0, *, lr=0.01, gamma=0.9, eps=1e-8):
    """The post's s ← a x + (1 − a) s with a "near 0.8 or 0.9"."""
    g = grad(W)
    h = gamma * g**2 + (1 - gamma) * h
    return W - lr * g / (np.sqrt(h) + eps), h


def adagrad_with_eps_in_the_root(grad, W, h=0.0, *, lr=0.01, eps=1e-8):
    g = grad(W)
    h = h + g**2
    return W - lr * g * (h + eps) ** -0.5, h


def rmsprop_with_eps_in_the_root(grad, W, h=0.0, *, lr=0.01, gamma=0.9, eps=1e-8):
    g = grad(W)
    h = gamma * h + (1 - gamma) * g**2
    return W - lr * g * (h + eps) ** -0.5, h


@pytest.mark.parametrize(
    ("wrong", "rule", "name"),
    [
        (nag_printed_in_the_post, nag, "αv is added to the gradient instead of to W"),
        (nag_widely_copied, nag, "this is the shifted form with the new v where the old one belongs"),
        (adam_uncorrected, adam, "the bias correction is missing"),
        (rmsprop_with_the_decay_of_the_new_value, rmsprop, "γ and 1 − γ are swapped"),
        (adagrad_with_eps_in_the_root, adagrad, "ε is inside the root"),
        (rmsprop_with_eps_in_the_root, rmsprop, "ε is inside the root"),
    ],
    ids=lambda x: getattr(x, "__name__", ""),
)
def test_published_wrong_version_is_rejected_and_named(wrong, rule, name):
    with pytest.raises(AssertionError):
        agrees_with_the_hand(wrong, rule)
    assert re.match(rf"✗ at step [12]: {re.escape(name)}", rule_verdict(wrong, rule))


# ----------------------------------------------------------------------------- they are what they are called


def test_nag_of_the_post_is_momentum_with_a_smaller_alpha():
    post = walk(mistakes.nag_of_the_post, lr=0.3, alpha=0.8)
    assert_allclose(post, walk(momentum, lr=0.3, alpha=0.8 * (1 - 0.3)), rtol=1e-11, atol=1e-13)


def test_nag_of_the_post_is_nag_only_where_the_curvature_is_1():
    post, true = (walk(rule, lr=0.3, alpha=0.8) for rule in (mistakes.nag_of_the_post, nag))
    assert_allclose(post[:, 0], true[:, 0], rtol=1e-11, atol=1e-13)
    assert np.abs(post[:, 1] - true[:, 1]).max() > 0.1


def test_nag_with_the_new_v_is_stable_only_up_to_0_86_instead_of_1_357():
    def ends(rule, lr):
        return abs(walk(rule, 2000, (1.0,), (1.0,), lr=lr, alpha=0.9)[-1, 0])

    assert ends(mistakes.nag_new_v, 0.855) < 1e-3 and ends(mistakes.nag_new_v, 0.865) > 1e3
    assert ends(nag, 1.35) < 1e-3 and ends(nag, 1.364) > 1e3


def test_shifted_nag_walks_along_the_look_ahead_points():
    path = walk(nag, lr=0.1, alpha=0.8)
    ahead = np.vstack([path[:1], path[1:] + 0.8 * np.diff(path, axis=0)])
    assert_allclose(walk(mistakes.nag_shifted, lr=0.1, alpha=0.8), ahead, rtol=1e-11, atol=1e-13)


@pytest.mark.parametrize("name", ["momentum_lr_outside", "momentum_pytorch", "momentum_opposite_v"])
def test_other_conventions_of_momentum_walk_the_same_path_while_eta_is_constant(name):
    mine = walk(getattr(mistakes, name), lr=0.1, alpha=0.8)
    assert_allclose(mine, walk(momentum, lr=0.1, alpha=0.8), rtol=1e-11, atol=1e-13)


def test_ema_of_momentum_is_momentum_with_a_smaller_eta():
    mine = walk(mistakes.momentum_ema, lr=0.1, alpha=0.8)
    assert_allclose(mine, walk(momentum, lr=0.1 * (1 - 0.8), alpha=0.8), rtol=1e-11, atol=1e-13)


@pytest.mark.parametrize(
    ("name", "rule"), [("momentum_forgets", sgd), ("momentum_nag", nag), ("nag_at_W", momentum)]
)
def test_mistake_that_is_another_rule_walks_its_path(name, rule):
    hyper = {"lr": 0.1, "alpha": 0.8}
    right = {k: v for k, v in hyper.items() if k in rule.__kwdefaults__}
    assert_allclose(walk(getattr(mistakes, name), **hyper), walk(rule, **right), rtol=1e-13)


def test_adam_without_correction_starts_at_3_16_eta_grows_and_is_still_too_fast_at_1000():
    """The numbers of the syllabus for a constant gradient: 3.16, 6.57 at t = 12, 1.26 at t = 1000."""
    state, path = (0.0,), [0.0]
    for _ in range(1000):
        state = mistakes.adam_without_correction(lambda W: -1.0, *state, lr=1, eps=0)
        path.append(state[0])
    steps = np.diff(path)
    assert steps.argmax() + 1 == 12
    assert_allclose(steps[[0, 11, 999]], [3.162, 6.57, 1.26], rtol=2e-3)


def test_adagrad_without_eps_divides_0_by_0():
    with np.errstate(all="ignore"):
        assert np.isnan(mistakes.adagrad_without_eps(lambda W: 0 * W, np.ones(1))[0])


def test_eps_inside_the_root_all_but_stops_a_small_gradient():
    """g = 1e-5 and ε = 1e-8: a step of 0.999 η outside, 0.0995 η inside."""
    outside, inside = (
        1 - rule(lambda W: 1e-5, 1.0, lr=1)[0] for rule in (adagrad, mistakes.adagrad_eps_inside)
    )
    assert_allclose([outside, inside], [0.999, 0.0995], rtol=5e-4)


# ------------------------------------------------------------------------------------------------ the list


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_names_of_one_rule_are_distinct_and_do_not_contain_each_other(rule):
    names = [mistake.name for mistake in MISTAKES[rule]]
    assert not [(a, b) for a in names for b in names if a != b and b.startswith(a)]
    assert len(set(names)) == len(names)


@each_mistake
def test_mistake_is_called_like_its_rule(rule, mistake):
    mine, right = inspect.signature(mistake.rule), inspect.signature(rule)
    assert mine == right


@each_mistake
def test_mistake_has_a_remedy_and_an_equation_of_its_notebook(rule, mistake):
    assert mistake.name and mistake.remedy and not mistake.remedy.endswith(".")
    assert re.fullmatch(rf"{RULES.index(rule) + 1}\.[1-9]\d?", mistake.equation)


def test_every_rule_has_its_mistakes():
    assert tuple(MISTAKES) == RULES
    assert all(MISTAKES.values())


@pytest.mark.parametrize(
    ("words", "rules"),
    [
        ("uphill", RULES),
        ("swapped", (momentum, nag, rmsprop, adam)),
        ("η stands outside", (momentum, nag)),
        ("moving average (EMA)", (momentum, nag, adagrad)),
        ("sum", (rmsprop, adam)),
        ("root is missing", (adagrad, rmsprop, adam)),
        ("not g²", (adagrad, rmsprop, adam)),
        ("ε is inside the root", (adagrad, rmsprop, adam)),
        ("the gradient is taken at W", (nag,)),
        ("bias correction is missing", (adam,)),
        ("1 − β at every step", (adam,)),
        ("t starts from 0", (adam,)),
        ("m and v are swapped", (adam,)),
        ("old", (momentum, adagrad, rmsprop)),
    ],
)
def test_usual_mistakes_of_the_syllabus_are_in_the_list(words, rules):
    for rule in rules:
        assert any(words in mistake.name for mistake in MISTAKES[rule]), rule.__name__

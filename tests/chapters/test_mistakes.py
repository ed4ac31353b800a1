"""The mistakes of every rule: oracles that know nothing of them reject each, and the checker names it."""

import importlib
import inspect
import re

import numpy as np
import pytest
from numpy.testing import assert_allclose
from oracles import agrees_with_matrix_powers, agrees_with_the_hand, one_gradient_a_step

from course_utils.mistakes import pairs, written, wrong_version
from course_utils.optimizers import RULES, adagrad, adam, momentum, nag, rmsprop, sgd
from course_utils.verdicts import Rule

MISTAKES = {
    rule: importlib.import_module(f"course_utils.chapters.{rule.__name__}.mistakes").MISTAKES
    for rule in RULES
}
ALL = [(rule, key) for rule in RULES for key in MISTAKES[rule]]
each_mistake = pytest.mark.parametrize(("rule", "key"), ALL, ids=[f"{r.__name__}-{key}" for r, key in ALL])
each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)


def wrong(rule, key):
    return wrong_version(rule, MISTAKES[rule][key])


def verdict(answer, rule):
    return Rule(rule, MISTAKES[rule]).verdict(answer)


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
def test_mistake_is_rejected_by_the_table_worked_by_hand(rule, key):
    with pytest.raises((AssertionError, ValueError)):  # ValueError: a memory of another shape
        agrees_with_the_hand(wrong(rule, key), rule)


@pytest.mark.parametrize(
    ("rule", "key"), [(rule, key) for rule in (momentum, nag) for key in MISTAKES[rule] if key != "clipped"]
)
def test_mistake_is_rejected_by_the_powers_of_the_iteration_matrix(rule, key):
    with pytest.raises(AssertionError):
        agrees_with_matrix_powers(wrong(rule, key), rule)


@pytest.mark.parametrize("key", ["at_W", "behind", "looks_too_far", "whole_step", "of_the_post", "new_v"])
def test_nag_that_looks_elsewhere_is_rejected_by_the_spy(key):
    with pytest.raises(AssertionError):
        one_gradient_a_step(wrong(nag, key), nag)


@each_rule
def test_no_rule_passes_for_another(rule):
    agrees_with_the_hand(rule, rule)
    for other in RULES:
        if other is not rule:
            with pytest.raises((AssertionError, TypeError, ValueError)):  # or another number of states
                agrees_with_the_hand(other, rule)


# ------------------------------------------------------------------------------------------ they are named


@each_mistake
def test_mistake_is_named_by_the_checker(rule, key):
    mistake, said = MISTAKES[rule][key], verdict(wrong(rule, key), rule)
    if mistake.remembers:
        assert said == (
            f"✓ W is right at every step; what you remember is {mistake.remembers}.\n"
            f"  {mistake.remedy}: see ({mistake.equation})."
        )
    else:
        first, second, third, *_ = said.splitlines()
        assert re.fullmatch(rf"✗ at step \d: {re.escape(mistake.name)}\.", first)
        assert second == f"  {mistake.remedy}: see ({mistake.equation})."
        assert third == f"  As if you had written:  {written(rule, mistake)[0]}"


@each_rule
def test_no_pair_of_mistakes_is_broken_code(rule):
    assert sum(1 for _ in pairs(rule, MISTAKES[rule].values())) > 5


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


def nag_with_the_old_v(grad, W, v=0.0, *, lr=0.01, alpha=0.9):
    """The shifted form (3.9)."""
    g = grad(W)
    return W + alpha * alpha * v - (1 + alpha) * lr * g, alpha * v - lr * g


def adam_uncorrected(grad, W, m=0.0, v=0.0, t=0, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    g = grad(W)
    m = m + (1 - beta1) * (g - m)
    v = v + (1 - beta2) * (g**2 - v)
    return W - lr * m / (np.sqrt(v) + eps), m, v, t + 1


def adam_in_the_efficient_form(grad, W, m=0.0, v=0.0, t=0, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    g, t = grad(W), t + 1
    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    return W - lr_t * m / (np.sqrt(v) + eps), m, v, t


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
    ("answer", "rule", "name"),
    [
        (nag_printed_in_the_post, nag, "αv is added to the gradient instead of to W"),
        (nag_widely_copied, nag, "this is the shifted form with the new v where the old one belongs"),
        (nag_with_the_old_v, nag, "this is the shifted form (Keras)"),
        (adam_uncorrected, adam, "the bias correction is missing"),
        (
            adam_in_the_efficient_form,
            adam,
            "ε is added before the correction of v (Keras' form; ε̂ in the paper)",
        ),
        (rmsprop_with_the_decay_of_the_new_value, rmsprop, "γ and 1 − γ are swapped"),
        (adagrad_with_eps_in_the_root, adagrad, "ε is inside the root"),
        (rmsprop_with_eps_in_the_root, rmsprop, "ε is inside the root"),
    ],
    ids=lambda x: getattr(x, "__name__", ""),
)
def test_published_wrong_version_is_rejected_and_named(answer, rule, name):
    with pytest.raises(AssertionError):
        agrees_with_the_hand(answer, rule)
    assert re.match(rf"✗ at step [12]: {re.escape(name)}", verdict(answer, rule))


# ----------------------------------------------------------------------------- they are what they are called


def test_nag_of_the_post_is_momentum_with_a_smaller_alpha():
    post = walk(wrong(nag, "of_the_post"), lr=0.3, alpha=0.8)
    assert_allclose(post, walk(momentum, lr=0.3, alpha=0.8 * (1 - 0.3)), rtol=1e-11, atol=1e-13)


def test_nag_of_the_post_is_nag_only_where_the_curvature_is_1():
    post, true = (walk(rule, lr=0.3, alpha=0.8) for rule in (wrong(nag, "of_the_post"), nag))
    assert_allclose(post[:, 0], true[:, 0], rtol=1e-11, atol=1e-13)
    assert np.abs(post[:, 1] - true[:, 1]).max() > 0.1


def test_nag_with_the_new_v_is_stable_only_up_to_0_86_instead_of_1_357():
    def ends(rule, lr):
        return abs(walk(rule, 2000, (1.0,), (1.0,), lr=lr, alpha=0.9)[-1, 0])

    assert ends(wrong(nag, "new_v"), 0.855) < 1e-3 and ends(wrong(nag, "new_v"), 0.865) > 1e3
    assert ends(nag, 1.35) < 1e-3 and ends(nag, 1.364) > 1e3


@pytest.mark.parametrize("key", ["shifted", "pytorch"])
def test_shifted_nag_walks_along_the_look_ahead_points(key):
    path = walk(nag, lr=0.1, alpha=0.8)
    ahead = np.vstack([path[:1], path[1:] + 0.8 * np.diff(path, axis=0)])
    assert_allclose(walk(wrong(nag, key), lr=0.1, alpha=0.8), ahead, rtol=1e-11, atol=1e-13)


def test_momentum_that_is_shifted_nag_walks_as_shifted_nag():
    paths = (walk(wrong(*of), lr=0.1, alpha=0.8) for of in ((momentum, "shifted_nag"), (nag, "shifted")))
    assert_allclose(*paths, rtol=1e-13)


@pytest.mark.parametrize(
    ("rule", "key"),
    [
        (momentum, "lr_outside"),
        (momentum, "pytorch"),
        (momentum, "opposite_v"),
        (momentum, "old_W"),
        (nag, "opposite_v"),
        (nag, "old_W"),
        (nag, "sum_of_gradients"),
        (adam, "t_ahead"),
    ],
)
def test_other_convention_walks_the_same_path_while_eta_is_constant(rule, key):
    hyper = {"lr": 0.1} | ({"alpha": 0.8} if rule is not adam else {"beta2": 0.9})
    assert_allclose(walk(wrong(rule, key), **hyper), walk(rule, **hyper), rtol=1e-10, atol=1e-13)


def test_whole_matrix_of_adagrad_walks_the_same_path():
    assert_allclose(walk(wrong(adagrad, "whole_matrix"), lr=0.3), walk(adagrad, lr=0.3), rtol=1e-12)


@pytest.mark.parametrize("key", ["ema", "average_outside"])
def test_average_in_momentum_is_momentum_with_a_smaller_eta(key):
    mine = walk(wrong(momentum, key), lr=0.1, alpha=0.8)
    assert_allclose(mine, walk(momentum, lr=0.1 * (1 - 0.8), alpha=0.8), rtol=1e-11, atol=1e-13)


@pytest.mark.parametrize(
    ("of", "key", "rule"),
    [
        (momentum, "forgets", sgd),
        (momentum, "unused_v", sgd),
        (momentum, "unused_average", sgd),
        (momentum, "nag", nag),
        (nag, "at_W", momentum),
        (adagrad, "unused_h", sgd),
        (rmsprop, "sum", adagrad),
        (rmsprop, "unused_h", sgd),
    ],
)
def test_mistake_that_is_another_rule_walks_its_path(of, key, rule):
    hyper = {"lr": 0.1, "alpha": 0.8, "gamma": 0.8, "eps": 0.1}
    wrongly, rightly = ({k: hyper[k] for k in r.__kwdefaults__} for r in (of, rule))
    assert_allclose(walk(wrong(of, key), **wrongly), walk(rule, **rightly), rtol=1e-12)


def test_adam_without_correction_starts_at_3_16_eta_grows_and_is_still_too_fast_at_1000():
    """The numbers of the syllabus for a constant gradient: 3.16, 6.57 at t = 12, 1.26 at t = 1000."""
    state, path = (0.0,), [0.0]
    for _ in range(1000):
        state = wrong(adam, "without_correction")(lambda W: -1.0, *state, lr=1, eps=0)
        path.append(state[0])
    steps = np.diff(path)
    assert steps.argmax() + 1 == 12
    assert_allclose(steps[[0, 11, 999]], [3.162, 6.57, 1.26], rtol=2e-3)


def test_adagrad_without_eps_divides_0_by_0():
    with np.errstate(all="ignore"):
        assert np.isnan(wrong(adagrad, "without_eps")(lambda W: 0 * W, np.ones(1))[0])


def test_eps_inside_the_root_all_but_stops_a_small_gradient():
    """g = 1e-5 and ε = 1e-8: a step of 0.999 η outside, 0.0995 η inside."""
    outside, inside = (
        1 - rule(lambda W: 1e-5, 1.0, lr=1)[0] for rule in (adagrad, wrong(adagrad, "eps_inside"))
    )
    assert_allclose([outside, inside], [0.999, 0.0995], rtol=5e-4)


def test_amsgrad_never_takes_v_down_and_adam_does():
    grads = iter([3.0, 0.0, 0.0] * 2)
    ends = []
    for rule in (adam, wrong(adam, "amsgrad")):
        state = (0.0,)
        for _ in range(3):
            state = rule(lambda W: next(grads), *state, beta2=0.5)
        ends.append(state[2])
    assert ends == [4.5 / 4, 4.5]


def test_nadam_looks_one_gradient_ahead():
    """The first step of β₁ m̂ + (1 − β₁) g / (1 − β₁) for m̂ = g is (1 + β₁) times Adam's."""
    ours, theirs = (rule(lambda W: 2.0, 0.0, lr=1, eps=0)[0] for rule in (adam, wrong(adam, "nadam")))
    assert_allclose(theirs / ours, 1.9)


# ------------------------------------------------------------------------------------------------ the list


@each_rule
def test_names_of_one_rule_are_distinct_and_do_not_begin_with_each_other(rule):
    names = [mistake.name for mistake in MISTAKES[rule].values()]
    assert not [(a, b) for a in names for b in names if a != b and b.startswith(a)]
    assert len(set(names)) == len(names)


@each_mistake
def test_mistake_takes_the_arguments_of_its_rule(rule, key):
    mine, right = inspect.signature(wrong(rule, key)), inspect.signature(rule)
    assert list(mine.parameters) == list(right.parameters)


@each_mistake
def test_mistake_has_a_name_a_remedy_that_is_a_sentence_and_an_equation_of_its_notebook(rule, key):
    mistake = MISTAKES[rule][key]
    assert mistake.name and not mistake.name.endswith(".")
    assert re.match(r"[A-Zαβγεη]|[hmvgt][ ²]", mistake.remedy) and not re.search(r"\.$|: ", mistake.remedy)
    assert re.fullmatch(rf"{RULES.index(rule) + 1}\.[1-9]\d?", mistake.equation)


@pytest.mark.parametrize(
    ("words", "rules"),
    [
        ("uphill", RULES),
        ("swapped", (momentum, nag, rmsprop, adam)),
        ("η stands outside", (momentum, nag)),
        ("the opposite sign", (momentum, nag)),
        ("moving average (EMA)", (momentum, nag, adagrad)),
        ("sum", (rmsprop, adam)),
        ("root is missing", (adagrad, rmsprop, adam)),
        ("not g²", (adagrad, rmsprop, adam)),
        ("one number for all coordinates", (adagrad, rmsprop, adam)),
        ("ε is inside the root", (adagrad, rmsprop, adam)),
        ("ε is added to the weight", (adagrad, rmsprop, adam)),
        ("clipped", (momentum, nag, adam)),
        ("the gradient is taken at W", (nag,)),
        ("bias correction is missing", (adam,)),
        ("1 − β at every step", (adam,)),
        ("t starts from 0", (adam,)),
        ("t is one too large", (adam,)),
        ("m and v are swapped", (adam,)),
        ("old", (momentum, adagrad, rmsprop, adam)),
    ],
)
def test_usual_mistakes_are_in_the_list(words, rules):
    for rule in rules:
        assert any(words in mistake.name for mistake in MISTAKES[rule].values()), rule.__name__

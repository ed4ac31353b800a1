"""What the checker says to somebody's version of a rule: right in any words, one slip, two, or a fact."""

import importlib
import re

import numpy as np
import pytest

from course_utils.mistakes import pairs
from course_utils.optimizers import RULES, adagrad, adam, momentum, nag, rmsprop, sgd
from course_utils.verdicts import Rule

NOT_YET = "… not attempted yet"
CHECKERS = {
    rule: Rule(rule, importlib.import_module(f"course_utils.chapters.{rule.__name__}.mistakes").MISTAKES)
    for rule in RULES
}
each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)


def verdict(answer, rule):
    return CHECKERS[rule].verdict(answer)


def by_name(x):
    return getattr(x, "__name__", "")


# ----------------------------------------------------------------------------------------------- right


@each_rule
def test_rule_itself_is_right(rule):
    assert verdict(rule, rule) == f"✓ right: 8 steps agree with {rule.__name__}"


@each_rule
def test_every_other_rule_is_wrong(rule):
    assert all(verdict(other, rule).startswith("✗") for other in RULES if other is not rule)


def sgd_in_words(grad, W, *, lr):
    step = -lr * np.asarray(grad(W))
    return (step + W,)


def sgd_positional(grad, W, lr=1.0):
    return (np.subtract(W, np.multiply(grad(W), lr)),)


def momentum_in_one_line(grad, W, v=0, *, lr=1.0, alpha=0.0):
    return W + (v := alpha * v - lr * grad(W)), v


def momentum_by_differences(grad, W, v=0.0, **hyper):
    new = W - hyper["lr"] * grad(W) + hyper["alpha"] * v
    return new, new - W


def nag_with_a_named_point(grad, W, v=0.0, *, lr=0.1, alpha=0.9):
    ahead = W + alpha * v
    new = ahead - lr * grad(ahead)
    return new, new - W


def nag_from_none(grad, W, v=None, *, lr, alpha):
    v = np.zeros_like(W) if v is None else v
    g = grad(W + alpha * v)
    return W + alpha * v - lr * g, alpha * v - lr * g


def adagrad_with_powers(grad, W, h=0.0, *, lr=0.1, eps=0.0):
    g = grad(W)
    h = h + np.abs(g) ** 2
    return W - lr * (eps + h**0.5) ** -1 * g, h


def adagrad_by_coordinates(grad, W, h=0.0, *, lr, eps):
    g, new, h = grad(W), W.copy(), h + np.zeros_like(W)
    for i in range(len(W)):
        h[i] += g[i] ** 2
        new[i] -= lr * g[i] / (h[i] ** 0.5 + eps)
    return new, h


def rmsprop_as_a_correction(grad, W, h=0.0, *, lr=0.1, gamma=0.9, eps=1e-8):
    g = grad(W)
    h = h + (1 - gamma) * (g**2 - h)
    return W - lr / (np.sqrt(h) + eps) * g, h


def adam_in_the_other_order(grad, W, m=0.0, v=0.0, t=0.0, *, lr=0.1, beta1=0.9, beta2=0.9, eps=0.0):
    g, t = grad(W), t + 1
    m, v = m - (1 - beta1) * (m - g), v - (1 - beta2) * (v - g * g)
    root = np.sqrt(1 - beta2**t)
    return W - lr * root / (1 - beta1**t) * m / (np.sqrt(v) + eps * root), m, v, t


def adam_like_pytorch(grad, W, exp_avg=0, exp_avg_sq=0, step=0, *, lr, beta1, beta2, eps):
    step += 1
    g = grad(W)
    exp_avg = beta1 * exp_avg + (1 - beta1) * g
    exp_avg_sq = beta2 * exp_avg_sq + (1 - beta2) * g**2
    denominator = np.sqrt(exp_avg_sq) / np.sqrt(1 - beta2**step) + eps
    return W - lr / (1 - beta1**step) * exp_avg / denominator, exp_avg, exp_avg_sq, step


class AdamWithoutState:
    def __call__(self, grad, W, m=0, v=0, t=0, *, lr, beta1, beta2, eps):
        t, g = t + 1, grad(W)
        m, v = (self.average(*a) for a in ((m, g, beta1), (v, g * g, beta2)))
        hats = m / (1 - beta1**t), v / (1 - beta2**t)
        return W - lr * hats[0] / (hats[1] ** 0.5 + eps), m, v, t

    @staticmethod
    def average(old, new, beta):
        return beta * old + (1 - beta) * new


OTHER_WORDS = (
    (sgd_in_words, sgd),
    (sgd_positional, sgd),
    (momentum_in_one_line, momentum),
    (momentum_by_differences, momentum),
    (nag_with_a_named_point, nag),
    (nag_from_none, nag),
    (adagrad_with_powers, adagrad),
    (adagrad_by_coordinates, adagrad),
    (rmsprop_as_a_correction, rmsprop),
    (adam_in_the_other_order, adam),
    (adam_like_pytorch, adam),
    (AdamWithoutState(), adam),
)


@pytest.mark.parametrize(("answer", "rule"), OTHER_WORDS, ids=by_name)
def test_rule_in_other_words_is_right(answer, rule):
    assert verdict(answer, rule) == f"✓ right: 8 steps agree with {rule.__name__}"


# ------------------------------------------------------- W is right, and something else is remembered


def opposite_momentum(grad, W, v=0.0, *, lr, alpha):
    v = alpha * v + lr * grad(W)
    return W - v, v


def opposite_nag(grad, W, v=0.0, *, lr, alpha):
    v = alpha * v + lr * grad(W - alpha * v)
    return W - v, v


def heavy_ball(grad, W, before=None, *, lr, alpha):
    before = W if before is None else before
    return W - lr * grad(W) + alpha * (W - before), W


def two_sequences(grad, W, before=None, *, lr, alpha):
    y = W if before is None else (1 + alpha) * W - alpha * before
    return y - lr * grad(y), W


def full_matrix(grad, W, G=0.0, *, lr, eps):
    g = grad(W)
    G = G + g[:, None] * g
    return W - lr * g / (np.diag(G) ** 0.5 + eps), G


def coming_step(grad, W, m=0, v=0, t=1, *, lr, beta1, beta2, eps):
    g = grad(W)
    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
    return W - lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps), m, v, t + 1


def counter_first(grad, W, t=0, m=0.0, v=0.0, *, lr, beta1, beta2, eps):
    W, m, v, t = adam(grad, W, m, v, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    return W, t, m, v


def all_gradients(grad, W, past=(), *, lr, eps):
    past = np.array([*past, grad(W)])
    return W - lr * past[-1] / (np.sqrt(np.sum(past**2, axis=0)) + eps), past


@pytest.mark.parametrize(
    ("answer", "rule", "remembers"),
    [
        (opposite_momentum, momentum, "−v, as in Ruder's overview of 2016.\n  The course remembers v"),
        (opposite_nag, nag, "−v, as in Ruder's overview of 2016.\n  The course remembers v"),
        (heavy_ball, momentum, "the W before the step, as in Polyak's form of 1964.\n"),
        (two_sequences, nag, "the W before the step, as in the form with two sequences"),
        (
            full_matrix,
            adagrad,
            "the whole matrix of products, as in the full form of Duchi, Hazan and Singer",
        ),
        (coming_step, adam, "t as the number of the coming step.\n  The course counts the steps made"),
        (counter_first, adam, "(t, m, v), where the course has (m, v, t)."),
        (all_gradients, adagrad, "another form of h than in the course."),
    ],
    ids=by_name,
)
def test_answer_with_another_memory_is_told_that_its_W_is_right(answer, rule, remembers):
    said = verdict(answer, rule)
    assert said.startswith(f"✓ W is right at every step; what you remember is {remembers}")


def test_convention_that_is_right_only_while_eta_is_constant_is_wrong():
    def pytorch(grad, W, b=0.0, *, lr, alpha):
        b = alpha * b + grad(W)
        return W - lr * b, b

    said = verdict(pytorch, momentum)
    assert said.startswith(
        "✗ at step 1: η stands outside v, which is the sum of the gradients (PyTorch's form)"
    )
    assert "the same only while η is constant: see (2.12)" in said


# ------------------------------------------------------------------------------- forms that people write


def average_outside(grad, W, v=0.0, *, lr, alpha):
    v = alpha * v + (1 - alpha) * grad(W)
    return W - lr * v, v


def average_unused(grad, W, v=0.0, *, lr, alpha):
    g = grad(W)
    return W - lr * g, alpha * v + (1 - alpha) * g


def shifted_momentum(grad, W, v=0.0, *, lr, alpha):
    g = grad(W)
    v = alpha * v - lr * g
    return W + alpha * v - lr * g, v


def alpha_on_gradient(grad, W, v=0.0, *, lr, alpha):
    v = v + alpha * grad(W)
    return W - lr * v, v


def eta_twice(grad, W, v=0.0, *, lr, alpha):
    v = alpha * v - lr * grad(W)
    return W + lr * v, v


def pytorch_nag(grad, W, b=0.0, *, lr, alpha):
    g = grad(W)
    b = alpha * b + g
    return W - lr * (g + alpha * b), b


def stays_ahead(grad, W, v=0.0, *, lr, alpha):
    W = W + alpha * v
    v = alpha * v - lr * grad(W)
    return W + v, v


def looks_after_a_whole_step(grad, W, v=0.0, *, lr, alpha):
    ahead = W + alpha * v - lr * grad(W)
    v = alpha * v - lr * grad(ahead)
    return W + v, v


def adagrad_of_the_length(grad, W, h=0.0, *, lr, eps):
    g = grad(W)
    h = h + g @ g
    return W - lr * g / (np.sqrt(h) + eps), h


def adagrad_of_the_length_as_array(grad, W, h=0.0, *, lr, eps):
    g = grad(W)
    h = h + np.full_like(g, np.dot(g, g))
    return W - lr * g / (np.sqrt(h) + eps), h


def adagrad_from_a_tenth(grad, W, h=0.1, *, lr, eps):
    g = grad(W)
    h = h + g**2
    return W - lr * g / (np.sqrt(h) + eps), h


def adagrad_eps_subtracted(grad, W, h=0.0, *, lr, eps):
    g = grad(W)
    h = h + g**2
    return W - (lr * g / np.sqrt(h) + eps), h


def adagrad_eps_in_h(grad, W, h=0.0, *, lr, eps):
    g = grad(W)
    h = h + g**2 + eps
    return W - lr * g / np.sqrt(h), h


def rmsprop_from_one(grad, W, h=1.0, *, lr, gamma, eps):
    g = grad(W)
    h = gamma * h + (1 - gamma) * g**2
    return W - lr * g / (np.sqrt(h) + eps), h


def rmsprop_plus_equals(grad, W, h=0.0, *, lr, gamma, eps):
    g = grad(W)
    h = h + gamma * h + (1 - gamma) * g**2
    return W - lr * g / (np.sqrt(h) + eps), h


def rmsprop_eta_added(grad, W, h=0.0, *, lr, gamma, eps):
    g = grad(W)
    h = gamma * h + (1 - gamma) * g**2
    return W - lr + g / (np.sqrt(h) + eps), h


def rmsprop_of_the_length(grad, W, h=0.0, *, lr, gamma, eps):
    g = grad(W)
    h = gamma * h + (1 - gamma) * np.linalg.norm(g) ** 2
    return W - lr * g / (np.sqrt(h) + eps), h


def adam_with(step, averages=None, count=1, correct=1):
    """Adam with a part exchanged: the step, the averages, what is counted, what the correction counts."""

    def answer(grad, W, m=0, v=0, t=0, *, lr, beta1, beta2, eps):
        g = grad(W)
        if averages:
            m, v = averages(m, v, g, beta1, beta2)
        else:
            m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
        k = t + correct
        hats = (m / (1 - beta1**k), v / (1 - beta2**k)) if correct else (m, v)
        return W - step(*hats, lr, eps, g, beta1, k), m, v, t + count

    return answer


def usual(m, v, lr, eps, *_):
    return lr * m / (np.sqrt(v) + eps)


def forgetful(m, v, g, b1, b2):
    m, v = np.zeros_like(g), np.zeros_like(g)
    return b1 * m + (1 - b1) * g, b2 * v + (1 - b2) * g**2


def nadam_step(m, v, lr, eps, g, b1, t):
    return lr * (b1 * m + (1 - b1) * g / (1 - b1**t)) / (np.sqrt(v) + eps)


ADAMS = (
    (
        lambda m, v, lr, eps, *_: lr * m / np.sqrt(v) - eps,
        {},
        "parentheses are missing: ε is added to the weight",
    ),
    (lambda m, v, lr, eps, *_: lr * m / (np.sqrt(v) - eps), {}, "ε is subtracted from the root"),
    (nadam_step, {}, "this is Nadam"),
    (usual, {"count": 0, "correct": 0}, "there is no bias correction, and t does not count the steps"),
    (usual, {"correct": 2}, "t is one too large in the correction"),
    (
        usual,
        {"averages": lambda m, v, g, b1, b2: (b1 * m + (1 - b1) * g, b2 * v + (1 - b2) * np.sum(g**2))},
        "v is one number for all coordinates",
    ),
    (
        usual,
        {"averages": lambda m, v, g, b1, b2: (b1 * v + (1 - b1) * g, b2 * v + (1 - b2) * g**2)},
        "m continues the old v instead of the old m",
    ),
    (
        usual,
        {
            "averages": lambda m, v, g, b1, b2: (
                b1 * m + (1 - b1) * g,
                np.maximum(v, b2 * v + (1 - b2) * g**2),
            )
        },
        "this is AMSGrad: v keeps its maximum",
    ),
    (usual, {"averages": forgetful}, "m and v begin with 0 at every step: nothing is remembered"),
)


def adamax(grad, W, m=0, u=0, t=0, *, lr, beta1, beta2, eps):
    t, g = t + 1, grad(W)
    m, u = beta1 * m + (1 - beta1) * g, np.maximum(beta2 * u, abs(g))
    return W - lr / (1 - beta1**t) * m / (u + eps), m, u, t


def adam_inverted(grad, W, m=0, v=0, t=0, *, lr, beta1, beta2, eps):
    return adam(grad, W, m, v, t, lr=lr, beta1=1 - beta1, beta2=1 - beta2, eps=eps)


@pytest.mark.parametrize(
    ("answer", "rule", "name"),
    [
        (average_outside, momentum, "v averages the gradients and η stands outside"),
        (average_unused, momentum, "this is SGD: v averages the gradients, but W does not move by it"),
        (shifted_momentum, momentum, "this is NAG in its shifted form"),
        (alpha_on_gradient, momentum, "α multiplies the gradient, and the old v never fades"),
        (eta_twice, momentum, "η is used twice"),
        (pytorch_nag, nag, "this is PyTorch's form: it follows the look-ahead point W + αv"),
        (shifted_momentum, nag, "this is the shifted form (Keras): it follows the look-ahead point"),
        (stays_ahead, nag, "W stays at the look-ahead point, so αv is added twice"),
        (looks_after_a_whole_step, nag, "the gradient is taken after a whole step of momentum"),
        (adagrad_of_the_length, adagrad, "h adds up one number for all coordinates"),
        (adagrad_of_the_length_as_array, adagrad, "h adds up one number for all coordinates"),
        (adagrad_from_a_tenth, adagrad, "h starts from 0.1, as in Keras"),
        (adagrad_eps_subtracted, adagrad, "parentheses are missing: ε is added to the step"),
        (adagrad_eps_in_h, adagrad, "ε is added to h, where it adds up"),
        (rmsprop_from_one, rmsprop, "h starts from 1, as in TensorFlow 1"),
        (rmsprop_plus_equals, rmsprop, "the past is added to h instead of taking its place"),
        (rmsprop_eta_added, rmsprop, "η is added to the step"),
        (rmsprop_of_the_length, rmsprop, "h averages one number for all coordinates"),
        (adamax, adam, "this is AdaMax"),
        (adam_inverted, adam, "β₁ and β₂ are taken for 1 − β₁ and 1 − β₂ everywhere"),
        *((adam_with(step, **parts), adam, name) for step, parts, name in ADAMS),
    ],
    ids=by_name,
)
def test_form_that_people_write_has_a_name(answer, rule, name):
    assert re.match(rf"✗ at step [1-3]: {re.escape(name)}", verdict(answer, rule))


def test_symbols_are_printed_as_the_equation_has_them():
    """No capital Η for η, H for h, V for v: a remedy that begins with a symbol begins with that symbol."""
    said = verdict(lambda grad, W, v=0.0, *, lr, alpha: (W + v, alpha * v - lr * grad(W)), momentum)
    assert said.splitlines()[1] == "  W ← W + v takes the new v: see (2.2)."
    said = verdict(
        lambda grad, W, h=0.0, *, lr, eps: (W - lr * (g := grad(W)) / (abs(g) + eps), g**2), adagrad
    )
    assert said.splitlines()[1] == "  h ← h + g²: see (4.13)."


def test_what_an_answer_prints_is_printed_for_one_run_of_8_steps(capsys):
    def talks(grad, W, v=0.0, *, lr, alpha):
        print("W is", W)
        return momentum(grad, W, v, lr=0.01, alpha=alpha)

    assert verdict(talks, momentum).startswith("✗ at step 1: lr is not used")
    assert capsys.readouterr().out.count("W is") == 8


def test_wrong_line_is_shown():
    def too_far(grad, W, v=0.0, *, lr, alpha):
        v = alpha * v - lr * grad(W + v)
        return W + v, v

    assert verdict(too_far, nag) == (
        "✗ at step 2: α is missing in the look-ahead.\n"
        "  Look at W + αv, not at W + v: see (3.1).\n"
        "  As if you had written:  v = alpha * v - lr * grad(W + v)\n"
        "  (Step 1 agrees with the rule, so look at what is remembered.)"
    )


# ------------------------------------------------------------------------------------------ two slips


def opposite_and_at_W(grad, W, v=0.0, *, lr, alpha):
    v = alpha * v + lr * grad(W)
    return W - v, v


def opposite_and_clipped(grad, W, v=0.0, *, lr, alpha):
    v = alpha * v + lr * np.clip(grad(W - alpha * v), -1, 1)
    return W - v, v


def opposite_and_too_far(grad, W, v=0.0, *, lr, alpha):
    v = alpha * v + lr * grad(W - v)
    return W - v, v


def taken_back_and_opposite(grad, W, v=0.0, *, lr, alpha):
    v = -alpha * v + lr * grad(W)
    return W - v, v


def uphill_and_shifted(grad, W, v=0.0, *, lr, alpha):
    g = grad(W)
    v = alpha * v + lr * g
    return W + alpha * v - lr * g, v


def uphill_and_eps_inside(grad, W, h=0.0, *, lr, eps):
    g = grad(W)
    h = h + g**2
    return W + lr * g / np.sqrt(h + eps), h


def fading_sum_and_eps_inside(grad, W, h=0.0, *, lr, gamma, eps):
    g = grad(W)
    h = gamma * h + g**2
    return W - lr * g / np.sqrt(h + eps), h


def no_power_and_eps_inside(grad, W, m=0, v=0, t=0, *, lr, beta1, beta2, eps):
    g = grad(W)
    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
    return W - lr * (m / (1 - beta1)) / np.sqrt(v / (1 - beta2) + eps), m, v, t + 1


def newest_corrected_and_length(grad, W, m=0, v=0, t=0, *, lr, beta1, beta2, eps):
    t, g = t + 1, grad(W)
    m = beta1 * m + (1 - beta1) * g / (1 - beta1**t)
    v = beta2 * v + (1 - beta2) * np.dot(g, g) / (1 - beta2**t)
    return W - lr * m / (np.sqrt(v) + eps), m, v, t


def both_averages_swapped(grad, W, m=0, v=0, t=0, *, lr, beta1, beta2, eps):
    t, g = t + 1, grad(W)
    m, v = (1 - beta1) * m + beta1 * g, (1 - beta2) * v + beta2 * g**2
    return W - lr * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps), m, v, t


@pytest.mark.parametrize(
    ("answer", "rule", "one", "two"),
    [
        (opposite_and_at_W, nag, "v has the opposite sign", "the gradient is taken at W"),
        (opposite_and_clipped, nag, "v has the opposite sign", "the gradient is clipped to [−1, 1]"),
        (opposite_and_too_far, nag, "v has the opposite sign", "α is missing in the look-ahead"),
        (taken_back_and_opposite, momentum, "v has the opposite sign", "the old step is taken back"),
        (uphill_and_shifted, momentum, "this goes uphill", "this is NAG in its shifted form"),
        (uphill_and_eps_inside, adagrad, "ε is inside the root", "this goes uphill"),
        (fading_sum_and_eps_inside, rmsprop, "1 − γ is missing", "ε is inside the root"),
        (
            no_power_and_eps_inside,
            adam,
            "ε is inside the root",
            "the correction divides by 1 − β at every step",
        ),
        (newest_corrected_and_length, adam, "v is one number", "the correction divides the newest gradient"),
        (both_averages_swapped, adam, "β₁ and 1 − β₁ are swapped", "β₂ and 1 − β₂ are swapped"),
    ],
    ids=by_name,
)
def test_two_slips_are_both_named(answer, rule, one, two):
    said = verdict(answer, rule)
    assert re.match(r"✗ Two slips\. At step [12], .*; (and|at step \d,) .*\.\n", said)
    assert one in said and two in said


def test_two_slips_say_when_each_shows_what_to_read_and_the_lines():
    assert verdict(opposite_and_at_W, nag) == (
        "✗ Two slips. At step 1, v has the opposite sign (W moves as it should, but v is not the step); "
        "at step 2, this is momentum (the gradient is taken at W).\n"
        "  The course remembers v, the step itself: see (3.1). NAG asks for it at W + αv: see (3.1).\n"
        "  As if you had written:  v = alpha * v + lr * grad(W)\n"
        "                          return W - v, v"
    )


@each_rule
def test_pairs_of_known_slips_are_told_as_two_or_as_one_that_does_the_same(rule):
    """Every 25th pair, since there are many."""
    for (one, two), wrong in list(pairs(rule, CHECKERS[rule].mistakes.values()))[::25]:
        said = verdict(wrong, rule)
        names = [name for m in (one, two) for name in (m.name, m.name.replace(": ", " (", 1))]
        if said.startswith("✗ Two slips."):
            assert sum(name in said for name in names) >= 2
        else:
            assert said.startswith("✓ ") or any(
                f": {m.name}." in said for m in CHECKERS[rule].mistakes.values()
            )


def test_where_two_pairs_do_the_same_both_are_told():
    def answer(grad, W, h=0.0, *, lr, eps):
        g = grad(W)
        h = h + g**2
        return W + lr * g / np.sqrt(h) + eps, h

    said = verdict(answer, adagrad)
    assert "parentheses are missing (ε is added to the weight); and the sign of the step" in said
    assert said.endswith(
        "The same comes out where parentheses are missing (ε is added to the step) "
        "and the sign of the step (this goes uphill)."
    )


# --------------------------------------------------------------------------- what an unnamed answer does


def typed_in(grad, W, m=0, v=0, t=0, *, lr, beta1, beta2, eps):
    return adam(grad, W, m, v, t, lr=lr, beta1=0.9, beta2=0.999, eps=eps)


def lr_typed_in(grad, W, *, lr):
    return (W - 0.01 * grad(W),)


def eps_typed_in(grad, W, h=0.0, *, lr, eps):
    return adagrad(grad, W, h, lr=lr, eps=1e-8)


def swallowing(grad, W, h=0.0, *, lr=0.01, rho=0.9, eps=1e-8, **rest):
    return rmsprop(grad, W, h, lr=lr, gamma=rho, eps=eps)


def v_first(grad, W, v=0.0, *, lr, alpha):
    v = alpha * v - lr * grad(W)
    return v, W + v


def t_in_the_middle(grad, W, m=0, v=0, t=0, *, lr, beta1, beta2, eps):
    W, m, v, t = adam(grad, W, m, v, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    return W, m, t, v


def begins_with_a_half(grad, W, h=0.5, *, lr, eps):
    return adagrad(grad, W, h, lr=lr, eps=eps)


def clipped_by_length(grad, W, *, lr):
    g = grad(W)
    return (W - lr * g * min(1.0, 2.0 / np.linalg.norm(g)),)


def clipped_far_out(grad, W, v=0.0, *, lr, alpha):
    return momentum(lambda W: np.clip(grad(W), -50, 50), W, v, lr=lr, alpha=alpha)


def with_l2(grad, W, m=0, v=0, t=0, *, lr, beta1, beta2, eps, weight_decay=0.01):
    return adam(lambda W: grad(W) + weight_decay * W, W, m, v, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)


def with_decoupled_decay(grad, W, m=0, v=0, t=0, *, lr, beta1, beta2, eps):
    return adam(grad, W * (1 - 0.03 * lr), m, v, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)


def whole_training(grad, W, *, lr):
    for _ in range(100):
        W = W - lr * grad(W)
    return (W,)


@pytest.mark.parametrize(
    ("answer", "rule", "said"),
    [
        (typed_in, adam, "beta1 and beta2 are not used: were numbers typed in instead?"),
        (lr_typed_in, sgd, "lr is not used: was a number typed in instead?"),
        (eps_typed_in, adagrad, "eps is not used: was a number typed in instead?"),
        (swallowing, rmsprop, "**rest swallows gamma: the arguments are called lr, gamma and eps."),
        (v_first, momentum, "it returns (v, W); the order is (W, v)."),
        (t_in_the_middle, adam, "it returns (W, m, t, v); the order is (W, m, v, t)."),
        (begins_with_a_half, adagrad, "h begins with 0.5; adagrad begins with 0.0."),
        (
            clipped_by_length,
            sgd,
            "small gradients are treated as in sgd, large ones are not: is the gradient clipped?",
        ),
        (clipped_far_out, momentum, "small gradients are treated as in momentum, large ones are not"),
        (with_l2, adam, "W itself enters the step, beside grad(W): is it weight decay? adam has none."),
        (with_decoupled_decay, adam, "W itself enters the step, beside grad(W): is it weight decay?"),
        (whole_training, sgd, "it asks for 100 gradients in one step; sgd asks for one."),
    ],
    ids=by_name,
)
def test_answer_without_a_name_is_told_what_it_does(answer, rule, said):
    assert re.match(rf"✗ at step \d: {re.escape(said)}[^\n]*$", verdict(answer, rule))


def test_slip_in_an_answer_that_remembers_something_else_is_named_by_the_way_W_moves():
    def by_differences_uphill(grad, W, before=None, *, lr, alpha):
        before = W if before is None else before
        return W + lr * grad(W) + alpha * (W - before), 2 * W - before

    def ema_of_differences(grad, W, before=None, *, lr, alpha):
        before = W if before is None else before
        return W - lr * (1 - alpha) * grad(W) + alpha * (W - before), W[:, None]

    assert verdict(by_differences_uphill, momentum).startswith("✗")
    said = verdict(lambda *a, **k: ema_of_differences(*a[:2], *(x[:, 0] for x in a[2:]), **k), momentum)
    assert said.startswith("✗ at step 1: this is a moving average (EMA)")
    assert said.endswith("What you remember has another form as well.")


def late(grad, W, *, lr):
    """SGD until lr falls, 3 steps later: then twice the step."""
    return (W - (2 if lr < 0.1 else 1) * lr * grad(W),)


def test_unknown_mistake_gets_both_values_at_the_first_step_where_it_shows():
    starts = []

    def half_as_far_again(grad, W, *, lr):
        starts.append(W)
        return (W - 1.5 * lr * grad(W),)

    said = re.fullmatch(
        r"✗ at step 1, W is not what the equation gives.\n  yours \[(.*)\]\n  right \[(.*)\]",
        verdict(half_as_far_again, sgd),
    )
    yours, right = (np.array(numbers.split(), dtype=float) for numbers in said.groups())
    np.testing.assert_allclose(yours - starts[0], 1.5 * (right - starts[0]), atol=2e-4)
    assert np.abs(yours - right).max() > 0.01


def test_late_mistake_is_dated_and_the_steps_before_it_are_granted():
    said = verdict(late, sgd)
    assert said.startswith("✗ at step 4, W is not what the equation gives.")
    assert "Steps 1 to 3 agree with the rule, so look at what is remembered." in said


def test_memory_that_is_not_what_the_equation_gives_is_called_by_its_name():
    def forgets_h(grad, W, h=0.0, *, lr, eps):
        W, h = adagrad(grad, W, h, lr=lr, eps=eps)
        return W, 1.5 * h

    assert verdict(forgets_h, adagrad).startswith("✗ at step 1, h is not what the equation gives.\n")


# -------------------------------------------------------------------------------- slips in the interface


def forgotten_return(grad, W, v=0.0, *, lr, alpha):
    v = alpha * v - lr * grad(W)
    W = W + v


def in_place_and_no_return(grad, W, *, lr):
    W -= lr * grad(W)


def grad_as_value(grad, W, *, lr):
    return (W - lr * grad,)


def grad_as_value_of_numpy(grad, W, h=0.0, *, lr, eps):
    h = h + np.square(grad)
    return W - lr * grad / (np.sqrt(h) + eps), h


def grad_as_array(grad, W, *, lr):
    return (np.array([w - lr * g for w, g in zip(W, grad, strict=True)]),)


def exchanged(W, grad, v=0.0, *, lr, alpha):
    v = alpha * v - lr * grad(W)
    return W + v, v


def exchanged_with_other_names(x, f, *, lr):
    return (x - lr * f(x),)


def gradient_called_again(grad, W, *, lr):
    g = grad(W)
    return (W - lr * g(W),)


def no_default(grad, W, v, *, lr, alpha):
    v = alpha * v - lr * grad(W)
    return W + v, v


def lists(grad, W, *, lr):
    return ([w - lr * g for w, g in zip(W, grad(W), strict=True)],)


def lists_of_memory(grad, W, h=(0, 0, 0), *, lr, eps):
    g = grad(W)
    h = [a + b * b for a, b in zip(h, g, strict=True)]
    return W - lr * g / (np.sqrt(h) + eps), h


def no_comma(grad, W, *, lr):
    return W - lr * grad(W)


def as_list(grad, W, v=0.0, *, lr, alpha):
    return [W - lr * grad(W), v]


def nested(grad, W, m=0, v=0, t=0, *, lr, beta1, beta2, eps):
    return W, (m, v, t)


def in_place(grad, W, *, lr):
    W -= lr * grad(W)
    return (W,)


def in_place_memory(grad, W, h=0.0, *, lr, eps):
    h += grad(W) ** 2
    return W - lr * grad(W) / (np.sqrt(h) + eps), h


def too_much(grad, W, *, lr):
    return W - lr * grad(W), lr


def forgets_v(grad, W, v=0.0, *, lr, alpha):
    return (W + alpha * v - lr * grad(W),)


def one_number(grad, W, *, lr):
    return (float(np.sum(W - lr * grad(W))),)


def broken(grad, W, *, lr):
    return (W - lr * gradient(W),)  # noqa: F821


def without_lr(grad, W):
    return (W - 0.01 * grad(W),)


def keeps_words(grad, W, v=0.0, *, lr, alpha):
    return W - lr * grad(W), "v"


def keeps_nothing(grad, W, v=0.0, *, lr, alpha):
    return W - lr * grad(W), None


def keeps_a_dictionary(grad, W, v=0.0, *, lr, alpha):
    return W - lr * grad(W), {"v": 0.0}


def generator(grad, W, *, lr):
    yield W - lr * grad(W)


def divides(grad, W, *, lr):
    return (W / np.zeros(3),)


@pytest.mark.parametrize(
    ("answer", "rule", "said"),
    [
        (3, sgd, "a function is expected, like def sgd(grad, W, …), not 3"),
        (forgotten_return, momentum, "it returned nothing: is the return missing?"),
        (in_place_and_no_return, sgd, "it returned nothing: is the return missing?"),
        (grad_as_value, sgd, "grad is a function, not a number: write grad(W), its value at W"),
        (grad_as_value_of_numpy, adagrad, "grad is a function, not a number: write grad(W)"),
        (grad_as_array, sgd, "grad is a function, not a number: write grad(W)"),
        (exchanged, momentum, "grad and W are exchanged: grad comes first, def momentum(grad, W, …)"),
        (exchanged_with_other_names, sgd, "grad and W are exchanged: grad comes first, def sgd(grad, W, …)"),
        (gradient_called_again, sgd, "it raised TypeError: 'numpy.ndarray' object is not callable"),
        (
            no_default,
            momentum,
            "it raised TypeError: no_default() missing 1 required positional argument: 'v'; "
            "the first call is without memory, so give it its first value: v=0.0",
        ),
        (
            lists,
            sgd,
            "W came back as a list: a rule returns arrays, and W - lr * grad(W) acts on all coordinates",
        ),
        (lists_of_memory, adagrad, "h came back as a list"),
        (no_comma, sgd, "it returned ndarray; a rule returns a tuple: (W,), with the comma"),
        (as_list, momentum, "it returned list; a rule returns a tuple: (W, v)"),
        (nested, adam, "it returned 2 values; this rule returns 4: (W, m, v, t)"),
        (in_place, sgd, "W was changed in place: make a new array, W = W - …, instead of W -= …"),
        (in_place_memory, adagrad, "h was changed in place: make a new array, h = h - …"),
        (too_much, sgd, "it returned 2 values; this rule returns 1"),
        (forgets_v, momentum, "it returned 1 value; this rule returns 2: (W, v)"),
        (one_number, sgd, "at step 1 W has shape () instead of (3,)"),
        (broken, sgd, "it raised NameError: name 'gradient' is not defined"),
        (without_lr, sgd, "it raised TypeError: without_lr() got an unexpected keyword argument 'lr'"),
        (keeps_words, momentum, "at step 1: this is SGD: v is never used again."),
        (keeps_nothing, nag, "at step 1, v is not what the equation gives."),
        (keeps_a_dictionary, momentum, "at step 1: this is SGD: v is never used again."),
        (generator, sgd, "it returned generator; a rule returns a tuple"),
        (divides, sgd, "at step 1: lr is not used"),
    ],
    ids=by_name,
)
def test_answer_that_cannot_be_compared_is_told_why(answer, rule, said):
    assert verdict(answer, rule).startswith(f"✗ {said}")


def empty(grad, W, *, lr): ...


def dots_returned(grad, W, *, lr):
    return ...


def not_implemented(grad, W, *, lr):
    """Your lines."""
    raise NotImplementedError


@pytest.mark.parametrize(
    "answer", [None, ..., empty, dots_returned, not_implemented], ids=lambda a: getattr(a, "__name__", str(a))
)
def test_rule_that_is_empty_is_not_attempted(answer):
    assert verdict(answer, sgd) == NOT_YET


# ---------------------------------------------------------------- state outside the arguments, two gradients


def make_global():
    kept = {"v": 0.0}

    def answer(grad, W, v=0.0, *, lr, alpha):
        kept["v"] = alpha * kept["v"] - lr * grad(W)
        return W + kept["v"], kept["v"]

    return answer


def make_mutable_default():
    def answer(grad, W, *, lr, count=[0]):  # noqa: B006
        count[0] += 1
        return (W - lr / (1 + 0.1 * (count[0] - 1)) * grad(W),)

    return answer


class Momentum:
    def __init__(self):
        self.v = 0.0

    def __call__(self, grad, W, v=0.0, *, lr, alpha):
        self.v = alpha * self.v - lr * grad(W)
        return W + self.v, self.v


class InPlaceMomentum(Momentum):
    def __call__(self, grad, W, v=0.0, *, lr, alpha):
        self.v = self.v + np.zeros_like(W)
        self.v *= alpha
        self.v -= lr * grad(W)
        return W + self.v, self.v


def make_random():
    rng = np.random.default_rng(0)
    return lambda grad, W, *, lr: (W - lr * grad(W) + 1e-6 * rng.normal(size=3),)


@pytest.mark.parametrize(
    ("answer", "rule"),
    [
        (make_global(), momentum),
        (make_mutable_default(), sgd),
        (Momentum(), momentum),
        (InPlaceMomentum(), momentum),
        (make_random(), sgd),
    ],
)
def test_state_outside_the_arguments_is_found_at_the_first_check(answer, rule):
    assert verdict(answer, rule).startswith(
        "✗ called twice with the same arguments, it returns different things"
    )


def twice(grad, W, m=0, v=0, t=0, *, lr, beta1, beta2, eps):
    t = t + 1
    m, v = beta1 * m + (1 - beta1) * grad(W), beta2 * v + (1 - beta2) * grad(W) ** 2
    return W - lr * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps), m, v, t


def one_of_two(grad, W, *, lr):
    g = grad(W)
    print(end=str(grad(W))[:0])
    return (W - lr * g,)


def test_two_different_gradients_of_one_step_are_refused():
    said = verdict(twice, adam)
    assert said.startswith("✗ the formula is right, but it asks for 2 gradients a step.\n  With mini-batches")
    assert said.endswith("write g = grad(W) once, and use g.")


def test_gradient_that_is_asked_for_and_not_used_is_right_but_costs():
    said = verdict(one_of_two, sgd)
    assert said.startswith("✓ right, but it asks for 2 gradients a step, and one is used")

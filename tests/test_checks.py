"""The two checks that speak: what they say, what they refuse, and that neither can only pass."""

import re

import numpy as np
import pytest

from course_utils.checks import equation, function_verdict, rule_verdict, value_verdict
from course_utils.optimizers import RULES, adagrad, adam, momentum, nag, rmsprop, sgd

NAN, INF = float("nan"), float("inf")
each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
unanswered = pytest.mark.parametrize("answer", [None, ...])
NOT_YET = "… not attempted yet"


# --------------------------------------------------------------------------------------------- equations


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({}, "(1.3) holds: both sides agree to 1e-12"),
        ({"at": "100 random points"}, "(1.3) holds at 100 random points: both sides agree to 1e-12"),
        ({"tol": 1e-6}, "(1.3) holds: both sides agree to 1e-6"),
        ({"tol": 2.5e-5}, "(1.3) holds: both sides agree to 2.5e-5"),
        ({"tol": 0.02}, "(1.3) holds: both sides agree within 2 %"),
        ({"tol": 1e-3}, "(1.3) holds: both sides agree within 0.1 %"),
    ],
)
def test_equation_that_holds_says_so_and_how_closely(capsys, arguments, said):
    assert equation("1.3", 0.1 + 0.2, 0.3, **arguments) is None
    assert capsys.readouterr().out == said + "\n"


def test_equation_that_does_not_hold_raises_with_both_sides():
    message = "(1.3) does not hold at x = 2: the left side is 4, the right side 5, 1.0e+00 apart"
    with pytest.raises(AssertionError, match=f"^{re.escape(message)}$"):
        equation("1.3", 4, 5, at="x = 2")


def test_equation_of_arrays_says_where_and_how_often_it_fails():
    left, right = np.zeros((2, 3)), np.zeros((2, 3))
    left[0, 0] = right[0, 0] = 7
    left[1, 1:] = 0.25, 0.5
    message = "the left side is 0.25, the right side 0, 2.5e-01 apart, first at index (1, 1), 2 of 6"
    with pytest.raises(AssertionError, match=re.escape(message)):
        equation("1.3", left, right)


def test_difference_beyond_the_printed_digits_is_seen():
    with pytest.raises(AssertionError, match=re.escape("left side is 1, the right side 1, 1.0e-09 apart")):
        equation("1.3", 1, 1 + 1e-9)


def test_one_number_may_stand_for_a_whole_side(capsys):
    equation("1.3", np.full((2, 3), 4.0), 4)
    equation("1.3", 4, np.full((2, 3), 4.0))
    assert capsys.readouterr().out.count("holds") == 2
    with pytest.raises(AssertionError, match=re.escape("first at index (0, 2), 1 of 6")):
        equation("1.3", 4, [[4, 4, 5], [4, 4, 4]])


def test_complex_sides_are_compared_whole():
    equation("2.5", 1j**2, -1)
    equation("2.5", [1 + 1j, 2], np.array([1 + 1j, 2]))
    with pytest.raises(
        AssertionError, match=re.escape("left side is 1+1j, the right side 1+2j, 1.0e+00 apart")
    ):
        equation("2.5", np.array([1 + 1j]), np.array([1 + 2j]))


@pytest.mark.parametrize("size", [1e-30, 1.0, 1e30])
def test_tolerance_is_in_units_of_the_largest_magnitude_on_either_side(size):
    right = size * np.array([1.0, -100.0])
    equation("1.3", right + size * np.array([0.9, 0]), right, tol=0.01)
    with pytest.raises(AssertionError):
        equation("1.3", right + size * np.array([1.1, 0]), right, tol=0.01)


def test_sides_may_be_exchanged():
    for sides in ((90.5, 100), (100, 90.5)):
        equation("1.3", *sides, tol=0.1)
        with pytest.raises(AssertionError):
            equation("1.3", *sides, tol=0.09)


def test_tolerance_is_in_units_of_scale_where_it_is_given():
    equation("1.3", 0.09, 0, tol=0.1, scale=1)
    with pytest.raises(AssertionError):
        equation("1.3", 0.11, 0, tol=0.1, scale=1)


def test_scale_may_give_each_entry_its_own_tolerance():
    equation("1.3", [1.09, 10.9], [1, 10], tol=0.1, scale=[1, 10])
    with pytest.raises(AssertionError, match=re.escape("first at index (0,), 1 of 2")):
        equation("1.3", [1.9, 10.9], [1, 10], tol=0.1, scale=[1, 10])
    with pytest.raises(AssertionError, match=re.escape("first at index (1,), 1 of 2")):
        equation("1.3", 1.9, 1, tol=0.1, scale=[10, 1])


def test_zero_on_both_sides_agrees_and_nothing_else_agrees_with_zero():
    equation("1.3", [0, 0.0], [0, 0])
    with pytest.raises(AssertionError):
        equation("1.3", 0, 1e-300)


@pytest.mark.parametrize(
    ("left", "right", "said"),
    [
        ([], [], "compares nothing: a side is empty"),
        ([], 1, "compares nothing: a side is empty"),
        (np.empty((0, 2)), np.empty((0, 2)), "compares nothing: a side is empty"),
        ([1, 2], [1, 2, 3], "compares shape (2,) with shape (3,)"),
        ([[1, 2]], [1, 2], "compares shape (1, 2) with shape (2,)"),
        (NAN, NAN, "compares values that are not finite"),
        ([1, NAN], [1, 2], "compares values that are not finite"),
        (INF, INF, "compares values that are not finite"),
        ([1, 2], [1, -INF], "compares values that are not finite"),
        (None, 1, "compares values that are not finite"),
    ],
)
def test_comparison_that_shows_nothing_is_refused(left, right, said):
    with pytest.raises(ValueError, match=re.escape(f"(1.3) {said}")):
        equation("1.3", left, right)


def test_array_is_not_compared_with_itself():
    W = np.ones(3)
    with pytest.raises(ValueError, match=re.escape("(1.3) compares an array with itself")):
        equation("1.3", W, W)


@pytest.mark.parametrize("tol", [0, -1e-6, 1, 2, NAN, INF])
def test_tolerance_that_tests_nothing_is_refused(tol):
    with pytest.raises(ValueError, match=f"tol must lie between 0 and 1, not {tol}"):
        equation("1.3", 1, 1, tol=tol)


@pytest.mark.parametrize("scale", [-1, NAN, INF, [1, NAN]])
def test_scale_that_tests_nothing_is_refused(scale):
    with pytest.raises(ValueError, match="scale must be finite and ≥ 0, not "):
        equation("1.3", [1, 2], [3, 4], scale=scale)


# ------------------------------------------------------------------------------------------------ rules


@each_rule
def test_rule_itself_is_right(rule):
    assert rule_verdict(rule, rule) == f"✓ right: 8 steps agree with {rule.__name__}"


@each_rule
def test_every_other_rule_is_wrong(rule):
    assert all(rule_verdict(other, rule).startswith("✗") for other in RULES if other is not rule)


def sgd_in_words(grad, W, *, lr):
    step = -lr * np.asarray(grad(W))
    return (step + W,)


def momentum_in_one_line(grad, W, v=0, *, lr=1.0, alpha=0.0):
    return W + alpha * v - lr * grad(W), alpha * v - lr * grad(W)


def nag_with_a_named_point(grad, W, v=0.0, *, lr=0.1, alpha=0.9):
    ahead = W + alpha * v
    new = ahead - lr * grad(ahead)
    return new, new - W


def adagrad_with_powers(grad, W, h=0.0, *, lr=0.1, eps=0.0):
    h = h + np.abs(grad(W)) ** 2
    return W - lr * (eps + h**0.5) ** -1 * grad(W), h


def rmsprop_as_a_correction(grad, W, h=0.0, *, lr=0.1, gamma=0.9, eps=1e-8):
    g = grad(W)
    h = h + (1 - gamma) * (g**2 - h)
    return W - lr / (np.sqrt(h) + eps) * g, h


def adam_in_the_other_order(grad, W, m=0.0, v=0.0, t=0.0, *, lr=0.1, beta1=0.9, beta2=0.9, eps=0.0):
    g, t = grad(W), t + 1
    m, v = m - (1 - beta1) * (m - g), v - (1 - beta2) * (v - g * g)
    root = np.sqrt(1 - beta2**t)
    return W - lr * root / (1 - beta1**t) * m / (np.sqrt(v) + eps * root), m, v, t


OTHER_WORDS = (
    (sgd_in_words, sgd),
    (momentum_in_one_line, momentum),
    (nag_with_a_named_point, nag),
    (adagrad_with_powers, adagrad),
    (rmsprop_as_a_correction, rmsprop),
    (adam_in_the_other_order, adam),
)


@pytest.mark.parametrize(("answer", "rule"), OTHER_WORDS, ids=lambda rule: rule.__name__)
def test_rule_in_other_words_is_right(answer, rule):
    assert rule_verdict(answer, rule).startswith("✓")


@each_rule
@unanswered
def test_rule_that_is_not_there_is_not_attempted(rule, answer):
    def raises(*args, **kwargs):
        raise NotImplementedError

    assert rule_verdict(answer, rule) == NOT_YET
    assert rule_verdict(lambda *args, **kwargs: answer, rule) == NOT_YET
    assert rule_verdict(raises, rule) == NOT_YET


def late(grad, W, *, lr):
    """SGD until lr falls, 3 steps later: then twice the step."""
    return (W - (2 if lr < 0.1 else 1) * lr * grad(W),)


def no_comma(grad, W, *, lr):
    return W - lr * grad(W)


def in_place(grad, W, *, lr):
    W -= lr * grad(W)
    return (W,)


def in_place_memory(grad, W, h=0.0, *, lr, eps):
    h += grad(W) ** 2
    return W - lr * grad(W) / (np.sqrt(h) + eps), h


def too_much(grad, W, *, lr):
    return W - lr * grad(W), lr


def one_number(grad, W, *, lr):
    return (float(np.sum(W - lr * grad(W))),)


def broken(grad, W, *, lr):
    return (W - lr * gradient(W),)  # noqa: F821


def without_lr(grad, W):
    return (W - 0.01 * grad(W),)


def forgets_v(grad, W, v=0.0, *, lr, alpha):
    return (W + alpha * v - lr * grad(W),)


def keeps_words(grad, W, v=0.0, *, lr, alpha):
    return W - lr * grad(W), "v"


def keeps_nothing(grad, W, v=0.0, *, lr, alpha):
    return W - lr * grad(W), None


@pytest.mark.parametrize(
    ("answer", "rule", "said"),
    [
        (3, sgd, "✗ a function is asked for, like def sgd(grad, W, …), not 3"),
        (no_comma, sgd, "✗ it returned ndarray; a rule returns a tuple: (W,), with the comma"),
        (in_place, sgd, "✗ an argument was changed in place: make a new array, W - …, instead of W -= …"),
        (in_place_memory, adagrad, "✗ an argument was changed in place"),
        (too_much, sgd, "✗ it returned 2 values; this rule returns 1"),
        (forgets_v, momentum, "✗ it returned 1 values; this rule returns 2"),
        (one_number, sgd, "✗ at step 1 W has shape () instead of (3,)"),
        (broken, sgd, "✗ it raised NameError: name 'gradient' is not defined"),
        (without_lr, sgd, "✗ it raised TypeError: without_lr() got an unexpected keyword argument 'lr'"),
        (keeps_words, momentum, "✗ at step 1, the memory (number 1 after W) is not what the equation gives."),
        (keeps_nothing, nag, "✗ at step 1, the memory (number 1 after W) is not what the equation gives."),
    ],
    ids=lambda x: getattr(x, "__name__", ""),
)
def test_answer_that_cannot_be_compared_is_told_why(answer, rule, said):
    assert rule_verdict(answer, rule).startswith(said)


def test_unknown_mistake_gets_both_values_at_the_first_step_where_it_shows():
    starts = []

    def half_as_far_again(grad, W, *, lr):
        starts.append(W)
        return (W - 1.5 * lr * grad(W),)

    said = re.fullmatch(
        r"✗ at step 1, W is not what the equation gives.\n  yours \[(.*)\]\n  right \[(.*)\]",
        rule_verdict(half_as_far_again, sgd),
    )
    yours, right = (np.array(numbers.split(), dtype=float) for numbers in said.groups())
    np.testing.assert_allclose(yours - starts[0], 1.5 * (right - starts[0]), atol=2e-4)
    assert np.abs(yours - right).max() > 0.01


def test_late_mistake_is_dated_and_the_steps_before_it_are_granted():
    said = rule_verdict(late, sgd)
    assert said.startswith("✗ at step 4, W is not what the equation gives.")
    assert "Steps 1 to 3 agree with the rule, so look at what is remembered." in said


def test_nag_that_is_momentum_is_found_at_step_2_where_v_is_no_longer_0():
    said = rule_verdict(momentum, nag)
    assert said.startswith(
        "✗ at step 2: this is momentum: the gradient is taken at W.\n  NAG asks for it at W + αv"
    )
    assert "see (3.1)" in said and "(Step 1 agrees with the rule" in said


def test_reader_sees_no_warning_of_his_own_making():
    """0/0 in an answer: every warning would be an error here."""

    def divides(grad, W, *, lr):
        return (W / np.zeros(3),)

    assert rule_verdict(divides, sgd).startswith("✗ at step 1, W is not")


# ------------------------------------------------------------------------------------ numbers and functions

SLIPS = ((6.0, "the wrong sign"), (0.06, "the learning rate was used twice"))


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (-6, "✓ right: -6."),
        (-6.0, "✓ right: -6."),
        (-5.98, "✓ right: -6."),
        ("-6", "✓ right: -6."),
        (6, "✗ the wrong sign"),
        (6.01, "✗ the wrong sign"),
        (0.06, "✗ the learning rate was used twice"),
        (-5.9, "✗ -5.9 is not it, and it is not one of the usual slips; try once more"),
        (0, "✗ 0. is not it, and it is not one of the usual slips; try once more"),
        (NAN, "✗ nan is not it, and it is not one of the usual slips; try once more"),
        ("six", "✗ a number is asked for, not 'six'"),
        (1j, "✗ a number is asked for, not 1j"),
        pytest.param(sgd, f"✗ a number is asked for, not {sgd!r}", id="function"),
        ([-6], "✗ the shape is (1,), asked for is ()"),
        (None, NOT_YET),
        (..., NOT_YET),
    ],
)
def test_number_is_right_a_known_slip_or_neither(answer, said):
    assert value_verdict(answer, -6.0, SLIPS) == said


def test_array_of_numbers_is_compared_entry_by_entry():
    assert value_verdict([1, 0, 200], [1.001, 0, 200.0]).startswith("✓")
    assert value_verdict([1, 0.1, 200], [1.001, 0, 200.0]).startswith("✗")
    assert value_verdict([1.1, 0, 200], [1.001, 0, 200.0], [([1.1, 0, 200], "a slip")]) == "✗ a slip"
    assert value_verdict([1, 0], [1, 0, 200]) == "✗ the shape is (2,), asked for is (3,)"


def test_tolerance_of_a_number_is_relative_and_can_be_set():
    assert value_verdict(0.00102, 0.001, tol=0.03).startswith("✓")
    assert value_verdict(0.00102, 0.001, tol=0.01).startswith("✗")
    assert value_verdict(1e-9, 1e-12).startswith("✗")


CASES = ((np.array([1.0, 2.0]), 3.0), (np.array([0.5, -1.0]), 2.0))


def scaled(W, factor):
    return W * factor


def test_function_is_right_a_known_slip_or_shown_both_values():
    wrong = ((lambda W, factor: W + factor, "added instead of multiplied"),)
    assert function_verdict(lambda W, f: f * np.array(W), scaled, CASES, wrong) == "✓ right: 2 cases agree"
    assert function_verdict(lambda W, f: f + W, scaled, CASES, wrong) == "✗ added instead of multiplied"
    said = function_verdict(lambda W, f: 3 * W, scaled, CASES, wrong)
    assert said == "✗ in case 2 of 2\n  yours [ 1.5 -3. ]\n  right [ 1. -2.]"


@unanswered
def test_function_that_is_not_there_is_not_attempted(answer):
    def raises(*args):
        raise NotImplementedError

    assert function_verdict(answer, scaled, CASES) == NOT_YET
    assert function_verdict(lambda *args: answer, scaled, CASES) == NOT_YET
    assert function_verdict(raises, scaled, CASES) == NOT_YET


def test_function_that_cannot_be_compared_is_told_why():
    def in_place(W, factor):
        W *= factor
        return W

    assert function_verdict(7, scaled, CASES) == "✗ a function is asked for, not 7"
    assert function_verdict(lambda W: W, scaled, CASES).startswith("✗ it raised TypeError: ")
    assert function_verdict(in_place, scaled, CASES).startswith("✗ an argument was changed in place")
    assert function_verdict(lambda W, f: W[:1] * f, scaled, CASES).startswith("✗ in case 1 of 2")
    assert function_verdict(lambda W, f: "3 W", scaled, CASES).startswith("✗ in case 1 of 2")
    np.testing.assert_array_equal(CASES[0][0], [1, 2])

"""Numbers and functions that are handed in: right, a known slip, or shown what differs."""

import re

import numpy as np
import pytest

from course_utils.optimizers import sgd
from course_utils.verdicts import Function, Value, checker

NAN = float("nan")
NOT_YET = "… not attempted yet"


# ------------------------------------------------------------------------------------------------ numbers

SIX = Value(-6.0, [(6.0, "the wrong sign"), (0.06, "the learning rate was used twice")])


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
        (-5.9, "✗ -5.9 is not right, and it is not one of the usual slips: try once more"),
        (0, "✗ 0. is not right, and it is not one of the usual slips: try once more"),
        (NAN, "✗ nan is not right, and it is not one of the usual slips: try once more"),
        ("six", "✗ a number is expected, not 'six'"),
        (1j, "✗ a number is expected, not 1j"),
        pytest.param(sgd, f"✗ a number is expected, not {sgd!r}", id="function"),
        ([-6], "✗ its shape is (1,) instead of ()"),
        (None, NOT_YET),
        (..., NOT_YET),
    ],
)
def test_number_is_right_a_known_slip_or_neither(answer, said):
    assert SIX.verdict(answer) == said


def test_array_of_numbers_is_compared_entry_by_entry():
    three = Value([1.001, 0, 200.0], [([1.1, 0, 200], "a slip")])
    assert three.verdict([1, 0, 200]).startswith("✓")
    assert three.verdict([1.1, 0, 200]) == "✗ a slip"
    assert three.verdict([1, 0]) == "✗ its shape is (2,) instead of (3,)"


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ([1, 0.1, 200], "✗ entry 2 is not right: 0.1 (the others are right)"),
        ([2, 0, 3], "✗ entries 1 and 3 are not right: 2., 3. (the other is right)"),
        ([2, 2, 2], "✗ [2. 2. 2.] is not right, and it is not one of the usual slips: try once more"),
    ],
)
def test_wrong_entry_of_an_array_is_pointed_at(answer, said):
    assert Value([1.0, 0.0, 200.0]).verdict(answer) == said


def test_wrong_entry_of_a_matrix_is_pointed_at_by_row_and_column():
    said = Value(np.eye(2)).verdict([[1, 3], [0, 1]])
    assert said == "✗ entry (1, 2) is not right: 3. (the others are right)"


def test_tolerance_of_a_number_is_relative_and_can_be_set():
    assert Value(0.001, tol=0.03).verdict(0.00102).startswith("✓")
    assert Value(0.001, tol=0.01).verdict(0.00102).startswith("✗")
    assert Value(1e-12).verdict(1e-9).startswith("✗")


# ---------------------------------------------------------------------------------------------- functions


def scaled(W, factor):
    return W * factor


SCALED = Function(
    scaled,
    cases=((np.array([1.0, 2.0]), 3.0), (np.array([0.5, -1.0]), 2.0)),
    wrong=((lambda W, factor: W + factor, "added instead of multiplied"),),
)


def test_function_is_right_a_known_slip_or_shown_its_input_and_both_values():
    assert SCALED.verdict(lambda W, f: f * np.array(W)) == "✓ right: 2 cases agree"
    assert SCALED.verdict(lambda W, f: f + W) == "✗ added instead of multiplied"
    assert SCALED.verdict(lambda W, f: 3 * W) == (
        "✗ in case 2 of 2, called with W = [0.5 -1.], factor = 2.\n  yours [1.5 -3.]\n  right [1. -2.]"
    )


def test_functions_among_the_inputs_are_not_shown():
    at = Function(lambda loss, W: loss(W), [(lambda W: W**2, 3.0)])
    assert at.verdict(lambda loss, W: W).startswith("✗ in case 1 of 1, called with W = 3.\n")


def docstring_alone(W, factor):
    """What it should do."""


def bare_pass(W, factor):
    pass


def dots(W, factor): ...


def returns_dots(W, factor):
    return ...


def raises(W, factor):
    raise NotImplementedError


@pytest.mark.parametrize("answer", [None, ..., docstring_alone, bare_pass, dots, returns_dots, raises])
def test_function_that_is_empty_is_not_attempted(answer):
    assert SCALED.verdict(answer) == NOT_YET


def test_body_with_lines_that_returns_nothing_is_told_so():
    def forgotten(W, factor):
        scaled = W * factor  # noqa: F841

    assert SCALED.verdict(forgotten) == "✗ it returned nothing: is the return missing?"


def test_changed_argument_is_named():
    def in_place(x, factor):
        x *= factor
        return x

    assert SCALED.verdict(in_place) == (
        "✗ x was changed in place: make a new array, x = x - …, instead of x -= …"
    )
    np.testing.assert_array_equal(SCALED.cases[0][0], [1, 2])


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (7, "✗ a function is expected, not 7"),
        (lambda W: W, "✗ it raised TypeError: "),
        (lambda W, f: W[:1] * f, "✗ in case 1 of 2"),
        (lambda W, f: "3 W", "✗ in case 1 of 2"),
        (lambda W, f: (W, [W]), "✗ in case 1 of 2"),
        (lambda W, f: {"W": W}, "✗ in case 1 of 2"),
    ],
)
def test_function_that_cannot_be_compared_is_told_why(answer, said):
    assert SCALED.verdict(answer).startswith(said)


def test_reader_sees_no_warning_of_his_own_making():
    """0/0 in an answer: every warning would be an error here."""
    assert SCALED.verdict(lambda W, f: W / np.zeros(2)).startswith("✗ in case 1 of 2")


# ------------------------------------------------------------------------------------------------ check

EXERCISES = {"9.1": SIX, "9.2": SCALED}
check = checker(EXERCISES)


def test_check_prints_the_number_and_the_verdict(capsys):
    assert check("9.1", None) is check("9.1", -6) is None
    assert capsys.readouterr().out == f"Exercise 9.1 {NOT_YET}\nExercise 9.1 ✓ right: -6.\n"


@pytest.mark.parametrize("number", ["9.9", "9", "", 9.1, None])
def test_unknown_number_is_refused_with_those_there_are(number):
    with pytest.raises(ValueError, match=re.escape(f"number must be one of 9.1, 9.2, not {number!r}")):
        check(number, 0)

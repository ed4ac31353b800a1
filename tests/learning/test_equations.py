"""`equation` and `inequality`: what they print, what they refuse, and that neither can only pass."""

import re

import numpy as np
import pytest

from course_utils.equations import equation, inequality

NAN, INF = float("nan"), float("inf")


def printed(capsys):
    return capsys.readouterr().out.removesuffix("\n")


# ---------------------------------------------------------------------------------- what equation prints


@pytest.mark.parametrize(
    ("left", "right", "arguments", "said"),
    [
        (1.8, 1.8, {"at": "α = 0.9"}, "(2.10)  left 1.800, right 1.800, equal to 1e-12, at α = 0.9"),
        (0.1875, 0.1875, {}, "(2.10)  left 0.1875, right 0.1875, equal to 1e-12"),
        (0.1 + 0.2, 0.3, {"tol": 1e-6}, "(2.10)  left 0.3000, right 0.3000, equal to 1e-6"),
        (2, 2.00001, {"tol": 2.5e-5}, "(2.10)  left 2, right 2.000, equal to 2.5e-5"),
        (40, 40, {}, "(2.10)  left 40, right 40, equal to 1e-12"),
        (160801, 160801, {}, "(2.10)  left 160801, right 160801, equal to 1e-12"),
        (1234.0, 1234.0, {}, "(2.10)  left 1234, right 1234, equal to 1e-12"),
        (123456.0, 123456.0, {}, "(2.10)  left 1.235e+05, right 1.235e+05, equal to 1e-12"),
        (-1e-9, -1e-9, {}, "(2.10)  left -1.000e-09, right -1.000e-09, equal to 1e-12"),
        (1j**2, -1, {}, "(2.10)  left -1.000, right -1, equal to 1e-12"),
        ((3 - 4j) / 10, 0.3 - 0.4j, {}, "(2.10)  left 0.3000-0.4000j, right 0.3000-0.4000j, equal to 1e-12"),
    ],
)
def test_sides_that_agree_to_rounding_are_both_printed(capsys, left, right, arguments, said):
    assert equation("2.10", left, right, **arguments) is None
    assert printed(capsys) == said


@pytest.mark.parametrize(
    ("left", "right", "tol", "said"),
    [
        (0.0522, 0.0526, 0.03, "measured 0.0522, law 0.0526, 0.8 % apart (allowed 3 %)"),
        (691, 684.2, 0.05, "measured 691, law 684, 1 % apart (allowed 5 %)"),
        (9.0, 10.0, 0.25, "measured 9.00, law 10.0, 10 % apart (allowed 25 %)"),
        (1.002, 1.0, 0.005, "measured 1.002, law 1.000, 0.2 % apart (allowed 0.5 %)"),
        (1.0, 1.0 + 1e-15, 0.001, "measured 1.000, law 1.000, less than 0.01 % apart (allowed 0.1 %)"),
    ],
)
def test_law_beside_a_run_says_how_far_apart_they_are(capsys, left, right, tol, said):
    equation("1.16", left, right, tol=tol)
    assert printed(capsys) == f"(1.16)  {said}"


def test_arrays_that_agree_show_the_first_of_their_largest_entries(capsys):
    equation("1.3", [1, -5.5, 5.5, 2], np.array([1, -5.5, 5.5, 2]))
    assert printed(capsys) == "(1.3)  left -5.500, right -5.500, all 4 equal to 1e-12"


def test_law_beside_a_run_shows_the_entry_where_they_differ_most(capsys):
    equation("1.3", [[100.0, 2.0], [3.0, 4.0]], [[100.5, 2.0], [4.0, 5.0]], tol=0.02)
    said = "measured 3.00, law 4.00, all 4 apart by at most 1 % of the largest value (allowed 2 %)"
    assert printed(capsys) == f"(1.3)  {said}"


def test_law_that_agrees_to_rounding_shows_its_largest_entry(capsys):
    noise = 1 + 1e-16 * np.array([9, 0, -9])
    equation("1.3", np.array([1.0, 3.0, 2.0]) * noise, [1, 3, 2], tol=0.01)
    assert printed(capsys).startswith("(1.3)  measured 3.00, law 3, all 3 less than 0.01 % apart")


def test_apart_is_in_units_of_scale(capsys):
    equation("1.3", [1.09, 10.1], [1.0, 10.0], tol=0.1, scale=[1, 10])
    assert "measured 1.09, law 1.00, all 2 at most 9 % apart" in printed(capsys)


@pytest.mark.parametrize(
    ("left", "right", "scale", "said"),
    [
        ([0.3, 1.0], [0.29, 1.0], None, "all 2 apart by at most 1 % of the largest value (allowed 5 %)"),
        ([0.95, 1.0], [0.94, 1.0], None, "all 2 at most 1 % apart (allowed 5 %)"),
        ([0.3, 1.0], [0.29, 1.0], [0.29, 1.0], "all 2 at most 3.4 % apart (allowed 5 %)"),
        (0.3, 0.29, 1, "apart by 1 % of 1.00 (allowed 5 %)"),
        (0.3, 0.29, 0.25, "apart by 4 % of 0.250 (allowed 5 %)"),
        (0.0, 0.0, 0, "less than 0.01 % apart (allowed 5 %)"),
        ([0.01, 1.0], [0.0, 1.0], None, "all 2 apart by at most 1 % of the largest value (allowed 5 %)"),
    ],
)
def test_percentage_that_is_not_of_the_values_beside_it_says_of_what_it_is(capsys, left, right, scale, said):
    equation("1.3", left, right, tol=0.05, scale=scale)
    assert printed(capsys).endswith(f", {said}")


def test_one_number_may_stand_for_a_whole_side(capsys):
    equation("1.3", np.full((2, 3), 4.0), 4)
    assert printed(capsys) == "(1.3)  left 4.000, right 4, all 6 equal to 1e-12"
    equation("1.3", 4, np.full((2, 3), 4.0))
    assert printed(capsys) == "(1.3)  left 4, right 4.000, all 6 equal to 1e-12"


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("α = 0.9", ", at α = 0.9"),
        ("h = 0.01", ", at h = 0.01"),
        ("h=0.01", ", at h=0.01"),
        ("100 random points", ", at 100 random points"),
        ("|d| = 1e-4", ", at |d| = 1e-4"),
        ("after 50 steps", ", after 50 steps"),
        ("all 36 pairs", ", all 36 pairs"),
        ("a plane", ", a plane"),
        ("", ""),
    ],
)
def test_formula_and_number_get_an_at_and_words_stand_as_they_are(capsys, at, said):
    equation("1.3", 1.0, 1.0, at=at)
    assert printed(capsys) == f"(1.3)  left 1.000, right 1.000, equal to 1e-12{said}"


# ------------------------------------------------------------------- nothing printed depends on rounding


@pytest.mark.parametrize("value", [0.015625, 1.0005, 2.5e-5 / 2, 99.995, 31.25 / 1000, -0.15625, 1234.5])
def test_value_on_the_edge_of_two_roundings_prints_alike_whatever_the_last_bits_are(capsys, value):
    for left in value * (1 + 1e-15 * np.arange(-8, 9)):
        equation("1.3", left, value)
        equation("1.3", value, left, tol=0.02)
    assert len(set(printed(capsys).splitlines())) == 2


def test_largest_entry_is_the_same_one_whatever_the_last_bits_are(capsys):
    rng = np.random.default_rng(0)
    sides = np.array([2.0, -3.0, 3.0, 3.0])
    for _ in range(20):
        equation("1.3", sides * (1 + 1e-15 * rng.normal(size=4)), sides)
    assert set(printed(capsys).splitlines()) == {"(1.3)  left -3.000, right -3.000, all 4 equal to 1e-12"}


def test_entry_where_a_law_differs_most_is_the_same_one_whatever_the_last_bits_are(capsys):
    rng = np.random.default_rng(0)
    for _ in range(20):
        equation("1.3", np.array([1.1, 5.1, 5.0]) * (1 + 1e-15 * rng.normal(size=3)), [1, 5, 5.1], tol=0.05)
    assert len(set(printed(capsys).splitlines())) == 1


@pytest.mark.parametrize("noise", [1e-17, -3e-16, 0.0])
def test_what_is_below_the_tolerance_prints_as_0(capsys, noise):
    equation("1.3", noise, 0, scale=1)
    equation("1.3", 1 + noise * 1j, 1)
    equation("1.3", noise * 1e5, 0, tol=1e-9, scale=1)
    assert printed(capsys).splitlines() == [
        "(1.3)  left 0, right 0, equal to 1e-12",
        "(1.3)  left 1.000, right 1, equal to 1e-12",
        "(1.3)  left 0, right 0, equal to 1e-9",
    ]


def test_inequality_that_holds_with_equality_prints_alike_whatever_the_last_bits_are(capsys):
    for k in range(-4, 5):
        inequality("4.4", [1.0, 2.0 * (1 + k * 1e-16)], [3.0, 2.0])
    assert set(printed(capsys).splitlines()) == {"(4.4)  2.00 ≤ 2.00, the tightest of 2"}


# ---------------------------------------------------------------------------------- what equation refuses


def test_equation_that_does_not_hold_raises_with_both_sides():
    message = "(1.3) does not hold, at x = 2: the left side is 4, the right side 5, 1.0e+00 apart"
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


def test_complex_sides_are_compared_whole():
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


def test_scale_may_give_each_entry_its_own_tolerance():
    equation("1.3", [1.09, 10.9], [1, 10], tol=0.1, scale=[1, 10])
    with pytest.raises(AssertionError, match=re.escape("first at index (0,), 1 of 2")):
        equation("1.3", [1.9, 10.9], [1, 10], tol=0.1, scale=[1, 10])
    with pytest.raises(AssertionError, match=re.escape("first at index (1,), 1 of 2")):
        equation("1.3", 1.9, 1, tol=0.1, scale=[10, 1])


def test_zero_on_both_sides_agrees_and_nothing_else_agrees_with_zero(capsys):
    equation("1.3", [0, 0.0], [0, 0])
    assert printed(capsys) == "(1.3)  left 0, right 0, all 2 equal to 1e-12"
    with pytest.raises(AssertionError):
        equation("1.3", 0, 1e-300)


@pytest.mark.parametrize("check", [equation, inequality])
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
        (True, True, "compares truth values"),
        ([1.0, 2.0], np.array([True, False]), "compares truth values"),
    ],
)
def test_comparison_that_shows_nothing_is_refused(check, left, right, said):
    with pytest.raises(ValueError, match=re.escape(f"(1.3) {said}")):
        check("1.3", left, right)


@pytest.mark.parametrize("tol", [0, -1e-6, 1, 2, NAN, INF])
def test_tolerance_that_tests_nothing_is_refused(tol):
    with pytest.raises(ValueError, match=f"tol must lie between 0 and 1, not {tol}"):
        equation("1.3", 1, 1, tol=tol)


@pytest.mark.parametrize("scale", [-1, NAN, INF, [1, NAN]])
def test_scale_that_tests_nothing_is_refused(scale):
    with pytest.raises(ValueError, match="scale must be finite and ≥ 0, not "):
        equation("1.3", [1, 2], [3, 4], scale=scale)


# --------------------------------------------------------------------------------------------- inequality


@pytest.mark.parametrize(
    ("left", "right", "at", "said"),
    [
        (40.1, 286.2, "", "(4.23)  40.1 ≤ 286"),
        (40.1, 286.2, "T = 200", "(4.23)  40.1 ≤ 286, at T = 200"),
        (3, 4, "", "(4.23)  3 ≤ 4"),
        (-2.5, 0, "the words", "(4.23)  -2.50 ≤ 0, the words"),
        ([1.0, 5.0, 2.0], [9.0, 5.5, 4.0], "", "(4.23)  5.00 ≤ 5.50, the tightest of 3"),
        ([1.0, 1.0], 3, "", "(4.23)  1.00 ≤ 3, the tightest of 2"),
        (0, [[7, 9], [8, 6]], "", "(4.23)  0 ≤ 6, the tightest of 4"),
    ],
)
def test_inequality_that_holds_prints_its_tightest_entry(capsys, left, right, at, said):
    assert inequality("4.23", left, right, at=at) is None
    assert printed(capsys) == said


def test_inequality_that_does_not_hold_raises_with_both_sides():
    with pytest.raises(AssertionError, match=re.escape("the left side is 5, the right side 4")):
        inequality("4.23", 5, 4)
    message = "(4.23) does not hold, at T = 2: the left side is 3, the right side 2, 1.0e+00 apart, first at"
    with pytest.raises(AssertionError, match=re.escape(message)):
        inequality("4.23", [1.0, 3.0], [2.0, 2.0], at="T = 2")


def test_excess_above_rounding_errors_is_seen():
    inequality("4.23", 1 + 1e-13, 1)
    with pytest.raises(AssertionError):
        inequality("4.23", 1 + 1e-11, 1)


def test_complex_numbers_have_no_order():
    with pytest.raises(ValueError, match=re.escape("(4.23) compares complex numbers")):
        inequality("4.23", 1j, 2)

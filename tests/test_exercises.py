"""Every registered exercise: its right answer passes, each of its slips has a name of its own."""

import re

import numpy as np
import pytest

from course_utils.exercises import EXERCISES, Function, Rule, Value, check
from course_utils.mistakes import MISTAKES
from course_utils.optimizers import momentum, nag

each = pytest.mark.parametrize("number", EXERCISES)


def right_answer(exercise):
    return exercise.rule if isinstance(exercise, Rule) else exercise.right


def slips(exercise):
    """Pairs (answer, name of what was done)."""
    if isinstance(exercise, Rule):
        return [(mistake.rule, mistake.name) for mistake in MISTAKES[exercise.rule]]
    return list(exercise.wrong)


def named(verdict):
    """The name in a verdict on a slip: what stands in its first line after the ✗ and the step."""
    return re.match(r"✗ (?:at step \d+: )?(.*?)\.?(?:\n|$)", verdict)[1]


# ---------------------------------------------------------------------------------- what is registered


@each
def test_right_answer_is_right(number):
    exercise = EXERCISES[number]
    assert exercise.verdict(right_answer(exercise)).startswith("✓ right: ")


@each
def test_every_slip_gets_its_own_name(number):
    """So that no two slips of one exercise coincide, and none with the right answer."""
    exercise = EXERCISES[number]
    names = [name.rstrip(".") for _, name in slips(exercise)]
    assert [named(exercise.verdict(answer)) for answer, _ in slips(exercise)] == names
    assert len(set(names)) == len(names) and all(names)


@each
def test_nothing_is_not_attempted_and_nonsense_is_wrong(number):
    exercise = EXERCISES[number]
    assert {exercise.verdict(None), exercise.verdict(...)} == {"… not attempted yet"}
    assert exercise.verdict("no idea").startswith("✗ ")


def test_numbers_are_those_of_a_notebook_and_an_exercise_in_order():
    assert all(re.fullmatch(r"[0-7]\.[1-9]\d?", number) for number in EXERCISES)
    order = [tuple(map(int, number.split("."))) for number in EXERCISES]
    assert order == sorted(order) and order


# -------------------------------------------------------------------------------------------- the mechanism


@pytest.mark.parametrize("number", ["9.9", "1", "", 1.3, None])
def test_unknown_number_is_refused_with_those_there_are(number):
    expected = re.escape(f"number must be one of {', '.join(EXERCISES)}, not {number!r}")
    with pytest.raises(ValueError, match=expected):
        check(number, 0)


def test_check_prints_the_number_and_the_verdict(capsys):
    number, exercise = next(iter(EXERCISES.items()))
    assert check(number, None) is check(number, right_answer(exercise)) is None
    first, second = capsys.readouterr().out.splitlines()
    assert first == f"Exercise {number} … not attempted yet"
    assert second == f"Exercise {number} {exercise.verdict(right_answer(exercise))}"


def test_rule_is_judged_by_the_mistakes_of_that_rule():
    assert Rule(nag).verdict(nag).startswith("✓ right: ")
    assert named(Rule(nag).verdict(momentum)) == "this is momentum: the gradient is taken at W"
    assert named(Rule(momentum).verdict(nag)) == "this is NAG: the gradient is taken at W + αv"


def test_value_is_judged_by_its_slips_and_its_tolerance():
    exercise = Value(2.0, [(-2.0, "the sign")], tol=0.1)
    assert exercise.verdict(2.15).startswith("✓ right: ")
    assert exercise.verdict(-2.15) == "✗ the sign"
    assert exercise.verdict(2.3).startswith("✗ 2.3 is not it")


def test_function_is_judged_by_its_slips_in_all_its_cases():
    cases = [(np.array([0.0, 1.0]),), (np.array([2.0, 3.0]),)]
    exercise = Function(lambda x: x**2, cases, [(lambda x: 2 * x, "doubled, not squared")])
    assert exercise.verdict(np.square) == "✓ right: 2 cases agree"
    assert exercise.verdict(lambda x: x + x) == "✗ doubled, not squared"
    assert exercise.verdict(abs).startswith("✗ in case 2 of 2")  # 0 and 1 are their own squares

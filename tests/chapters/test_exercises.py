"""Every exercise of every chapter: its right answer passes, each of its slips has a name of its own."""

import importlib
import re

import pytest

from course_utils.mistakes import wrong_version
from course_utils.verdicts import Rule

CHAPTERS = ["gradient_descent", "sgd", "momentum", "nag", "adagrad", "rmsprop", "adam", "which_optimizer"]
EXERCISES = {
    chapter: importlib.import_module(f"course_utils.chapters.{chapter}.exercises").EXERCISES
    for chapter in CHAPTERS
}
ALL = [(chapter, number) for chapter in CHAPTERS for number in EXERCISES[chapter]]
each = pytest.mark.parametrize(("chapter", "number"), ALL)


def right_answer(exercise):
    return exercise.rule if isinstance(exercise, Rule) else exercise.right


def slips(exercise):
    """Pairs (answer, name of what was done)."""
    if isinstance(exercise, Rule):
        all_of_them = exercise.mistakes.values()
        return [(wrong_version(exercise.rule, m), m.name) for m in all_of_them if not m.remembers]
    return list(exercise.wrong)


def named(verdict):
    """The name in a verdict on a slip: what stands in its first line after the ✗ and the step."""
    return re.match(r"✗ (?:at step \d+: )?(.*?)\.?(?:\n|$)", verdict)[1]


@each
def test_right_answer_is_right(chapter, number):
    exercise = EXERCISES[chapter][number]
    assert exercise.verdict(right_answer(exercise)).startswith("✓ right: ")


@each
def test_every_slip_gets_its_own_name(chapter, number):
    """So that no two slips of one exercise coincide, and none with the right answer."""
    exercise = EXERCISES[chapter][number]
    names = [name.rstrip(".") for _, name in slips(exercise)]
    assert [named(exercise.verdict(answer)) for answer, _ in slips(exercise)] == names
    assert len(set(names)) == len(names) and all(names)


@each
def test_nothing_is_not_attempted_and_nonsense_is_wrong(chapter, number):
    exercise = EXERCISES[chapter][number]
    assert {exercise.verdict(None), exercise.verdict(...)} == {"… not attempted yet"}
    assert exercise.verdict("no idea").startswith("✗ ")


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_numbers_are_those_of_the_notebook_in_order(chapter):
    numbers = list(EXERCISES[chapter])
    assert numbers == [f"{CHAPTERS.index(chapter)}.{k}" for k in range(1, len(numbers) + 1)]


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_check_of_a_chapter_knows_its_exercises_alone(capsys, chapter):
    check = importlib.import_module(f"course_utils.chapters.{chapter}").check
    for number, exercise in EXERCISES[chapter].items():
        check(number, right_answer(exercise))
        assert capsys.readouterr().out.startswith(f"Exercise {number} ✓ right: ")
    with pytest.raises(
        ValueError, match=re.escape(f"number must be one of {', '.join(EXERCISES[chapter])}, not")
    ):
        check("8.1", 0)

"""The answers that the exercises of the notebooks are compared with, and the slips that have a name.

`check("1.4", answer)` prints the verdict on exercise 4 of notebook 01: not attempted, right, or what went
wrong. Right answers are computed here, never typed in.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from course_utils.checks import function_verdict, rule_verdict, value_verdict
from course_utils.optimizers import sgd


@dataclass(frozen=True)
class Rule:
    """Write a rule of the course; its usual mistakes stand in `course_utils.mistakes`."""

    rule: Callable

    def verdict(self, answer):
        return rule_verdict(answer, self.rule)


@dataclass(frozen=True)
class Value:
    """Work out a number. wrong: pairs (value, what was done)."""

    right: object
    wrong: Sequence = ()
    tol: float = 5e-3

    def verdict(self, answer):
        return value_verdict(answer, self.right, self.wrong, self.tol)


@dataclass(frozen=True)
class Function:
    """Write a function. cases: tuples of arguments. wrong: pairs (function, what was done)."""

    right: Callable
    cases: Sequence
    wrong: Sequence = ()

    def verdict(self, answer):
        return function_verdict(answer, self.right, self.cases, self.wrong)


def check(number, answer):
    """Print the verdict on `answer` to exercise `number`, such as "1.4"; ValueError for another number."""
    if number not in EXERCISES:
        raise ValueError(f"number must be one of {', '.join(EXERCISES)}, not {number!r}")
    print(f"Exercise {number} {EXERCISES[number].verdict(answer)}")


EXERCISES = {}

# ------------------------------------------------------------------------------- 01 SGD
EXERCISES["1.3"] = Rule(sgd)

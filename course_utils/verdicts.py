"""Exercises that know their right answer and the usual slips: the verdict is the name of the slip.

    EXERCISES = {"2.1": Value(0.5, wrong=[(-0.5, "the sign")]), "2.3": Rule(momentum, MISTAKES), …}
    check = checker(EXERCISES)
    check("2.1", -0.5)        # Exercise 2.1 ✗ the sign

A verdict begins with ✓, ✗ or … (not attempted).
"""

import contextlib
import inspect
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from course_utils.mistakes import Mistake
from course_utils.naming import moves_alike, one_gradient_please, what_is_right, what_is_wrong
from course_utils.printing import say
from course_utils.probes import run
from course_utils.running import NOT_YET, NotAttemptedError, WrongError, call, same, short, states


def checker(exercises):
    """The function check(number, answer) of a chapter, which prints the verdict on an answer."""

    def check(number, answer):
        """Print the verdict on `answer` to exercise `number`, such as "1.4"."""
        if number not in exercises:
            raise ValueError(f"number must be one of {', '.join(exercises)}, not {number!r}")
        say(f"Exercise {number} {exercises[number].verdict(answer)}")

    return check


@dataclass(frozen=True)
class Value:
    """Work out a number, or several.

    right: the true value, a number or an array.
    wrong: pairs (value, name of the slip).
    tol: relative tolerance; half a per cent, so that three correct digits are enough.
    """

    right: object
    wrong: Sequence = ()
    tol: float = 5e-3

    def verdict(self, answer):
        if answer is None or answer is ...:
            return NOT_YET
        try:
            got = np.asarray(answer, dtype=float)
        except (TypeError, ValueError):
            return f"✗ a number is expected, not {answer!r}"
        right = np.asarray(self.right, dtype=float)
        if got.shape != right.shape:
            return f"✗ its shape is {got.shape} instead of {right.shape}"
        near = self._near(got, right)
        if near.all():
            return f"✓ right: {short(right)}"
        for value, name in self.wrong:
            if self._near(got, value).all():
                return f"✗ {name}"
        if near.any():
            return f"✗ {self._entries(got, near)}"
        return f"✗ {short(got)} is not right, and it is not one of the usual slips: try once more"

    def _near(self, got, value):
        size = np.abs(np.asarray(self.right, dtype=float)).max()
        return np.isclose(got, value, rtol=self.tol, atol=self.tol * size * 1e-3)

    @staticmethod
    def _entries(got, near):
        """Which entries of an array are wrong, where others are right."""
        wrong = np.argwhere(~near)
        which = [", ".join(str(k + 1) for k in entry) for entry in wrong]
        which = which if got.ndim == 1 else [f"({entry})" for entry in which]
        entries = f"entry {which[0]} is" if len(which) == 1 else f"entries {' and '.join(which)} are"
        values = ", ".join(short(got[tuple(entry)]) for entry in wrong)
        return f"{entries} not right: {values} (the other{'s are' if near.sum() > 1 else ' is'} right)"


@dataclass(frozen=True)
class Function:
    """Write a function.

    right: the right function. cases: tuples of arguments. wrong: pairs (function, name of the slip).
    """

    right: Callable
    cases: Sequence
    wrong: Sequence = ()

    def verdict(self, answer):
        if answer is None or answer is ...:
            return NOT_YET
        if not callable(answer):
            return f"✗ a function is expected, not {answer!r}"
        try:
            got = [call(answer, case) for case in self.cases]
        except NotAttemptedError:
            return NOT_YET
        except WrongError as error:
            return f"✗ {error}"
        truth = [call(self.right, case) for case in self.cases]
        if all(map(same, got, truth)):
            return f"✓ right: {len(truth)} cases agree"
        for function, name in self.wrong:
            if all(same(mine, call(function, case)) for mine, case in zip(got, self.cases, strict=True)):
                return f"✗ {name}"
        k = next(k for k, (mine, its) in enumerate(zip(got, truth, strict=True)) if not same(mine, its))
        return (
            f"✗ in case {k + 1} of {len(truth)}, called with {self._inputs(self.cases[k])}\n"
            f"  yours {short(got[k])}\n  right {short(truth[k])}"
        )

    def _inputs(self, case):
        shown = zip(inspect.signature(self.right).parameters, case, strict=False)
        return ", ".join(f"{name} = {short(value)}" for name, value in shown if not callable(value))


@dataclass(frozen=True)
class Rule:
    """Write a rule of the course; it is run beside the right one.

    rule: the right one. mistakes: the usual mistakes in it, each under a short name.
    An answer whose W is right at every step is right, in whatever form it remembers the rest.
    """

    rule: Callable
    mistakes: Mapping[str, Mistake]

    def verdict(self, answer):
        if answer is None or answer is ...:
            return NOT_YET
        if not callable(answer):
            return f"✗ a function is expected, like def {self.rule.__name__}(grad, W, …), not {answer!r}"
        calls = []
        try:
            got = list(states(answer, self.rule, calls=calls))
        except NotAttemptedError:
            return NOT_YET
        except WrongError as wrong:
            return f"✗ {wrong}"
        with contextlib.redirect_stdout(io.StringIO()):  # what the answer prints was seen once
            return self._compared(answer, got, max(calls))

    def _compared(self, answer, got, calls):
        """The verdict on an answer that made the states `got`."""
        if not moves_alike(got, run(answer, self.rule)):
            return (
                "✗ called twice with the same arguments, it returns different things.\n"
                "  It keeps something for itself: what a rule remembers comes in after W, and goes out again."
            )
        truth = list(states(self.rule, self.rule))
        if not moves_alike(got, truth):
            return f"✗ {what_is_wrong(self.rule, self.mistakes.values(), answer, got, truth)}"
        if calls > 1:
            return one_gradient_please(self.rule, answer, calls)
        return f"✓ {what_is_right(self.rule, self.mistakes.values(), got, truth)}"

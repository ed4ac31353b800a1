"""Every verdict and check can be printed where the output knows few characters."""

import os
import subprocess
import sys

import pytest

PROGRAM = """
from course_utils.equations import equation, inequality
from course_utils.verdicts import Rule, Value, checker
from course_utils.optimizers import sgd
check = checker({"1.1": Value(320.0, [(300.0, "√v̂ ≤ η, κ → ∞, 홍길동")])})
for answer in (320, 300, ...):
    check("1.1", answer)
equation("2.10", 1.8, 1.8, at="α = 0.9")
inequality("4.23", 40.1, 286.2)
"""


def said(encoding):
    env = {**os.environ, "PYTHONIOENCODING": encoding}
    done = subprocess.run([sys.executable, "-c", PROGRAM], env=env, capture_output=True, check=True)
    return done.stdout.decode(encoding).splitlines()


@pytest.mark.parametrize("encoding", ["cp949", "cp1252", "cp932", "cp437", "ascii"])
def test_old_code_page_gets_plain_characters_instead_of_an_error(encoding):
    right, wrong, empty, equal, less = said(encoding)
    assert right == "Exercise 1.1 OK right: 320."
    assert wrong.startswith("Exercise 1.1 WRONG ")
    assert empty in ("Exercise 1.1 ... not attempted yet", "Exercise 1.1 … not attempted yet")
    assert equal.startswith("(2.10)  left 1.800, right 1.800, equal to 1e-12, at ")
    assert less.startswith("(4.23)  40.1 ")


def test_ascii_spells_the_symbols():
    _, wrong, _, equal, less = said("ascii")
    assert wrong == "Exercise 1.1 WRONG sqrt v^ <= eta, kappa ? ?, ???"
    assert equal.endswith("at alpha = 0.9") and less == "(4.23)  40.1 <= 286"


def test_unicode_is_printed_as_it_is():
    assert said("utf-8")[1] == "Exercise 1.1 ✗ √v̂ ≤ η, κ → ∞, 홍길동"

"""The wrong versions against PyTorch, Keras and Optax: whose path is another, whose is that of a library."""

from importlib import import_module

import numpy as np
import pytest
from libraries import (
    LIBRARIES,
    PROBLEMS,
    RULES,
    STEPS,
    distance,
    every_path,
    expected,
    stored,
    surface,
    walked,
)

from course_utils.descent import descend
from course_utils.mistakes import wrong_version
from course_utils.optimizers import momentum

MISTAKES = {name: import_module(f"course_utils.chapters.{name}.mistakes").MISTAKES for name in RULES}


def wrong(name, key):
    return wrong_version(RULES[name], MISTAKES[name][key])


# These move W as they should, as long as η is constant, but remember something else.
RIGHT_IN_W = [
    *(("momentum", key) for key in ("opposite_v", "old_W", "lr_outside", "pytorch")),
    *(("nag", key) for key in ("opposite_v", "old_W", "sum_of_gradients")),
    ("adagrad", "whole_matrix"),
    ("adam", "t_ahead"),
]
# The setting of AdaGrad below gives h itself, so that a start of its own does not show.
UNSEEN = ("adagrad", "starts_at_0.1")
WRONG_IN_W = [
    (name, key) for name in RULES for key in MISTAKES[name] if (name, key) not in (*RIGHT_IN_W, UNSEEN)
]


@pytest.mark.parametrize("problem", PROBLEMS)
@pytest.mark.parametrize(("name", "key"), WRONG_IN_W)
def test_a_wrong_version_walks_another_path(name, key, problem):
    """Against PyTorch, which needs no conversion of the rule, in the setting whose ε shows."""
    path = walked(wrong(name, key), "PyTorch", name, problem, 1)
    assert distance(path, expected("PyTorch", name, problem, 1)) > 2e-5


@pytest.mark.parametrize(("name", "key"), RIGHT_IN_W)
@every_path
def test_some_remember_something_else_and_walk_the_right_path(name, key, problem, n):
    path = walked(wrong(name, key), "PyTorch", name, problem, n)
    assert distance(path, expected("PyTorch", name, problem, n)) < 1e-10


@every_path
def test_four_wrong_momenta_differ_in_v(problem, n):
    """v is the step just made: the true rule's is, theirs is not."""
    path, setting = stored("PyTorch", "momentum", problem, n)
    for rule in (momentum, *(wrong(name, key) for name, key in RIGHT_IN_W if name == "momentum")):
        v = descend(rule, surface(problem), STEPS, start=path[0], **setting).v[:, 1:]
        off = distance(v.T, np.diff(path, axis=0))
        assert off < 1e-10 if rule is momentum else off > 1


# What is wrong in the course is the form of a library elsewhere.
LIBRARY_FORMS = [
    *(("nag", "shifted", library) for library in LIBRARIES),
    *(("nag", "pytorch", library) for library in LIBRARIES),
    *(("adagrad", "eps_inside", library) for library in ("Keras", "Optax")),
    *(("rmsprop", "eps_inside", library) for library in ("Keras", "Optax")),
    ("adam", "eps_hat", "Keras"),
]


@pytest.mark.parametrize(("name", "key", "library"), LIBRARY_FORMS)
@every_path
def test_some_wrong_versions_are_the_form_of_a_library(name, key, library, problem, n):
    path = stored(library, name, problem, n)[0]
    assert distance(walked(wrong(name, key), library, name, problem, n), path) < 1e-10

"""The six rules walk the paths of PyTorch, Keras and Optax; `libraries.py` says what is converted and how."""

import numpy as np
import pytest
from libraries import (
    ABOUT,
    CASES,
    FORMS,
    LIBRARIES,
    NAMES,
    PATHS,
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
from course_utils.optimizers import nag


def test_the_file_is_whole():
    assert LIBRARIES == ["PyTorch", "Keras", "Optax"]
    assert list(RULES) == NAMES
    assert PATHS.shape == (3, 6, len(PROBLEMS), 2, 101, 2) and len(PROBLEMS) == 2 and len(CASES) == 72
    assert PATHS.dtype == np.float64 and np.isfinite(PATHS).all()
    assert set(ABOUT["versions"]) == {"torch", "keras", "optax", "jax", "numpy"}
    for library, name, problem, n in CASES:
        path, setting = stored(library, name, problem, n)
        np.testing.assert_array_equal(path[0], surface(problem).start)
        assert np.abs(np.diff(path, axis=0)).max(axis=1).all(), "a path that stands still tests nothing"
        assert all(isinstance(value, int | float) for value in setting.values())


@pytest.mark.parametrize(("library", "name", "problem", "n"), CASES)
def test_the_rule_walks_the_path_of_the_library(library, name, problem, n):
    form = FORMS.get((library, name), lambda rule: rule)
    path = walked(RULES[name], library, name, problem, n, form)
    assert distance(path, expected(library, name, problem, n)) < 1e-10


@pytest.mark.parametrize(("library", "name"), FORMS)
@pytest.mark.parametrize("problem", PROBLEMS)
def test_without_the_conversion_of_eps_the_path_is_another(library, name, problem):
    path = walked(RULES[name], library, name, problem, 1)  # the setting with a large ε
    assert distance(path, expected(library, name, problem, 1)) > 1e-3


@pytest.mark.parametrize("library", LIBRARIES)
@every_path
def test_libraries_follow_the_point_where_nag_asks_for_the_gradient(library, problem, n):
    path, setting = stored(library, "nag", problem, n)
    asked = []

    def grad(W):
        asked.append(W)
        return surface(problem).grad(W)

    descend(nag, grad, STEPS, start=path[0], **setting)
    assert distance(np.array(asked), path[:-1]) < 1e-10

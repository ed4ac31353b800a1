"""How an answer is run and compared: numbers up to rounding, states of its own, values in one line."""

import itertools

import numpy as np
import pytest

from course_utils.optimizers import RULES, adam, momentum, sgd
from course_utils.running import RATES, alike, names, same, short, states

each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
VALUES = [0, 1, -1, 1 + 1e-10, 1 + 1e-8, 1e-13, 1e-11, np.nan, np.inf, -np.inf, 1j, 1 + 1e-10j, True]


@pytest.mark.parametrize(("a", "b"), list(itertools.product(VALUES, VALUES)))
def test_numbers_are_compared_as_numpy_does(a, b):
    expected = np.allclose(a, b, rtol=1e-9, atol=1e-12, equal_nan=True)
    assert same(a, b) == same([a, 1.0], [b, 1.0]) == expected


@pytest.mark.parametrize("odd", ["v", None, {}, [1, [2, 3]], object()], ids=lambda odd: type(odd).__name__)
def test_what_is_no_number_is_the_same_as_nothing(odd):
    assert not same(odd, 1.0) and not same(odd, odd)


def test_shapes_count_for_values_and_in_states_one_number_may_stand_for_many():
    many = np.full(3, 2.0)
    assert same(many, many) and not same(2.0, many)
    assert alike((many, 2.0), (2.0, many))
    assert not alike((many,), (np.ones(2),)) and not alike((many,), (many, many))


def test_rule_is_said_to_return_what_its_signature_lists():
    assert [names(rule) for rule in (sgd, momentum, adam)] == [("W",), ("W", "v"), ("W", "m", "v", "t")]


@each_rule
def test_every_hyperparameter_and_every_step_shows(rule):
    """Otherwise a slip in it could not be seen."""
    usual = list(states(rule, rule))
    assert len(usual) == len(RATES)
    for name in rule.__kwdefaults__:
        assert not any(map(alike, usual[2:], list(states(rule, rule, **{name: 0.123}))[2:]))
    assert not any(alike(*two) for two in itertools.pairwise(usual))


def test_answer_cannot_change_a_state_that_it_has_returned():
    kept = []

    def spoils(grad, W, *, lr):
        for old in kept:
            old += 1000.0
        kept.append(W - lr * grad(W))
        return (kept[-1],)

    assert all(map(alike, states(sgd, sgd), list(states(spoils, sgd))))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.123456, "0.1235"),
        (5, "5"),
        (np.array([1.5, -3.0]), "[1.5 -3.]"),
        (np.arange(20.0), "[0. 1. 2. ... 17. 18. 19.]"),
        (np.eye(2), "[[1. 0.] [0. 1.]]"),
        ((np.ones(2), [1.0]), "([1. 1.], [1.])"),
        ([[1.0], [1.0, 2.0]], "[[1.0], [1.0, 2.0]]"),
        ("text", "'text'"),
        (None, "None"),
    ],
)
def test_value_is_shown_in_one_line(value, text):
    assert short(value) == text

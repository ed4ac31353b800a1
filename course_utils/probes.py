"""What an answer does that no known mistake explains: change one thing, run it again, and look.

A probe takes the answer and its rule, and returns a sentence, or nothing where it has nothing to say.
"""

import inspect
import itertools

import numpy as np

from course_utils.running import (
    HYPER,
    START,
    NotAttemptedError,
    WrongError,
    alike,
    curved,
    names,
    same,
    states,
)


def run(answer, rule, **changes):
    """All states of an answer, or an empty list where it cannot go on."""
    try:
        return list(states(answer, rule, **changes))
    except (WrongError, NotAttemptedError):
        return []


def explains(got, function, rule, **changes):
    """Whether `function` makes the states `got`; it is run until the first step that differs."""
    try:
        return bool(got) and all(map(alike, got, states(function, rule, **changes)))
    except (WrongError, NotAttemptedError):
        return False


# ---------------------------------------------------------------- one thing changed, and the answer is right


def begins_elsewhere(answer, rule):
    """Its memory begins with another value than the rule's."""
    if not rule.__defaults__ or not explains(run(answer, rule, memory=rule.__defaults__), rule, rule):
        return None
    mine = [p.default for p in _parameters(answer).values() if p.kind is p.POSITIONAL_OR_KEYWORD][2:]
    return " ".join(
        f"{name} begins with {default}; {rule.__name__} begins with {right}."
        for name, default, right in zip(names(rule)[1:], mine, rule.__defaults__, strict=False)
        if not same(default, right)
    )


def returns_in_other_order(answer, rule):
    """It returns (v, W) instead of (W, v)."""
    right = names(rule)
    for order in itertools.permutations(range(len(right))):

        def reordered(*arguments, order=order, **hyper):
            returned = answer(*arguments, **hyper)
            return tuple(returned[k] for k in order)

        if explains(run(reordered, rule), rule, rule):
            theirs = [right[order.index(k)] for k in range(len(right))]
            return f"it returns ({', '.join(theirs)}); the order is ({', '.join(right)})."
    return None


def clips(answer, rule):
    """It follows the rule as long as all gradients are small."""

    def small(W, step, call):
        return 1e-3 * curved(W, step, call)

    if not explains(run(answer, rule, gradient=small), rule, rule, gradient=small):
        return None
    return f"small gradients are treated as in {rule.__name__}, large ones are not: is the gradient clipped?"


# ----------------------------------------------------------------------------------------- facts about it


def swallows(answer, rule):
    """A hyperparameter has another name in the answer, and **kw takes what is given."""
    parameters = _parameters(answer)
    unseen = [name for name in rule.__kwdefaults__ if name not in parameters]
    kw = next((name for name, p in parameters.items() if p.kind is p.VAR_KEYWORD), None)
    if kw is None or not unseen:
        return None
    return f"**{kw} swallows {_listed(unseen)}: the arguments are called {_listed(rule.__kwdefaults__)}."


def ignores(answer, rule):
    """A hyperparameter has no effect."""
    got = run(answer, rule)
    unused = [
        name
        for name in rule.__kwdefaults__
        if explains(got, answer, rule, **{name: 0.9 * HYPER.get(name, 0.1)})
    ]
    if not unused:
        return None
    typed = "is not used: was a number" if len(unused) == 1 else "are not used: were numbers"
    return f"{_listed(unused)} {typed} typed in instead? A rule follows the values it is called with."


def decays(answer, rule):
    """W enters the step, and not only through the gradient: the steps depend on where W is."""

    def given(W, step, call):
        return np.array([1.0, -2.0, 0.5]) * (-1) ** step + 0.1 * step

    def depends_on_W(function):
        here, there = (run(function, rule, gradient=given, start=np.add(START, s)) for s in (0, 1))
        return not all(same(b[0] - a[0], np.ones(3)) for a, b in zip(here, there, strict=False))

    if depends_on_W(rule) or not depends_on_W(answer):
        return None
    return f"W itself enters the step, beside grad(W): is it weight decay? {rule.__name__} has none."


def asks_often(answer, rule):
    """It asks for several gradients in a step."""
    calls = []
    list(states(answer, rule, calls=calls))
    if max(calls) == 1:
        return None
    return f"it asks for {max(calls)} gradients in one step; {rule.__name__} asks for one."


ONE_CHANGE = (begins_elsewhere, returns_in_other_order, clips)
FACTS = (swallows, ignores, decays, asks_often)


def first(probes, answer, rule):
    """The first sentence that one of the probes has to say, or None."""
    return next(filter(None, (probe(answer, rule) for probe in probes)), None)


def _parameters(answer):
    try:
        return inspect.signature(answer).parameters
    except (TypeError, ValueError):
        return {}


def _listed(words):
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last

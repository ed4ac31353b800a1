"""Say what is right or wrong with somebody's version of a rule, given the states it made.

got, truth: the states (W, *memory) of the answer and of the rule, step by step.
"""

import itertools

import numpy as np

from course_utils.mistakes import pairs, written, wrong_version
from course_utils.probes import FACTS, ONE_CHANGE, explains, first, run
from course_utils.running import alike, curved, names, same, short


def what_is_wrong(rule, mistakes, answer, got, truth):
    """One slip, or two at once, or what the answer does, or else both values where the two part."""
    step = _first_difference(got, truth)
    agree = f"\n  ({_steps(step - 1)} with the rule, so look at what is remembered.)" if step > 1 else ""
    for mistake in mistakes:
        if explains(got, wrong_version(rule, mistake), rule):
            return _one_slip(rule, mistake, step) + agree
    change = first(ONE_CHANGE, answer, rule)
    if change:
        return f"at step {step}: {change}"
    found = [two for two, wrong in pairs(rule, mistakes) if explains(got, wrong, rule)]
    if found:
        return _two_slips(rule, found, truth)
    for mistake in mistakes:
        if moves_alike(got, run(wrong_version(rule, mistake), rule)):
            return _one_slip(rule, mistake, step) + "\n  What you remember has another form as well."
    fact = first(FACTS, answer, rule)
    if fact:
        return f"at step {step}: {fact}"
    mine, its = got[step - 1], truth[step - 1]
    k = next(k for k, (a, b) in enumerate(zip(mine, its, strict=True)) if not alike((a,), (b,)))
    return (
        f"at step {step}, {names(rule)[k]} is not what the equation gives.\n"
        f"  yours {short(mine[k])}\n  right {short(its[k])}{agree}"
    )


def what_is_right(rule, mistakes, got, truth):
    """W is right at every step: everything, or all but the form of the memory."""
    if all(map(alike, got, truth)):
        return f"right: {len(truth)} steps agree with {rule.__name__}"
    but = "W is right at every step; what you remember is"
    for mistake in mistakes:
        if mistake.remembers and explains(got, wrong_version(rule, mistake), rule):
            return f"{but} {mistake.remembers}.\n  {_remedy(mistake)}"
    memory = names(rule)[1:]
    for order in itertools.permutations(range(len(memory))):
        if all(alike([mine[1 + k] for k in order], its[1:]) for mine, its in zip(got, truth, strict=True)):
            theirs = ", ".join(memory[order.index(k)] for k in range(len(memory)))
            return f"{but} ({theirs}), where the course has ({', '.join(memory)})."
    return f"{but} another form of {' and '.join(memory)} than in the course."


def one_gradient_please(rule, answer, calls):
    """W is right at every step, but the answer asks for several gradients."""
    once = "write g = grad(W) once, and use g"
    if moves_alike(run(answer, rule, gradient=_drawn_anew), run(rule, rule, gradient=_drawn_anew)):
        return f"✓ right, but it asks for {calls} gradients a step, and one is used: {once}."
    return (
        f"✗ the formula is right, but it asks for {calls} gradients a step.\n"
        f"  With mini-batches each of them is another one: {once}."
    )


def moves_alike(got, others):
    """Whether W is the same at every step, whatever is remembered."""
    return len(got) == len(others) and all(same(a[0], b[0]) for a, b in zip(got, others, strict=True))


def _one_slip(rule, mistake, step):
    return f"at step {step}: {mistake.name}.\n  {_remedy(mistake)}{_as_if(rule, mistake)}"


def _two_slips(rule, found, truth):
    def shows_at(mistake):
        return _first_difference(run(wrong_version(rule, mistake), rule), truth)

    one, two = sorted(found[0], key=shows_at)
    step, later = shows_at(one), shows_at(two)
    then = "and" if later == step else f"at step {later},"
    remedies = dict.fromkeys(map(_remedy, (one, two)))  # said once where they are the same
    other = f"\n  The same comes out where {' and '.join(map(_in_a_row, found[1]))}." if found[1:] else ""
    return (
        f"Two slips. At step {step}, {_in_a_row(one)}; {then} {_in_a_row(two)}.\n"
        f"  {' '.join(remedies)}{_as_if(rule, one, two)}{other}"
    )


def _in_a_row(mistake):
    """The name where another follows: "v has the opposite sign (W moves as it should)"."""
    what, colon, more = mistake.name.partition(": ")
    return f"{what} ({more})" if colon else what


def _remedy(mistake):
    return f"{mistake.remedy}: see ({mistake.equation})."


def _as_if(rule, *mistakes):
    lines = written(rule, *mistakes)
    return "\n  As if you had written:  " + f"\n{26 * ' '}".join(lines)


def _first_difference(got, truth):
    """The first step at which two lists of states differ, from 1 on."""
    return next((k for k, both in enumerate(zip(got, truth, strict=False), start=1) if not alike(*both)), 1)


def _steps(n):
    return "Step 1 agrees" if n == 1 else f"Steps 1 {'and' if n == 2 else 'to'} {n} agree"


def _drawn_anew(W, step, call):
    """As with mini-batches: another gradient at every call."""
    return curved(W, step, call) + 0.1 * np.cos(call * np.arange(1, 4))

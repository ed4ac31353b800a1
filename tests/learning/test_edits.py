"""A mistake is an edit of a rule's source: what is made of it, what is refused, which pairs there are."""

import inspect

import numpy as np
import pytest

from course_utils.mistakes import Mistake, pairs, source, written, wrong_version


def climb(grad, W, v=0.0, *, lr=0.01):
    """Not a rule of the course: W + v is only in the docstring here."""
    v = v + grad(W)
    return W + lr * v, v


def bare(grad, W, *, lr=0.01):
    return (W - lr * grad(W),)


def slip(*edits, name="a slip", **more):
    return Mistake(name, "Mend it", "1.1", edits=edits, **more)


def one_step(rule):
    return rule(lambda W: 3 * W, 2.0, 1.0, lr=0.5)


DOWN = slip(("W + lr", "W - lr"), name="down")
FORGETS = slip(("v + grad", "grad"), name="forgets")
TWICE = slip(("grad(W)", "2 * grad(W)"), name="twice")
HALF = slip(("lr * v", "lr * v / 2"), name="half")


def test_wrong_version_is_the_rule_with_the_edit():
    assert one_step(climb) == (5.5, 7.0)
    assert one_step(wrong_version(climb, DOWN)) == (-1.5, 7.0)
    assert one_step(wrong_version(climb, FORGETS)) == (5.0, 6.0)


def test_wrong_version_is_called_like_the_rule():
    wrong = wrong_version(climb, DOWN)
    assert wrong.__name__ == "climb" and inspect.signature(wrong) == inspect.signature(climb)


def test_edit_of_the_signature_is_a_mistake_as_well():
    wrong = wrong_version(climb, slip(("v=0.0", "v=1.0")))
    assert wrong(lambda W: 3 * W, 2.0, lr=0.5) == one_step(climb)


def test_right_rule_stays_as_it_is():
    wrong_version(climb, DOWN)
    assert one_step(climb) == (5.5, 7.0)


def test_wrong_version_is_made_once():
    assert wrong_version(climb, DOWN) is wrong_version(climb, DOWN)
    assert wrong_version(climb, DOWN, FORGETS) is wrong_version(climb, FORGETS, DOWN)


def test_several_edits_of_one_slip_are_all_made():
    wrong = wrong_version(climb, slip(("v + grad", "v - grad"), ("W + lr", "W - lr")))
    assert one_step(wrong) == (4.5, -5.0)


def test_docstring_is_left_out():
    assert source(climb) == (
        "def climb(grad, W, v=0.0, *, lr=0.01):\n    v = v + grad(W)\n    return W + lr * v, v\n"
    )
    assert source(bare) == inspect.getsource(bare)
    with pytest.raises(ValueError, match="stands there 0 times"):
        wrong_version(climb, slip(("W + v", "W - v")))


@pytest.mark.parametrize(("old", "times"), [("nothing", 0), ("v", 5), ("W", 3)])
def test_edit_that_does_not_fit_exactly_once_is_refused(old, times):
    message = f"edit of “a slip” must fit climb exactly once, but '{old}' stands there {times} times"
    with pytest.raises(ValueError, match=message):
        wrong_version(climb, slip((old, "0")))


@pytest.mark.parametrize("edits", [{}, {"edit": ("a", "b"), "edits": (("c", "d"),)}])
def test_mistake_has_an_edit_or_edits(edits):
    with pytest.raises(ValueError, match="“a slip” needs either edit or edits"):
        Mistake("a slip", "Mend it", "1.1", **edits)


def test_two_slips_are_both_in_the_wrong_version():
    both = wrong_version(climb, DOWN, FORGETS)
    assert one_step(both) == (-1.0, 6.0)


def test_convention_gives_way_to_a_slip_that_replaces_a_larger_piece():
    line = slip(("v = v + grad(W)", "v = 10.0"))
    convention = slip(("v + grad", "v - grad"), ("W + lr", "W - lr"), remembers="−v")
    assert one_step(wrong_version(climb, line, convention)) == (-3.0, 10.0)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (("W + lr", "W - lr"), ("lr * v", "v")),
        (("v + grad", "grad"), ("v + grad", "v - grad")),
        (("v = v + grad(W)", "v = 10.0"), ("grad(W)", "2 * grad(W)")),
    ],
)
def test_edits_that_overlap_cannot_be_made_at_once(one, two):
    one, two = slip(one), slip(two)
    with pytest.raises(ValueError, match="the edits overlap: a slip; a slip"):
        wrong_version(climb, one, two)
    assert not list(pairs(climb, [one, two]))


def test_pairs_are_all_that_can_be_made_at_once_in_the_order_of_the_list():
    made = list(pairs(climb, [DOWN, FORGETS, TWICE, HALF]))
    assert [f"{one.name} {two.name}" for (one, two), _ in made] == [
        *("down forgets", "down twice"),  # down and half overlap, so do forgets and twice
        *("forgets half", "twice half"),
    ]
    assert all(wrong is wrong_version(climb, *two) for two, wrong in made)


def test_lines_that_were_written_instead_are_told():
    assert written(climb, DOWN) == ["return W - lr * v, v"]
    assert written(climb, FORGETS, DOWN) == ["v = grad(W)", "return W - lr * v, v"]
    assert written(climb, slip(("v=0.0", "v=1.0"))) == ["def climb(grad, W, v=1.0, *, lr=0.01):"]


def test_wrong_version_knows_what_the_module_of_the_rule_knows():
    wrong = wrong_version(bare, Mistake("sign", "Mend it", "1.1", edit=("grad(W)", "np.sign(grad(W))")))
    assert wrong(lambda W: 3 * W, np.array([2.0]), lr=0.5) == (1.5,)

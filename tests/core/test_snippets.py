"""The PyTorch block of each lesson walks as the course's rule does; `make_reference.py` has run the blocks.

What differs by convention: PyTorch keeps b = −v/η, which at a constant η is the same path, and its
`nesterov=True` holds the shifted point W + αv.
"""

from inspect import signature
from pathlib import Path

import numpy as np
import pytest
from books import LESSONS, book
from libraries import ABOUT, RULES, started_at

from course_utils.descent import descend

with np.load(Path(__file__).with_name("reference.npz")) as file:
    ARRAYS = {name: file[name] for name in file.files if name not in ("paths", "about")}

BLOCKS = ABOUT["blocks"]
X, Y, START = (ARRAYS[f"problem_{name}"] for name in "XyW")
OF_CHAPTER = {"gradient_descent": "sgd"}  # the rule of a chapter that is not called like it
each_block = pytest.mark.parametrize("lesson", BLOCKS)


def run(lesson, name):
    """The run of one of our rules on the batches that the block has seen, with its hyperparameters."""
    sizes = ARRAYS[f"{lesson}_sizes"]
    batches = iter(np.split(ARRAYS[f"{lesson}_rows"], np.cumsum(sizes)[:-1]))

    def grad(W):
        rows = next(batches)
        return 2 * X[rows].T @ (X[rows] @ W - Y[rows]) / len(rows)

    rule = RULES[name]
    hyper = {ours: x for ours, x in BLOCKS[lesson]["hyper"].items() if ours in signature(rule).parameters}
    if "h" in hyper:
        rule = started_at(hyper.pop("h"), rule)
    return descend(rule, grad, len(sizes), start=START, **hyper)


def weights(lesson, name):
    """What PyTorch calls the weights at the end: of NAG it is the shifted point."""
    w = run(lesson, name)
    shift = BLOCKS[lesson]["hyper"]["alpha"] * w.v[:, -1] if name == "nag" else 0
    return w.W[:, -1] + shift


def off(lesson, W):
    """The distance from the weights of PyTorch, in lengths of its way."""
    end = ARRAYS[f"{lesson}_weights"]
    return np.abs(W - end).max() / np.abs(end - START).max()


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_block_in_the_notebook_is_the_one_that_was_run(lesson):
    stored = BLOCKS.get(lesson, {}).get("block", "")
    assert book(lesson).pytorch_block == stored, (
        f"The PyTorch block of {lesson} is not the one that was run for the reference values. "
        "Run `python tests/tools/make_reference.py` where PyTorch is installed "
        "(Keras and Optax need not be), and commit reference.npz."
    )


@each_block
def test_the_block_has_seen_batches_of_the_problem(lesson):
    rows, sizes = ARRAYS[f"{lesson}_rows"], ARRAYS[f"{lesson}_sizes"]
    assert X.shape == (200, 3) and Y.shape == (200,) and START.shape == (3,)
    assert len(rows) == sizes.sum() and len(rows) % len(X) == 0
    for epoch in rows.reshape(-1, len(X)):
        assert sorted(epoch) == list(range(len(X)))


@each_block
def test_our_rule_ends_where_the_block_ends(lesson):
    assert off(lesson, weights(lesson, BLOCKS[lesson]["rule"])) < 1e-12


@each_block
def test_the_block_is_of_the_rule_of_its_lesson_and_of_no_other(lesson):
    chapter = book(lesson).chapter
    right = BLOCKS[lesson]["rule"]
    assert right == OF_CHAPTER.get(chapter, chapter)
    for wrong in {"sgd", "momentum", "nag"} - {right}:
        assert off(lesson, run(lesson, wrong).W[:, -1]) > 1e-4


@pytest.mark.parametrize("lesson", [lesson for lesson in BLOCKS if BLOCKS[lesson]["rule"] == "nag"])
def test_the_weights_of_nag_are_the_shifted_point(lesson):
    assert off(lesson, run(lesson, "nag").W[:, -1]) > 1e-2

"""The exercises of SGD: right answers are computed here, never typed in; slips have a name."""

import numpy as np

from course_utils.chapters.sgd.mistakes import MISTAKES
from course_utils.optimizers import sgd
from course_utils.verdicts import Function, Rule, Value, checker

EXERCISES = {}

# the excess loss of three learning rates: how fast it falls at first, and where it ends
EXERCISES["1.1"] = Value(
    [0.1, 0.02, 0.5],
    [
        ([0.1, 0.5, 0.02], "B and C are exchanged: a large rate falls fast, and ends on a high floor"),
        ([0.02, 0.1, 0.5], "A and B are exchanged: which of the two falls faster at first?"),
        ([0.5, 0.02, 0.1], "A and C are exchanged: which of the two falls faster at first?"),
        ([0.02, 0.5, 0.1], "look at the first twenty updates: the largest rate falls fastest"),
        ([0.5, 0.1, 0.02], "look at the ends: the largest rate has the highest floor, see (1.12)"),
    ],
)

EXERCISES["1.2"] = Value(
    20 * np.ceil(1000 / 64),
    wrong=[
        (20 * (1000 // 64), "the last batch of each epoch, 40 samples, is left out"),
        (20 * 1000 / 64, "1000/64 is not a whole number: round it up in each epoch"),
        (np.ceil(1000 / 64), "this is one epoch; there are 20"),
        (20 * 1000, "these are sample gradients; an update costs 64 of them"),
        (20 * 64, "this is epochs times batch size; divide the samples by the batch size"),
    ],
)
EXERCISES["1.3"] = Rule(sgd, MISTAKES)


def _epoch(grad, X, y, order, W, lr, B, at_start=False, whole=True, as_sum=False):
    """One epoch of SGD over the rows in `order`, or with a slip in it."""
    W0 = W
    for k in range(0, len(order) if whole else len(order) - B + 1, B):
        rows = order[k : k + B]
        W = W - lr * (len(rows) if as_sum else 1) * grad(W0 if at_start else W, X[rows], y[rows])
    return W


def _slipping_epoch(**slip):
    return lambda grad, W, X, y, order, B, lr: _epoch(grad, X, y, order, W, lr, B, **slip)


def _mean_gradient(W, X, y):
    return X.T @ (X @ W - y) / len(y)


_X = np.array([[1.0, 0.0], [1.0, 1.0], [1.0, -1.0], [1.0, 2.0], [1.0, 3.0]])
_Y = np.array([1.0, -1.0, 2.0, 0.5, 3.0])
_ORDER = np.array([3, 0, 4, 2, 1])
EXERCISES["1.4"] = Function(
    _slipping_epoch(),
    cases=[(_mean_gradient, np.array([1.0, -2.0]), _X, _Y, _ORDER, B, 0.1) for B in (2, 1, 3)],
    wrong=[
        (_slipping_epoch(whole=False), "the smaller last batch is left out"),
        (_slipping_epoch(at_start=True), "all gradients are taken at the first W: use the newest"),
        (_slipping_epoch(as_sum=True), "the gradient is multiplied by the batch size: it is a mean already"),
        (
            lambda grad, W, X, y, order, B, lr: _epoch(grad, X, y, np.arange(len(y)), W, lr, B),
            "`order` is not used: the rows come as they stand in the file",
        ),
        (
            lambda grad, W, X, y, order, B, lr: _epoch(grad, X, y, order[:B], W, lr, B),
            "it returns after the first batch: is the return inside the loop?",
        ),
        (
            lambda grad, W, X, y, order, B, lr: W - lr * grad(W, X[order], y[order]),
            "one step with all the samples: cut `order` into batches",
        ),
    ],
)
EXERCISES["1.5"] = Function(
    lambda part_means, part_sizes: part_sizes @ part_means / part_sizes.sum(),
    cases=[
        (np.array([[1.0, 2.0], [6.0, -3.0]]), np.array([4.0, 1.0])),
        (np.array([[1.0], [2.0], [5.0]]), np.array([2.0, 3.0, 7.0])),
    ],
    wrong=[
        (
            lambda means, sizes: means.mean(axis=0),
            "still a mean of means: small parts count as large ones",
        ),
        (lambda means, sizes: means.sum(axis=0), "a sum of means: it grows with the number of parts"),
        (lambda means, sizes: sizes @ means, "this is the sum over all samples: divide by their number"),
        (lambda means, sizes: means.sum(axis=0) / sizes.sum(), "the means are not weighted by their sizes"),
        (lambda means, sizes: sizes @ means / len(sizes), "divided by the number of parts, not of samples"),
        (lambda means, sizes: (means.T / sizes).sum(axis=1) / (1 / sizes).sum(), "weights upside down"),
    ],
)

check = checker(EXERCISES)

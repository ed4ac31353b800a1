"""The exercises of SGD: right answers are computed here, never typed in; slips have a name."""

import numpy as np

from course_utils.chapters.sgd.mistakes import MISTAKES
from course_utils.optimizers import sgd
from course_utils.verdicts import Function, Rule, Value, checker

EXERCISES = {}

EXERCISES["1.1"] = Value(
    20 * np.ceil(1000 / 64),
    wrong=[
        (20 * (1000 // 64), "the last batch of each epoch, 40 samples, is left out"),
        (20 * 1000 / 64, "1000/64 is not a whole number: round it up in each epoch"),
        (np.ceil(1000 / 64), "this is one epoch; there are 20"),
        (20 * 1000, "these are sample gradients; an update costs 64 of them"),
        (20 * 64, "this is epochs times batch size; divide the samples by the batch size"),
    ],
)


def _variance_of_two(numbers, n_minus_1=True, replace=False):
    """Of the mean of two numbers drawn without replacement, or with a slip in it."""
    variance = np.var(numbers, ddof=int(n_minus_1)) / 2
    return variance if replace else variance * (1 - 2 / len(numbers))


_FIVE = np.array([1.0, 2.0, 3.0, 4.0, 10.0])
EXERCISES["1.2"] = Value(
    _variance_of_two(_FIVE),
    wrong=[
        (_variance_of_two(_FIVE, n_minus_1=False, replace=True), "this is σ²/B, with replacement: see (1.9)"),
        (_variance_of_two(_FIVE, replace=True), "this is s²/B; the factor 1 − B/n is missing: see (1.9)"),
        (_variance_of_two(_FIVE, n_minus_1=False), "this has n in place of n − 1 below the line: see (1.6)"),
        (2 * _variance_of_two(_FIVE), "s² is not divided by B: see (1.9)"),
        (np.sqrt(_variance_of_two(_FIVE)), "this is the standard deviation; square it"),
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

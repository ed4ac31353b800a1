"""The exercises of AdaGrad: right answers are computed here, never typed in; slips have a name."""

import numpy as np

from course_utils.chapters.adagrad.mistakes import MISTAKES
from course_utils.optimizers import adagrad
from course_utils.verdicts import Function, Rule, Value, checker

EXERCISES = {}


def _adagrad_by_hand(divide):
    """W after the gradients 2, −1, 2 from W = 1 at η = 0.3; divide(g, h) is the step without η."""
    W, h = 1.0, 0.0
    for g in (2.0, -1.0, 2.0):
        h = h + g * g
        W = W - 0.3 * divide(g, h)
    return W


EXERCISES["4.1"] = Value(
    _adagrad_by_hand(lambda g, h: g / np.sqrt(h)),
    wrong=[
        (_adagrad_by_hand(lambda g, h: g / h), "the root is missing: divide by √h"),
        (_adagrad_by_hand(lambda g, h: g / abs(g)), "h was set back to the newest g²: it is the sum of all"),
        (_adagrad_by_hand(lambda g, h: g), "this is SGD: nothing was divided"),
        (_adagrad_by_hand(lambda g, h: abs(g) / np.sqrt(h)), "the sign of the second gradient was lost"),
        (_adagrad_by_hand(lambda g, h: -g / np.sqrt(h)), "uphill: the step is subtracted"),
        (_adagrad_by_hand(lambda g, h: g / np.sqrt(h)) - 1, "this is the way it went; W started at 1"),
    ],
)
EXERCISES["4.2"] = Value(
    0.1 / np.sqrt([400, 400 / 16]),
    wrong=[
        (0.1 / np.sqrt([400 / 16, 400]), "the two words are swapped: the rare one has the larger rate"),
        (0.1 / np.array([400, 400 / 16]), "the root is missing: divide η by √h"),
        (0.1 / np.sqrt([400, 400]), "the same h for both: a word that is not seen adds nothing to its h"),
        (0.1 / np.sqrt([400 + 25, 400 + 25]), "one h for both words: each has its own"),
        (0.1 / np.sqrt([1, 1 / 16]), "h is a sum over the 400 texts, not a mean"),
        (1 / np.sqrt([400, 400 / 16]), "η is missing: multiply by 0.1"),
    ],
)
EXERCISES["4.3"] = Rule(adagrad, MISTAKES)


def _bounds(G, D):
    h = np.sum(G * G, axis=0)
    return np.array([np.sqrt(np.sum(D * D) * np.sum(h)), np.sum(D * np.sqrt(h))])


EXERCISES["4.4"] = Function(
    _bounds,
    cases=[
        (np.array([[3.0, 0.0], [-4.0, 1.0], [0.0, 2.0]]), np.array([1.0, 2.0])),
        (np.array([[1.0, 0.0, -2.0], [1.0, 0.5, 0.0]]), np.array([0.5, 3.0, 1.0])),
    ],
    wrong=[
        (lambda G, D: _bounds(G, D)[::-1], "right, but in the other order: first the single rate"),
        (lambda G, D: _bounds(np.abs(G).sum(axis=0)[None], D), "h sums squares, not sizes: square first"),
        (lambda G, D: _bounds(G.sum(axis=0)[None], D), "the gradients were summed first and then squared"),
        (
            lambda G, D: np.array(
                [np.sqrt(np.sum(D * D)) * np.sum(G * G), np.sum(D * np.sum(G * G, axis=0))]
            ),
            "the root of h is missing",
        ),
        (
            lambda G, D: np.array([np.sum(D) * np.sqrt(np.sum(G * G)), _bounds(G, D)[1]]),
            "the single rate has the length of D, the root of the sum of its squares, not the sum of D",
        ),
        (
            lambda G, D: np.array([_bounds(G, D)[0], np.sqrt(np.sum(D**2 * np.sum(G * G, axis=0)))]),
            "per coordinate the products D √h are added up, not their squares",
        ),
    ],
)
EXERCISES["4.5"] = Value(
    100_000 * 1e-6,
    wrong=[
        (-100_000 * 1e-6, "the sign: the line adds eps to what stands before it"),
        (0.0, "eps is small, but it is added to the weight in every step, whatever the gradient"),
        (1e-6, "this is one step; there are 100,000"),
        (100_000 * 1e-8, "with eps = 1e-6, not 1e-8"),
    ],
)

check = checker(EXERCISES)

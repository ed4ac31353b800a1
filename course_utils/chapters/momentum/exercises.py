"""The exercises of momentum: right answers are computed here, never typed in; slips have a name."""

import numpy as np

from course_utils.chapters.momentum.mistakes import MISTAKES
from course_utils.optimizers import momentum
from course_utils.verdicts import Rule, Value, checker

EXERCISES = {}

# three runs on one picture: waves, and two straight lines, the second of which arrives first
EXERCISES["2.1"] = Value(
    [0.9, 0.0, 0.5],
    [
        ([0.0, 0.9, 0.5], "A and B are exchanged: without momentum nothing swings, so there are no waves"),
        ([0.5, 0.0, 0.9], "A and C are exchanged: √0.9 a step dies out later than √0.5"),
        ([0.9, 0.5, 0.0], "B and C are exchanged: gradient descent needs 190 steps, α = 0.5 needs 72"),
        ([0.0, 0.5, 0.9], "this is the order of the steps if more momentum were always better"),
    ],
)

_alpha = 0.64
EXERCISES["2.2"] = Value(
    2 * [np.sqrt(_alpha)],
    [
        (2 * [_alpha], "this is α; a swing keeps √α per step"),
        ([np.sqrt(_alpha), np.sqrt(_alpha) / 2], "half of η is not half of the share: see (2.7)"),
        ([np.sqrt(_alpha), np.sqrt(np.sqrt(_alpha))], "half of η takes no second root of the share: (2.7)"),
        ([_alpha, _alpha / 2], "a swing keeps √α per step, whatever η is"),
    ],
)


def _tuned(low, high):
    """The best η and α for curvatures from `low` to `high`, and what a step keeps of the distance."""
    kept = (np.sqrt(high / low) - 1) / (np.sqrt(high / low) + 1)
    return [(2 / (np.sqrt(low) + np.sqrt(high))) ** 2, kept**2, kept]


_best_lr, _best_alpha, _kept = _tuned(1.0, 49.0)
EXERCISES["2.3"] = Value(
    [_best_lr, _best_alpha, _kept],
    [
        ([2 / (1 + 49), 0.0, 48 / 50], "these are the best values of gradient descent, without momentum"),
        ([_best_lr, _kept, _kept], "(2.10) gives √α: α is its square"),
        ([np.sqrt(_best_lr), _best_alpha, _kept], "(2.10) gives √η: η is its square"),
        ([np.sqrt(_best_lr), _kept, _kept], "(2.10) gives √η and √α: η and α are their squares"),
        ([_best_lr, _best_alpha, _best_alpha], "a step keeps √α, not α"),
        (_tuned(1.0, 49.0**2), "the roots are missing: √κ and √λ belong into the formulas, not κ and λ"),
        ([2 / (1 + 49), _best_alpha, _kept], "η is that of gradient descent, 2/(λ_min + λ_max)"),
    ],
)

EXERCISES["2.4"] = Rule(momentum, MISTAKES)

_alphas = np.array([0.1, 0.9])
EXERCISES["2.5"] = Value(
    0.1 * (_alphas / (1 - _alphas) - 1),  # v settles at ηg/(1 − α), W changes by αv − ηg
    [
        (-0.1 / (1 - _alphas), "this is right momentum, (2.4); the printed rule does something else"),
        (0.1 * (1 - _alphas / (1 - _alphas)), "the sign: W changes by αv − ηg"),
        (0.1 * _alphas / (1 - _alphas), "− ηg is missing: line 2 has two terms"),
        (-0.1 * (1 - _alphas), "this is the first step; asked for is the one after many"),
    ],
)

check = checker(EXERCISES)

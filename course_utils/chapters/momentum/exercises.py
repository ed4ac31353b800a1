"""The exercises of momentum: right answers are computed here, never typed in; slips have a name."""

import numpy as np

from course_utils.chapters.momentum.mistakes import MISTAKES
from course_utils.mistakes import wrong_version
from course_utils.optimizers import momentum
from course_utils.verdicts import Function, Rule, Value, checker

EXERCISES = {}


def _third_step(rule):
    """W after three steps on L = 2W² from W = 1 with η = 0.1 and α = 0.5."""
    state = (1.0,)
    for _ in range(3):
        state = rule(lambda W: 4 * W, *state, lr=0.1, alpha=0.5)
    return state[0]


EXERCISES["2.1"] = Value(
    _third_step(momentum),
    [
        (_third_step(wrong_version(momentum, MISTAKES[key])), MISTAKES[key].name)
        for key in ("forgets", "ema", "old_v", "takes_back", "minus_v", "without_alpha", "nag")
    ],
)


def _tuned(low, high):
    """The best η and α for curvatures from `low` to `high`, and the rate that they give."""
    r = (np.sqrt(high / low) - 1) / (np.sqrt(high / low) + 1)
    return [(2 / (np.sqrt(low) + np.sqrt(high))) ** 2, r**2, r]


_best_lr, _best_alpha, _best_rate = _tuned(1.0, 49.0)
EXERCISES["2.2"] = Value(
    [_best_lr, _best_alpha, _best_rate],
    [
        ([2 / (1 + 49), 0.0, 48 / 50], "these are the best values of gradient descent, without momentum"),
        (
            [_best_lr, _best_rate, _best_rate],
            "α is the square of the rate, because the double root has product α",
        ),
        ([np.sqrt(_best_lr), _best_alpha, _best_rate], "the square is missing in η = (2/(√λ_min + √λ_max))²"),
        ([_best_lr, _best_alpha, _best_alpha], "the rate is √α, not α"),
        (_tuned(1.0, 49.0**2), "the roots are missing: √κ and √λ belong into the formulas, not κ and λ"),
        ([2 / (1 + 49), _best_alpha, _best_rate], "η is that of gradient descent, 2/(λ_min + λ_max)"),
    ],
)

EXERCISES["2.3"] = Rule(momentum, MISTAKES)


def _first_below(law, goal=1e-6):
    """The first step t = 0, 1, … at which law(t) < goal."""
    return np.argmax(law(np.arange(200_000)) < goal)


def _rate(kappa):
    return (np.sqrt(kappa) - 1) / (np.sqrt(kappa) + 1)


def _steps_needed(kappa, sign=1, rate=_rate, goal=1e-6):
    """Tuned momentum from rest, across the valley (sign 1) or along it (−1), double root included."""
    r = rate(kappa)
    return _first_below(lambda t: (1 + (1 + sign * r) * t) * r**t, goal)


EXERCISES["2.4"] = Function(
    _steps_needed,
    [(10.0,), (49.0,), (100.0,), (1000.0,)],
    [
        (
            lambda kappa: _first_below(lambda t: _rate(kappa) ** t),
            "this is the rate alone: the factor 1 + (1 + r)t is missing",
        ),
        (
            lambda kappa: _steps_needed(kappa, -1),
            "this is the start along the valley, z = r: across it z = −r",
        ),
        (
            lambda kappa: _steps_needed(kappa, rate=lambda k: (k - 1) / (k + 1)),
            "the root of κ is missing: this is the rate of gradient descent",
        ),
        (
            lambda kappa: _steps_needed(kappa, rate=lambda k: _rate(k) ** 2),
            "α is used for the rate; the rate is √α",
        ),
        (lambda kappa: _steps_needed(kappa) - 1, "this is the last step that is not yet below"),
        (
            lambda kappa: _steps_needed(kappa, goal=1e-3),
            "this is for the goal 1e-3; does a square hide somewhere?",
        ),
    ],
)

_alphas = np.array([0.1, 0.9])
EXERCISES["2.5"] = Value(
    0.1 * (_alphas / (1 - _alphas) - 1),  # v settles at ηg/(1 − α), W changes by αv − ηg
    [
        (-0.1 / (1 - _alphas), "this is right momentum, (2.8); the printed rule does something else"),
        (0.1 * (1 - _alphas / (1 - _alphas)), "the sign: W changes by αv − ηg"),
        (0.1 * _alphas / (1 - _alphas), "− ηg is missing: line 2 has two terms"),
        (-0.1 * (1 - _alphas), "this is the first step; asked for is the one after many"),
    ],
)

check = checker(EXERCISES)

"""The exercises of RMSProp: right answers are computed here, never typed in; slips have a name."""

import numpy as np

from course_utils.chapters.rmsprop.mistakes import MISTAKES
from course_utils.optimizers import rmsprop
from course_utils.verdicts import Function, Rule, Value, checker

EXERCISES = {}

EXERCISES["5.1"] = Value(
    1 - 0.8**4,
    wrong=[
        (0.8**4, "this is the share of all the older squares together"),
        (1 - 0.8**5, "these are five squares; the newest four have the ages 0, 1, 2, 3"),
        (1 - 0.8**3, "these are three squares; the newest four have the ages 0, 1, 2, 3"),
        (4 * (1 - 0.8), "four times the newest weight: each older square counts less than the next"),
        (1 - 0.2**4, "γ and 1 − γ are swapped: 0.8 belongs to the past"),
        ((1 - 0.8) * 0.8**3, "this is the weight of the fourth newest square alone: add up all four"),
    ],
)


def _rmsprop_by_hand(h_new=lambda h, g, t: 0.64 * h + 0.36 * g * g, divide=lambda g, h, t: g / np.sqrt(h)):
    """W after the gradients 5 and 3 from W = 1 at γ = 0.64, η = 0.3, ε = 0."""
    W, h = 1.0, 0.0
    for t, g in ((1, 5.0), (2, 3.0)):
        h = h_new(h, g, t)
        W = W - 0.3 * divide(g, h, t)
    return W


EXERCISES["5.2"] = Value(
    _rmsprop_by_hand(),
    wrong=[
        (_rmsprop_by_hand(h_new=lambda h, g, t: h + g * g), "this is AdaGrad: h is a sum"),
        (
            _rmsprop_by_hand(h_new=lambda h, g, t: 0.36 * h + 0.64 * g * g),
            "γ and 1 − γ are swapped: 0.64 belongs to the past",
        ),
        (_rmsprop_by_hand(h_new=lambda h, g, t: 0.64 * h + g * g), "1 − γ is missing before g²"),
        (_rmsprop_by_hand(divide=lambda g, h, t: g / h), "the root is missing: divide by √h"),
        (
            _rmsprop_by_hand(divide=lambda g, h, t: g / np.sqrt(h / (1 - 0.64**t))),
            "this is mend B: h was divided by 1 − γᵗ, which RMSProp does not do",
        ),
        (
            _rmsprop_by_hand(h_new=lambda h, g, t: g * g if t == 1 else 0.64 * h + 0.36 * g * g),
            "this is mend A: h started from the first g² instead of from 0",
        ),
        (2 - _rmsprop_by_hand(), "uphill: the step is subtracted"),
        (_rmsprop_by_hand() - 1, "this is the way it went; W started at 1"),
    ],
)
EXERCISES["5.3"] = Rule(rmsprop, MISTAKES)


def _mended(g, lr, gamma, factor=lambda t, gamma: 1 / (1 - gamma**t), start=0.0):
    """The steps −η g/√ĥ, where ĥ is h times `factor`."""
    h, steps = start, []
    for t, g_t in enumerate(g, start=1):
        h = gamma * h + (1 - gamma) * g_t**2
        steps.append(-lr * g_t / np.sqrt(h * factor(t, gamma)))
    return np.array(steps)


def _corrected_again_and_again(g, lr, gamma):
    h, steps = 0.0, []
    for t, g_t in enumerate(g, start=1):
        h = (gamma * h + (1 - gamma) * g_t**2) / (1 - gamma**t)
        steps.append(-lr * g_t / np.sqrt(h))
    return np.array(steps)


EXERCISES["5.4"] = Function(
    _mended,
    cases=[
        (np.array([7.0, 7.0, 7.0]), 0.1, 0.9),
        (np.array([-2.0, 1.0, 0.5, 3.0]), 0.01, 0.99),
        (np.array([1.0, -4.0]), 1.0, 0.75),
    ],
    wrong=[
        (
            lambda g, lr, gamma: _mended(g, lr, gamma, lambda t, gamma: 1.0),
            "nothing is corrected: the first step is η/√(1 − γ)",
        ),
        (
            lambda g, lr, gamma: _mended(g, lr, gamma, lambda t, gamma: 1 / (1 - gamma)),
            "divided by 1 − γ at every step: the power t counts the steps",
        ),
        (
            lambda g, lr, gamma: _mended(g, lr, gamma, lambda t, gamma: 1 / np.float64(1 - gamma ** (t - 1))),
            "t starts from 0: the first correction divides by 1 − γ⁰ = 0",
        ),
        (
            lambda g, lr, gamma: _mended(g, lr, gamma, lambda t, gamma: 1 - gamma**t),
            "multiplied by 1 − γᵗ: h is too small at first, so divide",
        ),
        (lambda g, lr, gamma: _mended(g, lr, gamma, lambda t, gamma: 1.0, g[0] ** 2), "this is mend A"),
        (
            _corrected_again_and_again,
            "the corrected h is remembered, so it is corrected again and again",
        ),
        (lambda g, lr, gamma: -_mended(g, lr, gamma), "uphill: the step is −η g/√ĥ"),
        (lambda g, lr, gamma: np.abs(_mended(g, lr, gamma)), "the sign of the gradient is lost"),
    ],
)
EXERCISES["5.5"] = Function(
    lambda gamma: np.log(0.5) / np.log(gamma),
    cases=[(0.5,), (0.9,), (0.99,), (np.array([0.8, 0.999]),)],
    wrong=[
        (lambda gamma: 1 / gamma, "1/γ, as printed: for γ = 0.9 that is 1.11 steps, hardly a memory"),
        (lambda gamma: 1 / (1 - gamma), "1/(1 − γ) is the window: by then a weight has fallen to about 1/e"),
        (lambda gamma: gamma / (1 - gamma), "γ/(1 − γ) is the mean age"),
        (lambda gamma: np.log(2) / (1 - gamma), "ln 2/(1 − γ) is good near γ = 1; the exact one has ln γ"),
        (lambda gamma: -1 / np.log(gamma), "−1/ln γ is the time to fall to 1/e, not to one half"),
        (lambda gamma: np.log(gamma) / np.log(0.5), "upside down: solve γⁿ = ½ for n"),
        (lambda gamma: np.log(0.5) / np.log(1 - gamma), "γ and 1 − γ are swapped: the past fades by γ"),
    ],
)

check = checker(EXERCISES)

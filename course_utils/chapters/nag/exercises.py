"""The exercises of NAG: right answers are computed here, never typed in; slips have a name."""

import numpy as np

from course_utils.chapters.nag.mistakes import MISTAKES
from course_utils.optimizers import nag
from course_utils.verdicts import Function, Rule, Value, checker

EXERCISES = {}


def _nag_by_hand(ahead=0.5 * -1.0, extra=0.0):
    """W after one step at g = W², W = 2, v = −1, α = 0.5, η = 0.1; the gradient is asked at W + ahead."""
    return 2 + 0.5 * -1 - 0.1 * ((2 + ahead) ** 2 + extra)


EXERCISES["3.1"] = Value(
    _nag_by_hand(),
    wrong=[
        (_nag_by_hand(ahead=0.0), "the gradient is taken at W = 2, as momentum does; NAG asks at W + αv"),
        (_nag_by_hand(ahead=-1.0), "the gradient is taken at W + v; the look-ahead is αv"),
        (_nag_by_hand(ahead=0.5), "the gradient is taken at W − αv, behind"),
        (_nag_by_hand(ahead=0.0, extra=-0.5), "αv is added to the gradient instead of to W: see (3.6)"),
        (_nag_by_hand() - 2, "this is the new v; W moves by it"),
        (
            _nag_by_hand() + 0.5 * (_nag_by_hand() - 2),
            "this is the next look-ahead point; W itself is asked for",
        ),
    ],
)


def _step_limit(s, alpha=0.8, curvature=50.0):
    return 2 * (1 + alpha) / (1 + 2 * s) / curvature


EXERCISES["3.2"] = Value(
    _step_limit(0.8),
    wrong=[
        (_step_limit(0.0), "this is momentum's limit, without the look-ahead: s = α in (3.17)"),
        (_step_limit(0.0, alpha=0.0), "this is the limit of gradient descent, 2/λ_max"),
        (_step_limit(0.8 + 0.8**2), "this is the limit of the new-v rule: s = α in (3.17)"),
        (_step_limit(0.8, curvature=1.0), "this is ηλ; divide by the curvature"),
        (_step_limit(0.8, curvature=0.5), "the limit is set by the largest curvature"),
    ],
)
EXERCISES["3.3"] = Rule(nag, MISTAKES)
EXERCISES["3.4"] = Function(
    lambda Y, b, lr, alpha: (Y + alpha * lr * b, -lr * b),
    cases=[
        (np.array([1.0, -2.0]), np.array([0.5, 3.0]), 0.1, 0.9),
        (np.array([0.0, 4.0]), np.array([-2.0, 1.0]), 0.05, 0.5),
    ],
    wrong=[
        (lambda Y, b, lr, alpha: (Y, -lr * b), "W is still Y: go back by αv"),
        (lambda Y, b, lr, alpha: (Y - alpha * lr * b, -lr * b), "ahead once more: W = Y − αv, see (3.8)"),
        (
            lambda Y, b, lr, alpha: (Y - alpha * lr * b, lr * b),
            "the sign of v: b sums gradients, v goes down",
        ),
        (lambda Y, b, lr, alpha: (Y + lr * b, -lr * b), "α is missing: W = Y − αv, see (3.8)"),
        (lambda Y, b, lr, alpha: (Y + alpha * b, -b), "η is missing: v = −ηb, see (3.11)"),
        (lambda Y, b, lr, alpha: (Y - alpha * b, b), "b is no step: v = −ηb, see (3.11)"),
        (lambda Y, b, lr, alpha: (-lr * b, Y + alpha * lr * b), "right, but in the other order: W first"),
    ],
)


def _repaired(y, v, g, lr, m, m_v=None, times=None):
    """The shifted form of NAG, or with other factors of v and of the gradient."""
    m_v, times = m * m if m_v is None else m_v, 1 + m if times is None else times
    return y + m_v * v - times * lr * g, m * v - lr * g


EXERCISES["3.5"] = Function(
    lambda g, y, v, lr, m: _repaired(y, v, g, lr, m),
    cases=[
        (0.7, 1.0, -0.4, 0.1, 0.9),
        (np.array([2.0, -1.0]), np.array([1.0, 3.0]), np.array([0.2, 0.5]), 0.1, 0.5),
    ],
    wrong=[
        (
            lambda g, y, v, lr, m: (y + m * m * (m * v - lr * g) - (1 + m) * lr * g, m * v - lr * g),
            "this is the published order: y moves by the new v; (3.9) needs the old one",
        ),
        (
            lambda g, y, v, lr, m: (y + m * (m * v - lr * g) - (1 + m) * lr * g, m * v - lr * g),
            "with the new v the gradient counts once, not 1 + m times: see (3.10)",
        ),
        (lambda g, y, v, lr, m: (_repaired(y, v, g, lr, m)[0], v), "v is not updated"),
        (
            lambda g, y, v, lr, m: _repaired(y, v, g, lr, m, m_v=m),
            "m · v belongs to the new v; the old takes m²",
        ),
        (
            lambda g, y, v, lr, m: _repaired(y, v, g, lr, m, times=1),
            "with the old v the gradient counts 1 + m times",
        ),
        (
            lambda g, y, v, lr, m: (y + m * v - lr * g, m * v - lr * g),
            "this is momentum, which follows W, not W + mv",
        ),
    ],
)

check = checker(EXERCISES)

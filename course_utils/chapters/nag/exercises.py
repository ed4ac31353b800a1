"""The exercises of NAG: right answers are computed here, never typed in; slips have a name."""

import numpy as np

from course_utils.chapters.nag.mistakes import MISTAKES
from course_utils.optimizers import nag
from course_utils.verdicts import Function, Rule, Value, checker

EXERCISES = {}


# how far ahead of W, in units of v, three arrows were asked for: NAG, the slip of exercise 3.5, momentum
_alpha = 0.9
EXERCISES["3.1"] = Value(
    [_alpha, _alpha + _alpha**2, 0.0],
    wrong=[
        ([_alpha + _alpha**2, _alpha, 0.0], "A and B are exchanged: farther ahead the wall is steeper"),
        ([0.0, _alpha + _alpha**2, _alpha], "A and C are exchanged: at W itself the slope still leads on"),
        ([_alpha, 0.0, _alpha + _alpha**2], "B and C are exchanged: the gradient far ahead is the longest"),
        ([0.0, _alpha, _alpha + _alpha**2], "this is the order of the letters; look at the lengths"),
    ],
)

_lr = 0.2  # with α = 0.9, the settings of the wall
EXERCISES["3.2"] = Value(
    _alpha * (1 - _lr),
    wrong=[
        (_alpha, "−ηαv is left out: it takes a share η of αv away"),
        (1 - _lr, "the α before the bracket is missing"),
        (_alpha - _lr, "the last term is −ηαv, not −ηv"),
        (_alpha * (1 + _lr), "the sign: αv is added to the gradient, and the gradient is subtracted"),
        (_lr * _alpha, "this is what is taken away from αv, not what is left"),
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
        (lambda Y, b, lr, alpha: (Y - alpha * lr * b, -lr * b), "ahead once more: Y = W + αv, so W = Y − αv"),
        (
            lambda Y, b, lr, alpha: (Y - alpha * lr * b, lr * b),
            "the sign of v: b sums gradients, v goes down",
        ),
        (lambda Y, b, lr, alpha: (Y + lr * b, -lr * b), "α is missing: W = Y − αv, see (3.10)"),
        (lambda Y, b, lr, alpha: (Y + alpha * b, -b), "η is missing: v = −ηb, see (3.12)"),
        (lambda Y, b, lr, alpha: (Y - alpha * b, b), "b is no step: v = −ηb, see (3.12)"),
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
            "this is the published order: y moves by the new v; (3.10) needs the old one",
        ),
        (
            lambda g, y, v, lr, m: (y + m * (m * v - lr * g) - (1 + m) * lr * g, m * v - lr * g),
            "with the new v the gradient counts once, not 1 + m times: see (3.11)",
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

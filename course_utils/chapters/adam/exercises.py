"""The exercises of Adam: right answers are computed here, never typed in; slips have a name."""

import numpy as np

from course_utils.chapters.adam.mistakes import MISTAKES
from course_utils.mistakes import wrong_version
from course_utils.optimizers import adam
from course_utils.verdicts import Function, Rule, Value, checker

EXERCISES = {}


def _second_step(rule):
    """W after the gradients 1 and −3 with η = 7, β₁ = ½, β₂ = 4/5, ε = 0, from 0."""
    state = (0.0,)
    for g in (1.0, -3.0):
        state = rule(lambda W, g=g: g, *state, lr=7.0, beta1=0.5, beta2=0.8, eps=0.0)
    return state[0]


def _slip(key, name):
    return _second_step(wrong_version(adam, MISTAKES[key])), name


EXERCISES["6.1"] = Value(
    _second_step(adam),
    wrong=[
        _slip("without_correction", "the bias correction is missing"),
        _slip("without_power", "the second step is corrected by 1 − β too, not by 1 − β²"),
        _slip("without_m_hat", "a hat is missing: m is not corrected"),
        _slip("without_v_hat", "a hat is missing: v is not corrected"),
        _slip("without_root", "the root is missing"),
        _slip("swapped_betas", "β₁ and β₂ are swapped"),
        _slip("without_m", "the sign of the step, or g in place of m̂"),
        (_second_step(adam) + 7, "this is the second step alone; the first one was −7"),
    ],
)

_hats = 1 / np.sqrt(1 - 0.999), 1 - 0.9
EXERCISES["6.2"] = Value(
    [_hats[0], _hats[1]],
    wrong=[
        ([_hats[1], _hats[0]], "right, but in the other order"),
        ([_hats[0] ** 2, _hats[1]], "the root of v is forgotten in (a)"),
        ([_hats[0] * _hats[1]] * 2, "this is the step if both hats are missing"),
        ([1 / _hats[0], 1 / _hats[1]], "both upside down: who is too small, m or √v?"),
        ([1 / _hats[0], _hats[1]], "(a) is upside down: √v is too small, so the step is too long"),
        ([_hats[0], 1 / _hats[1]], "(b) is upside down: m is too small, so the step is too short"),
        ([1, 1], "this is the step with both hats"),
    ],
)
EXERCISES["6.3"] = Rule(adam, MISTAKES)


def _adamw(gradients, W, lr, decay, inside=0.0, rate=None, after=False):
    """Adam with decoupled decay, or with the decay somewhere else."""
    memory = ()
    for g in gradients:
        step, *memory = adam(lambda W, g=g: g + inside * W, W, *memory, lr=lr)
        W = step - (lr if rate is None else rate) * decay * (step if after else W)
    return W


EXERCISES["6.4"] = Function(
    _adamw,
    cases=[
        ([0.5], 1.0, 0.1, 0.2),
        ([3.0, -1.0, 0.5, -0.2], 2.0, 0.05, 0.5),
        ([0.0, 0.0], -1.0, 0.1, 0.3),
    ],
    wrong=[
        (
            lambda g, W, lr, decay: _adamw(g, W, lr, 0.0, inside=decay),
            "this is L2: the decay is divided by √v̂",
        ),
        (lambda g, W, lr, decay: _adamw(g, W, lr, 0.0), "this is Adam: nothing decays"),
        (
            lambda g, W, lr, decay: _adamw(g, W, lr, decay, rate=1.0),
            "η is missing: the weight shrinks by ηω",
        ),
        (
            lambda g, W, lr, decay: _adamw(g, W, lr, decay, after=True),
            "the decay takes the weight after the step",
        ),
        (lambda g, W, lr, decay: _adamw(g, W, lr, -decay), "the sign of the decay: the weight grows"),
        (
            lambda g, W, lr, decay: _adamw(g, W, lr, 0.0) - lr * decay * W,
            "the weight decays once instead of at every step",
        ),
    ],
)

_late, _early = np.sqrt(1 - 0.999) / (1 - 0.9), (1 - 0.9) ** 2 / (1 - 0.999)
EXERCISES["6.5"] = Value(
    [_late, _early],
    wrong=[
        ([1, _early], "1 is the first step of (a), and what its test sees; asked for is a late one"),
        ([1 / _late, _early], "the step of (a) is upside down: v is divided by the smaller number"),
        ([_late, 1], "1 is a late step of (b), and what its test sees; asked for is the first one"),
        (
            [_late, (1 - 0.9) / np.sqrt(1 - 0.999)],
            "in (b) the averages are multiplied as well, not only uncorrected",
        ),
        ([_late, 1 / _early], "the step of (b) is upside down"),
        ([(1 - 0.999) / (1 - 0.9), _early], "the root of v is forgotten in (a)"),
        ([_early, _late], "right, but in the other order"),
    ],
)

check = checker(EXERCISES)

"""The exercises of gradient descent: right answers are computed here, never typed in; slips have a name."""

import numpy as np

from course_utils.gradients import central_difference
from course_utils.surfaces import beale, himmelblau, ravine, rosenbrock
from course_utils.verdicts import Function, Value, checker

EXERCISES = {}

_start, _slope = np.array([2.0, -1.0]), np.array([2.0, 25 * -1.0])
EXERCISES["0.1"] = Value(
    _start - 0.05 * _slope,
    [
        (_start + 0.05 * _slope, "the sign of the gradient: this goes uphill"),
        (_start - _slope, "the learning rate is missing"),
        (-0.05 * _slope, "this is the step alone, not the new W"),
        (_start - 0.05 * _start, "the curvature 25 is missing in the gradient along y"),
        (_start - 0.05 * _slope / 2, "the ½ of the loss is gone once the derivative is taken"),
    ],
)

_low, _high = np.linalg.eigvalsh([[3, 1], [1, 3]])
_factor = (_high - _low) / (_high + _low)
EXERCISES["0.2"] = Value(
    [2 / _high, 2 / (_low + _high), _factor],
    [
        ([2 / 3, 1 / 3, 0], "the diagonal of H is not its eigenvalues: try (1, 1) and (1, −1)"),
        ([1 / _high, 2 / (_low + _high), _factor], "the limit is 2/λ_max: 1/λ_max is half of it"),
        ([2 / _low, 2 / (_low + _high), _factor], "the limit is set by the largest curvature"),
        ([2 / _high, 1 / _high, 1 - _low / _high], "1/λ_max is safe, but (0.18) has a better rate"),
        ([2 / _high, 2 / (_low + _high), _factor**2], "this is the factor of the loss, not of the distance"),
    ],
)


def _one_sided(loss, W, h):
    return np.array([(loss(W + s) - loss(W)) / h for s in h * np.eye(len(W))])


def _all_at_once(loss, W, h):
    return np.full(len(W), (loss(W + h) - loss(W - h)) / (2 * h))


EXERCISES["0.3"] = Function(
    central_difference,
    [(s.loss, s.start + 0.3, h) for s, h in ((ravine(), 0.01), (himmelblau(), 0.01), (beale(), 0.02))],
    [
        (_one_sided, "this is the difference from one side; go h to both sides, (0.13)"),
        (lambda loss, W, h: 2 * central_difference(loss, W, h), "the two points are 2h apart, not h"),
        (lambda loss, W, h: -central_difference(loss, W, h), "the sign: right minus left"),
        (_all_at_once, "all weights move at once; move one at a time"),
    ],
)


def _backtracking(loss, grad, W, lr, share=0.5, power=2, sign=1):
    g = grad(W)
    while loss(W - sign * lr * g) > loss(W) - share * lr * np.linalg.norm(g) ** power:
        lr = lr / 2
    return lr


EXERCISES["0.4"] = Function(
    _backtracking,
    [
        (s.loss, s.grad, np.array(W), lr)
        for s, W, lr in (
            (ravine(), [-4.0, 1.0], 1.0),
            (ravine(), [0.8, 0.0], 1.6),
            (rosenbrock(), [-1.2, 1.0], 0.1),
        )
    ],
    [
        (lambda *case: _backtracking(*case, share=0), "any fall is taken; ask for at least ½ η ‖g‖²"),
        (lambda *case: _backtracking(*case, share=1), "½ is missing: no convex loss falls by η ‖g‖²"),
        (lambda *case: _backtracking(*case, power=1), "the length of g is not squared"),
        (lambda *case: _backtracking(*case, sign=-1), "the sign of the step: this goes uphill"),
        (lambda *case: _backtracking(*case) / 2, "one halving too many"),
    ],
)

_typed = np.array([3, 4])
_upper, _lower = (_typed + 1e-4).astype(int), (_typed - 1e-4).astype(int)  # decimals are cut off
EXERCISES["0.5"] = Value(
    (_upper**2 - _lower**2) / 2e-4,
    [
        (2 * _typed, "this is the true gradient; what becomes of 2.9999 in an array of integers?"),
        (0 * _typed, "3.0001 becomes 3, but 2.9999 becomes 2: the two losses differ"),
        (_upper**2 - _lower**2, "the difference is right; it is still to be divided by 2h"),
        ((_upper**2 - _lower**2) / 1e-4, "divided by h instead of 2h"),
    ],
)

check = checker(EXERCISES)

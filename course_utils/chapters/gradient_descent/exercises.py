"""The exercises of gradient descent: right answers are computed here, never typed in; slips have a name."""

import numpy as np

from course_utils.surfaces import ravine, rosenbrock
from course_utils.verdicts import Function, Value, checker

EXERCISES = {}

# three loss curves on one picture: falls and then rises, falls slowly, falls fastest
EXERCISES["0.1"] = Value(
    [0.082, 0.01, 0.05],
    [
        ([0.01, 0.082, 0.05], "A and B are exchanged: a loss that rises for good means a rate above 2/λ_max"),
        ([0.082, 0.05, 0.01], "B and C are exchanged: below the limit the larger rate falls faster here"),
        ([0.05, 0.01, 0.082], "A and C are exchanged: a loss that rises for good means a rate above 2/λ_max"),
        ([0.01, 0.05, 0.082], "in this order the largest rate would be the fastest: it lies above 2/λ_max"),
    ],
)

_shares = abs(1 - np.outer([0.04, 0.08], [1.0, 25.0])).ravel()
EXERCISES["0.2"] = Value(
    _shares,
    [
        (1 - np.outer([0.04, 0.08], [1.0, 25.0]).ravel(), "a share is a size: |1 − ηλ|, without its sign"),
        (np.outer([0.04, 0.08], [1.0, 25.0]).ravel(), "this is ηλ, what a step removes; it keeps |1 − ηλ|"),
        (_shares[[1, 0, 3, 2]], "flat and steep are exchanged: the flat direction has λ = 1"),
        (_shares**2, "these are the shares of the loss; the distance keeps |1 − ηλ|"),
    ],
)

_low, _high = np.linalg.eigvalsh([[3, 1], [1, 3]])
_factor = (_high - _low) / (_high + _low)
EXERCISES["0.3"] = Value(
    [2 / _high, 2 / (_low + _high), _factor],
    [
        ([2 / 3, 1 / 3, 0], "the diagonal of H is not its eigenvalues: try (1, 1) and (1, −1)"),
        ([1 / _high, 2 / (_low + _high), _factor], "the limit is 2/λ_max: 1/λ_max is half of it"),
        ([2 / _low, 2 / (_low + _high), _factor], "the limit is set by the largest curvature"),
        ([2 / _high, 1 / _high, 1 - _low / _high], "1/λ_max is safe, but (0.10) has a better rate"),
        ([2 / _high, 2 / (_low + _high), _factor**2], "this is the factor of the loss, not of the distance"),
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

"""What each rule must give, worked out without the package: tables by hand, and closed forms.

Every function raises AssertionError for an answer that is not the rule. The right rules must pass
(test_optimizers.py) and the usual wrong ones must not (test_mistakes.py).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.testing import assert_allclose

from course_utils.optimizers import adagrad, adam, momentum, nag, rmsprop, sgd


def answers(*rows):
    """A gradient function that answers with these rows, one after the other, wherever it is asked."""
    rows = iter(np.array(rows, dtype=float))
    return lambda W: next(rows)


def bowl(W):
    """The gradient of ½ (x² + 4 y²)."""
    return np.array([1.0, 4.0]) * W


@dataclass(frozen=True)
class Table:
    """`states`: (W, *memory) after steps 1, 2, … from `start`. `grad` makes a fresh gradient function."""

    grad: Callable
    start: tuple
    hyper: dict
    states: tuple


# Worked out with pencil and paper. ε = 1, so that its place shows; no rate, decay or curvature is
# ½ or 1 for both coordinates, so that α and 1 − α, η and 1, g and Hg are not mistaken for each other.
BY_HAND = {
    sgd: Table(
        lambda: bowl,
        (2, -1),
        {"lr": 0.2},
        (
            ((1.6, -0.2),),  # g = (2, −4)
            ((1.28, -0.04),),  # g = (1.6, −0.8)
        ),
    ),
    momentum: Table(
        lambda: bowl,
        (2, -1),
        {"lr": 0.5, "alpha": 0.8},
        (
            ((1, 1), (-1, 2)),  # g = (2, −4)
            ((-0.3, 0.6), (-1.3, -0.4)),  # g = (1, 4): v = (−0.8 − 0.5, 1.6 − 2)
            ((-1.19, -0.92), (-0.89, -1.52)),  # g = (−0.3, 2.4): v = (−1.04 + 0.15, −0.32 − 1.2)
        ),
    ),
    nag: Table(
        lambda: bowl,
        (2, -1),
        {"lr": 0.5, "alpha": 0.8},
        (
            ((1, 1), (-1, 2)),  # v was 0: as momentum
            ((0.1, -2.6), (-0.9, -3.6)),  # asked at (0.2, 2.6): g = (0.2, 10.4)
            ((-0.31, 5.48), (-0.41, 8.08)),  # asked at (−0.62, −5.48): g = (−0.62, −21.92)
        ),
    ),
    adagrad: Table(
        lambda: answers((3, -5, 0), (4, 12, 2)),
        (0, 0, 0),
        {"lr": 12, "eps": 1},
        (
            ((-9, 10, 0), (9, 25, 0)),  # 12·3/(3+1), 12·5/(5+1), 0/(0+1)
            ((-17, -2 / 7, -8), (25, 169, 4)),  # 12·4/(5+1), 12·12/(13+1) = 72/7, 12·2/(2+1)
        ),
    ),
    rmsprop: Table(
        lambda: answers((5, -10, 0), (3, 6, 5)),
        (0, 0, 0),
        {"lr": 4, "gamma": 0.64, "eps": 1},
        (
            ((-5, 40 / 7, 0), (9, 36, 0)),  # h = 0.36 g², so √h = 0.6 |g|: 20/(3+1), 40/(6+1), 0
            ((-8, 16 / 7, -5), (9, 36, 9)),  # h = 5.76 + 3.24, 23.04 + 12.96, 0 + 9
        ),
    ),
    # m̂₂ = (g₁ + 3 g₂)/4 and v̂₂ = (7 g₁² + 9 g₂²)/16 for these two decays
    adam: Table(
        lambda: answers((4, 0, -4), (-1, 4, -9)),
        (0, 0, 0),
        {"lr": 15, "beta1": 1 / 3, "beta2": 7 / 9, "eps": 1},
        (
            ((-12, 0, 12), (8 / 3, 0, -8 / 3), (32 / 9, 0, 32 / 9), 1),  # m̂ = g, v̂ = g²: 15·4/(4+1)
            (  # m̂ = ¼, 3, −31/4 and √v̂ = 11/4, 3, 29/4: steps 1, 45/4, −155/11
                (-13, -45 / 4, 12 + 155 / 11),
                (2 / 9, 8 / 3, -62 / 9),
                (242 / 81, 32 / 9, 1682 / 81),
                2,
            ),
        ),
    ),
}


def agrees_with_the_hand(answer, rule):
    table = BY_HAND[rule]
    grad, state = table.grad(), (np.array(table.start, dtype=float),)
    for right in table.states:
        with np.errstate(all="ignore"):
            state = answer(grad, *state, **table.hyper)
        for mine, its in zip(state, right, strict=True):
            assert_allclose(mine, its, rtol=1e-13, atol=1e-13)


# (W, v) after a step is this matrix times (W, v), for the gradient λW
MATRICES = {
    sgd: lambda lam, lr: [[1 - lr * lam]],
    momentum: lambda lam, lr, alpha: [[1 - lr * lam, alpha], [-lr * lam, alpha]],
    nag: lambda lam, lr, alpha: [
        [1 - lr * lam, alpha * (1 - lr * lam)],
        [-lr * lam, alpha * (1 - lr * lam)],
    ],
}
CURVATURES = np.array([0.05, 1.0, 3.0, 12.0, 19.0])


def agrees_with_matrix_powers(answer, rule):
    """The whole state after k steps is the k-th power of the rule's matrix, for each curvature λ."""
    hyper = {"lr": 0.1, "alpha": 0.7} if rule is not sgd else {"lr": 0.1}
    state, size = (np.ones(5),), len(MATRICES[rule](1.0, **hyper))
    for k in range(1, 31):
        state = answer(lambda W: CURVATURES * W, *state, **hyper)
        powers = [np.linalg.matrix_power(MATRICES[rule](lam, **hyper), k)[:, 0] for lam in CURVATURES]
        assert_allclose(np.transpose(state), np.reshape(powers, (5, size)), rtol=1e-11, atol=1e-12)


def one_gradient_a_step(answer, rule):
    """The gradient is asked for once a step: at W, and by NAG at W + αv."""
    asked = []

    def spy(W):
        asked.append(np.array(W))
        return np.array([1.0, 2.0]) * W + 0.1 * W**3

    hyper = {**BY_HAND[rule].hyper, "lr": 0.1}
    state = (np.array([1.0, -2.0]),)
    for step in range(1, 6):
        ahead = hyper["alpha"] * state[1] if rule is nag and step > 1 else 0
        expected = state[0] + ahead
        with np.errstate(all="ignore"):
            state = answer(spy, *state, **hyper)
        assert len(asked) == step, f"{len(asked)} gradients in {step} steps"
        assert_allclose(asked[-1], expected, rtol=1e-14)

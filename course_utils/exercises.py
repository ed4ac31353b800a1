"""The answers that the exercises of the notebooks are compared with, and the slips that have a name.

`check("1.4", answer)` prints the verdict on exercise 4 of notebook 01: not attempted, right, or what went
wrong. Right answers are computed here, never typed in.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from course_utils import mistakes
from course_utils.checks import function_verdict, rule_verdict, value_verdict
from course_utils.descent import trajectory
from course_utils.gradients import central_difference
from course_utils.optimizers import adagrad, adam, momentum, nag, rmsprop, sgd
from course_utils.surfaces import beale, himmelblau, ravine, rosenbrock


@dataclass(frozen=True)
class Rule:
    """Write a rule of the course; its usual mistakes stand in `course_utils.mistakes`."""

    rule: Callable

    def verdict(self, answer):
        return rule_verdict(answer, self.rule)


@dataclass(frozen=True)
class Value:
    """Work out a number. wrong: pairs (value, what was done)."""

    right: object
    wrong: Sequence = ()
    tol: float = 5e-3

    def verdict(self, answer):
        return value_verdict(answer, self.right, self.wrong, self.tol)


@dataclass(frozen=True)
class Function:
    """Write a function. cases: tuples of arguments. wrong: pairs (function, what was done)."""

    right: Callable
    cases: Sequence
    wrong: Sequence = ()

    def verdict(self, answer):
        return function_verdict(answer, self.right, self.cases, self.wrong)


def check(number, answer):
    """Print the verdict on `answer` to exercise `number`, such as "1.4"; ValueError for another number."""
    if number not in EXERCISES:
        raise ValueError(f"number must be one of {', '.join(EXERCISES)}, not {number!r}")
    print(f"Exercise {number} {EXERCISES[number].verdict(answer)}")


EXERCISES = {}

# ------------------------------------------------------------------ 00 Gradient descent
_start_00, _slope_00 = np.array([2.0, -1.0]), np.array([2.0, 25 * -1.0])
EXERCISES["0.1"] = Value(
    _start_00 - 0.05 * _slope_00,
    [
        (_start_00 + 0.05 * _slope_00, "the sign of the gradient: this goes uphill"),
        (_start_00 - _slope_00, "the learning rate is missing"),
        (-0.05 * _slope_00, "this is the step alone, not the new W"),
        (_start_00 - 0.05 * _start_00, "the curvature 25 is missing in the gradient along y"),
        (_start_00 - 0.05 * _slope_00 / 2, "the ½ of the loss is gone once the derivative is taken"),
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

# ------------------------------------------------------------------------------- 01 SGD
EXERCISES["1.1"] = Value(
    20 * np.ceil(1000 / 64),
    wrong=[
        (20 * (1000 // 64), "the last batch of each epoch, 40 samples, is left out"),
        (20 * 1000 / 64, "1000/64 is not a whole number: round it up in each epoch"),
        (np.ceil(1000 / 64), "this is one epoch; there are 20"),
        (20 * 1000, "these are sample gradients; an update costs 64 of them"),
        (20 * 64, "this is epochs times batch size; divide the samples by the batch size"),
    ],
)


def _variance_of_two(numbers, n_minus_1=True, replace=False):
    """Of the mean of two numbers drawn without replacement, or with a slip in it."""
    variance = np.var(numbers, ddof=int(n_minus_1)) / 2
    return variance if replace else variance * (1 - 2 / len(numbers))


_FIVE = np.array([1.0, 2.0, 3.0, 4.0, 10.0])
EXERCISES["1.2"] = Value(
    _variance_of_two(_FIVE),
    wrong=[
        (_variance_of_two(_FIVE, n_minus_1=False, replace=True), "this is σ²/B, with replacement: see (1.9)"),
        (_variance_of_two(_FIVE, replace=True), "this is s²/B; the factor 1 − B/n is missing: see (1.9)"),
        (_variance_of_two(_FIVE, n_minus_1=False), "this has n in place of n − 1 below the line: see (1.6)"),
        (2 * _variance_of_two(_FIVE), "s² is not divided by B: see (1.9)"),
        (np.sqrt(_variance_of_two(_FIVE)), "this is the standard deviation; square it"),
    ],
)
EXERCISES["1.3"] = Rule(sgd)


def _epoch(grad, X, y, order, W, lr, B, at_start=False, whole=True, as_sum=False):
    """One epoch of SGD over the rows in `order`, or with a slip in it."""
    W0 = W
    for k in range(0, len(order) if whole else len(order) - B + 1, B):
        rows = order[k : k + B]
        W = W - lr * (len(rows) if as_sum else 1) * grad(W0 if at_start else W, X[rows], y[rows])
    return W


def _slipping_epoch(**slip):
    return lambda grad, W, X, y, order, B, lr: _epoch(grad, X, y, order, W, lr, B, **slip)


def _mean_gradient(W, X, y):
    return X.T @ (X @ W - y) / len(y)


_X = np.array([[1.0, 0.0], [1.0, 1.0], [1.0, -1.0], [1.0, 2.0], [1.0, 3.0]])
_Y = np.array([1.0, -1.0, 2.0, 0.5, 3.0])
_ORDER = np.array([3, 0, 4, 2, 1])
EXERCISES["1.4"] = Function(
    _slipping_epoch(),
    cases=[(_mean_gradient, np.array([1.0, -2.0]), _X, _Y, _ORDER, B, 0.1) for B in (2, 1, 3)],
    wrong=[
        (_slipping_epoch(whole=False), "the smaller last batch is left out"),
        (_slipping_epoch(at_start=True), "all gradients are taken at the first W: use the newest"),
        (_slipping_epoch(as_sum=True), "the gradient is multiplied by the batch size: it is a mean already"),
        (
            lambda grad, W, X, y, order, B, lr: _epoch(grad, X, y, np.arange(len(y)), W, lr, B),
            "`order` is not used: the rows come as they stand in the file",
        ),
        (
            lambda grad, W, X, y, order, B, lr: _epoch(grad, X, y, order[:B], W, lr, B),
            "it returns after the first batch: is the return inside the loop?",
        ),
        (
            lambda grad, W, X, y, order, B, lr: W - lr * grad(W, X[order], y[order]),
            "one step with all the samples: cut `order` into batches",
        ),
    ],
)
EXERCISES["1.5"] = Function(
    lambda part_means, part_sizes: part_sizes @ part_means / part_sizes.sum(),
    cases=[
        (np.array([[1.0, 2.0], [6.0, -3.0]]), np.array([4.0, 1.0])),
        (np.array([[1.0], [2.0], [5.0]]), np.array([2.0, 3.0, 7.0])),
    ],
    wrong=[
        (
            lambda means, sizes: means.mean(axis=0),
            "still a mean of means: small parts count as large ones",
        ),
        (lambda means, sizes: means.sum(axis=0), "a sum of means: it grows with the number of parts"),
        (lambda means, sizes: sizes @ means, "this is the sum over all samples: divide by their number"),
        (lambda means, sizes: means.sum(axis=0) / sizes.sum(), "the means are not weighted by their sizes"),
        (lambda means, sizes: sizes @ means / len(sizes), "divided by the number of parts, not of samples"),
        (lambda means, sizes: (means.T / sizes).sum(axis=1) / (1 / sizes).sum(), "weights upside down"),
    ],
)

# ------------------------------------------------------------------------------- 02 Momentum


def _third_step(rule):
    """W after three steps on L = 2W² from W = 1 with η = 0.1 and α = 0.5."""
    return trajectory(rule, lambda W: 4 * W, [1.0], 3, lr=0.1, alpha=0.5)[-1, 0]


EXERCISES["2.1"] = Value(
    _third_step(momentum),
    [
        (_third_step(wrong.rule), wrong.name)
        for wrong in mistakes.MISTAKES[momentum]
        if wrong.rule
        in (
            mistakes.momentum_forgets,
            mistakes.momentum_ema,
            mistakes.momentum_old_v,
            mistakes.momentum_takes_back,
            mistakes.momentum_minus_v,
            mistakes.momentum_without_alpha,
            mistakes.momentum_nag,
        )
    ],
)


def _tuned(low, high):
    """The best η and α for curvatures from `low` to `high`, and the rate that they give."""
    r = (np.sqrt(high / low) - 1) / (np.sqrt(high / low) + 1)
    return [(2 / (np.sqrt(low) + np.sqrt(high))) ** 2, r**2, r]


_lr_02, _alpha_02, _rate_02 = _tuned(1.0, 49.0)
EXERCISES["2.2"] = Value(
    [_lr_02, _alpha_02, _rate_02],
    [
        ([2 / (1 + 49), 0.0, 48 / 50], "these are the best values of gradient descent, without momentum"),
        ([_lr_02, _rate_02, _rate_02], "α is the square of the rate, because the double root has product α"),
        ([np.sqrt(_lr_02), _alpha_02, _rate_02], "the square is missing in η = (2/(√λ_min + √λ_max))²"),
        ([_lr_02, _alpha_02, _alpha_02], "the rate is √α, not α"),
        (_tuned(1.0, 49.0**2), "the roots are missing: √κ and √λ belong into the formulas, not κ and λ"),
        ([2 / (1 + 49), _alpha_02, _rate_02], "η is that of gradient descent, 2/(λ_min + λ_max)"),
    ],
)

EXERCISES["2.3"] = Rule(momentum)


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

_alphas_02 = np.array([0.1, 0.9])
EXERCISES["2.5"] = Value(
    0.1 * (_alphas_02 / (1 - _alphas_02) - 1),  # v settles at ηg/(1 − α), W changes by αv − ηg
    [
        (-0.1 / (1 - _alphas_02), "this is right momentum, (2.8); the printed rule does something else"),
        (0.1 * (1 - _alphas_02 / (1 - _alphas_02)), "the sign: W changes by αv − ηg"),
        (0.1 * _alphas_02 / (1 - _alphas_02), "− ηg is missing: line 2 has two terms"),
        (-0.1 * (1 - _alphas_02), "this is the first step; asked for is the one after many"),
    ],
)

# ------------------------------------------------------------------------------- 03 NAG


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
EXERCISES["3.3"] = Rule(nag)
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

# ------------------------------------------------------------------------------- 04 AdaGrad


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
EXERCISES["4.3"] = Rule(adagrad)


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

# ------------------------------------------------------------------------------- 05 RMSProp

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
EXERCISES["5.3"] = Rule(rmsprop)


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

# ------------------------------------------------------------------------------- 06 Adam


def _adam_06(rule):
    """W after the gradients 1 and −3 with η = 7, β₁ = ½, β₂ = 4/5, ε = 0, from 0."""
    state = (0.0,)
    for g in (1.0, -3.0):
        state = rule(lambda W, g=g: g, *state, lr=7.0, beta1=0.5, beta2=0.8, eps=0.0)
    return state[0]


EXERCISES["6.1"] = Value(
    _adam_06(adam),
    wrong=[
        (_adam_06(mistakes.adam_without_correction), "the bias correction is missing"),
        (_adam_06(mistakes.adam_without_power), "the second step is corrected by 1 − β too, not by 1 − β²"),
        (_adam_06(mistakes.adam_without_m_hat), "a hat is missing: m is not corrected"),
        (_adam_06(mistakes.adam_without_v_hat), "a hat is missing: v is not corrected"),
        (_adam_06(mistakes.adam_without_root), "the root is missing"),
        (_adam_06(mistakes.adam_swapped_betas), "β₁ and β₂ are swapped"),
        (_adam_06(mistakes.adam_without_m), "the sign of the step, or g in place of m̂"),
        (_adam_06(adam) + 7, "this is the second step alone; the first one was −7"),
    ],
)

_hats_06 = 1 / np.sqrt(1 - 0.999), 1 - 0.9
EXERCISES["6.2"] = Value(
    [_hats_06[0], _hats_06[1]],
    wrong=[
        ([_hats_06[1], _hats_06[0]], "right, but in the other order"),
        ([_hats_06[0] ** 2, _hats_06[1]], "the root of v is forgotten in (a)"),
        ([_hats_06[0] * _hats_06[1]] * 2, "this is the step if both hats are missing"),
        ([1 / _hats_06[0], 1 / _hats_06[1]], "both upside down: who is too small, m or √v?"),
        ([1 / _hats_06[0], _hats_06[1]], "(a) is upside down: √v is too small, so the step is too long"),
        ([_hats_06[0], 1 / _hats_06[1]], "(b) is upside down: m is too small, so the step is too short"),
        ([1, 1], "this is the step with both hats"),
    ],
)
EXERCISES["6.3"] = Rule(adam)


def _adamw_06(gradients, W, lr, decay, inside=0.0, first=False, rate=None, after=False):
    """Adam with decoupled decay, or with the decay somewhere else."""
    memory = ()
    for g in gradients:
        start = W * (1 - lr * decay) if first else W
        step, *memory = adam(lambda W, g=g: g + inside * W, start, *memory, lr=lr)
        W = step - (lr if rate is None else rate) * (0 if first else decay) * (step if after else W)
    return W


EXERCISES["6.4"] = Function(
    _adamw_06,
    cases=[
        ([0.5], 1.0, 0.1, 0.2),
        ([3.0, -1.0, 0.5, -0.2], 2.0, 0.05, 0.5),
        ([0.0, 0.0], -1.0, 0.1, 0.3),
    ],
    wrong=[
        (
            lambda g, W, lr, decay: _adamw_06(g, W, lr, 0.0, inside=decay),
            "this is L2: the decay is divided by √v̂",
        ),
        (lambda g, W, lr, decay: _adamw_06(g, W, lr, 0.0), "this is Adam: nothing decays"),
        (
            lambda g, W, lr, decay: _adamw_06(g, W, lr, decay, rate=1.0),
            "η is missing: the weight shrinks by ηω",
        ),
        (
            lambda g, W, lr, decay: _adamw_06(g, W, lr, decay, after=True),
            "the decay takes the weight after the step",
        ),
        (lambda g, W, lr, decay: _adamw_06(g, W, lr, -decay), "the sign of the decay: the weight grows"),
        (
            lambda g, W, lr, decay: _adamw_06(g, W, lr, 0.0) - lr * decay * W,
            "the weight decays once instead of at every step",
        ),
    ],
)

_late_06, _early_06 = np.sqrt(1 - 0.999) / (1 - 0.9), (1 - 0.9) ** 2 / (1 - 0.999)
EXERCISES["6.5"] = Value(
    [_late_06, _early_06],
    wrong=[
        ([1, _early_06], "1 is the first step of (a), and what its test sees; asked for is a late one"),
        ([1 / _late_06, _early_06], "the step of (a) is upside down: v is divided by the smaller number"),
        ([_late_06, 1], "1 is a late step of (b), and what its test sees; asked for is the first one"),
        (
            [_late_06, (1 - 0.9) / np.sqrt(1 - 0.999)],
            "in (b) the averages are multiplied as well, not only uncorrected",
        ),
        ([_late_06, 1 / _early_06], "the step of (b) is upside down"),
        ([(1 - 0.999) / (1 - 0.9), _early_06], "the root of v is forgotten in (a)"),
        ([_early_06, _late_06], "right, but in the other order"),
    ],
)

# ------------------------------------------------------------------------------- 07 Which optimizer?
_decades_07 = np.log(1e4)
EXERCISES["7.1"] = Value(
    np.ceil(_decades_07 / np.log1p(0.1)),
    wrong=[
        (np.ceil(_decades_07 / 0.1), "ln(1 + 2η) is a little less than 2η"),
        (np.ceil(_decades_07 / np.log1p(0.05)), "the factor per step is 1 + 2η: the curvature is −2"),
        (np.ceil(4 / np.log1p(0.1)), "four decades are 4 ln 10 in natural logarithms"),
        (np.ceil(_decades_07 / -np.log(1 - 0.1)), "along y the loss falls outwards: the factor is above 1"),
    ],
)


def _verdict_07(a, b, needed=17):
    """+1 if a is lower on at least `needed` seeds, −1 if b is, else 0, a tie."""
    return int(np.sum(a < b) >= needed) - int(np.sum(b < a) >= needed)


_seeds_07 = np.linspace(1.0, 2.0, 20)
_most_07 = np.where(np.arange(20) < 18, -0.1, 9.0)  # lower on 18 seeds, twice far above
_outer_07 = np.where(np.abs(np.arange(20) - 9.5) > 4, -0.3, 0.3)  # lower on 12, with the higher median
EXERCISES["7.2"] = Function(
    _verdict_07,
    cases=[
        (_seeds_07 + _most_07, _seeds_07),
        (_seeds_07, _seeds_07 + _most_07),
        (_seeds_07 + _outer_07, _seeds_07),
        (_seeds_07 + np.where(np.arange(20) < 14, -0.1, 0.1), _seeds_07),
        (_seeds_07 + np.where(np.arange(20) < 8, 0.1, -0.1), _seeds_07),
        (_seeds_07, _seeds_07[::-1] * 1.0),
        (_seeds_07, _seeds_07 * 1.0),
    ],
    wrong=[
        (lambda a, b: np.sign(np.mean(b) - np.mean(a)), "these are the means: one diverged run decides them"),
        (lambda a, b: np.sign(np.median(b) - np.median(a)), "these are the medians: compare seed by seed"),
        (lambda a, b: np.sign(np.min(b) - np.min(a)), "these are the best seeds: luck decides them"),
        (lambda a, b: _verdict_07(a, b, 11), "a majority is not enough: 11 of 20 is a tie"),
        (lambda a, b: -_verdict_07(a, b), "the sign: the lower loss wins"),
        (lambda a, b: int(np.sum(a < b) >= 17), "where b beats a, say −1"),
    ],
)

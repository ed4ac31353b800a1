"""Two checks that speak: `equation` under every displayed equation, and the verdicts on exercises.

`equation` evaluates both sides and raises where they differ. The verdicts compare a reader's answer with
the right one and, where it differs, with the usual wrong ones: the answer is the name of the mistake.
"""

import numpy as np

from course_utils.mistakes import MISTAKES

# (start, what changes between steps, the rest): every usual mistake differs from its rule on one of these
_H = np.array([[3.0, 1.0, 0.0], [1.0, 2.0, 0.0], [0.0, 0.0, 0.5]])
_RATES = (0.2, 0.2, 0.2, 0.05, 0.05, 0.05, 0.05, 0.05)
_OTHERS = {"alpha": 0.8, "gamma": 0.7, "beta1": 0.6, "beta2": 0.85, "eps": 0.3}


def equation(label, left, right, *, at="", tol=1e-12, scale=None):
    """Print "(1.3) holds at 100 random points: both sides agree to 1e-12", or raise with both sides.

    left, right: the two sides, numbers or arrays of one shape, real or complex.
    at: where they were evaluated, in words.
    tol: largest |left − right| allowed, in units of `scale`, which is the largest magnitude on either side
    unless it is given (a number, or an array for a tolerance of each entry's own).
    A measured side next to a law takes a tolerance of some per cent, and the line says so.

    Raises AssertionError where they differ, and ValueError where there is nothing to compare: an empty
    side, different shapes, nan or inf, or one object on both sides.
    """
    if left is right and isinstance(left, np.ndarray):
        raise ValueError(f"({label}) compares an array with itself")
    a, b = (np.asarray(side, dtype=complex if np.iscomplexobj(side) else float) for side in (left, right))
    if a.shape != b.shape and a.ndim and b.ndim:
        raise ValueError(f"({label}) compares shape {a.shape} with shape {b.shape}")
    if not a.size or not b.size:
        raise ValueError(f"({label}) compares nothing: a side is empty")
    if not (np.isfinite(a).all() and np.isfinite(b).all()):
        raise ValueError(f"({label}) compares values that are not finite:\nleft  {a}\nright {b}")
    if not 0 < tol < 1:
        raise ValueError(f"tol must lie between 0 and 1, not {tol}")
    scale = np.asarray(max(np.abs(a).max(), np.abs(b).max()) if scale is None else scale, dtype=float)
    if not (np.isfinite(scale) & (scale >= 0)).all():
        raise ValueError(f"scale must be finite and ≥ 0, not {scale}")
    wrong = np.abs(a - b) > tol * scale
    where = f" at {at}" if at else ""
    if wrong.any():
        a, b, _ = np.broadcast_arrays(a, b, wrong)
        i = tuple(np.argwhere(wrong)[0])
        raise AssertionError(
            f"({label}) does not hold{where}: the left side is {a[i]:.6g}, the right side {b[i]:.6g}"
            f", {abs(a[i] - b[i]):.1e} apart"
            + (f", first at index {tuple(map(int, i))}, {wrong.sum()} of {wrong.size}" if i else "")
        )
    digits = np.format_float_scientific(tol, trim="-", exp_digits=1)
    close = f"within {100 * tol:g} %" if tol >= 1e-3 else f"to {digits}"
    print(f"({label}) holds{where}: both sides agree {close}")


def rule_verdict(answer, rule):
    """What to say of `answer`, a reader's version of `rule`: it starts with ✓, ✗ or … (not attempted).

    It is run beside the rule on a curved loss, with a learning rate that changes on the way and with an ε
    large enough to see. Where the two part, the usual mistakes are tried; an unknown one gets both values.
    """
    if answer is None or answer is ...:
        return "… not attempted yet"
    if not callable(answer):
        return f"✗ a function is asked for, like def {rule.__name__}(grad, W, …), not {answer!r}"
    truth = _run(rule, rule)
    try:
        got = _run(answer, rule)
    except _NotAttemptedError:
        return "… not attempted yet"
    except _WrongError as wrong:
        return f"✗ {wrong}"
    step = _first_difference(got, truth)
    if step is None:
        return f"✓ right: {len(_RATES)} steps agree with {rule.__name__}"
    agree = "" if step == 1 else f"\n  ({_steps(step - 1)} with the rule, so look at what is remembered.)"
    for mistake in MISTAKES[rule]:
        if _first_difference(got, _run(mistake.rule, rule)) is None:
            remedy = f"{_capital(mistake.remedy)}: see ({mistake.equation})"
            return f"✗ at step {step}: {mistake.name}.\n  {remedy}.{agree}"
    k = next(k for k, (a, b) in enumerate(zip(got[step], truth[step], strict=True)) if not _same(a, b))
    what = "W" if k == 0 else f"the memory (number {k} after W)"
    return (
        f"✗ at step {step}, {what} is not what the equation gives.\n"
        f"  yours {_short(got[step][k])}\n  right {_short(truth[step][k])}{agree}"
    )


def value_verdict(answer, right, wrong=(), tol=5e-3):
    """What to say of `answer`, a number or an array worked out by hand.

    right: the true value. wrong: pairs (value, name of the mistake). tol: relative tolerance,
    half a per cent by default, so that three correct digits are enough.
    """
    if answer is None or answer is ...:
        return "… not attempted yet"
    try:
        got = np.asarray(answer, dtype=float)
    except (TypeError, ValueError):
        return f"✗ a number is asked for, not {answer!r}"
    right = np.asarray(right, dtype=float)
    if got.shape != right.shape:
        return f"✗ the shape is {got.shape}, asked for is {right.shape}"

    def near(value):
        return np.allclose(got, value, rtol=tol, atol=tol * np.abs(right).max() * 1e-3)

    if near(right):
        return f"✓ right: {_short(right)}"
    for value, name in wrong:
        if near(value):
            return f"✗ {name}"
    return f"✗ {_short(got)} is not it, and it is not one of the usual slips; try once more"


def function_verdict(answer, right, cases, wrong=()):
    """What to say of `answer`, a function, beside the function `right`.

    cases: tuples of arguments. wrong: pairs (function, name of the mistake).
    """
    if answer is None or answer is ...:
        return "… not attempted yet"
    if not callable(answer):
        return f"✗ a function is asked for, not {answer!r}"
    try:
        got = [_call(answer, case) for case in cases]
    except _NotAttemptedError:
        return "… not attempted yet"
    except _WrongError as error:
        return f"✗ {error}"
    truth = [_call(right, case) for case in cases]
    if all(map(_same, got, truth)):
        return f"✓ right: {len(truth)} cases agree"
    for function, name in wrong:
        if all(map(_same, got, (_call(function, case) for case in cases))):
            return f"✗ {name}"
    k = next(k for k, (a, b) in enumerate(zip(got, truth, strict=True)) if not _same(a, b))
    return f"✗ in case {k + 1} of {len(cases)}\n  yours {_short(got[k])}\n  right {_short(truth[k])}"


class _NotAttemptedError(Exception):
    """The reader's function still returns nothing."""


class _WrongError(Exception):
    """The reader's function cannot be compared; the message says why."""


def _call(function, case):
    """function(*case) on copies of the arguments, which it must leave as they are."""
    copies = [np.array(a) if isinstance(a, np.ndarray) else a for a in case]
    try:
        with np.errstate(all="ignore"):
            result = function(*copies)
    except NotImplementedError as error:
        raise _NotAttemptedError from error
    except Exception as error:  # whatever a reader's code may raise
        raise _WrongError(f"it raised {type(error).__name__}: {error}") from error
    if result is None or result is ...:
        raise _NotAttemptedError
    for mine, given in zip(case, copies, strict=True):
        if isinstance(mine, np.ndarray) and not np.array_equal(mine, given, equal_nan=True):
            raise _WrongError("an argument was changed in place: make a new array, W - …, instead of W -= …")
    return result


def _run(answer, rule):
    """The states of `answer` over the steps of the check, each a tuple of arrays."""
    names = rule.__kwdefaults__
    state = (np.array([1.0, -2.0, 0.0]),)  # the last gradient is 0 at first: ε has something to do
    states = [state]
    for k, lr in enumerate(_RATES):
        hyper = {name: _OTHERS.get(name, lr) for name in names}

        def grad(W, k=k):
            return _H @ W + 0.3 * np.asarray(W) ** 3 + (0.0, 0.0, 0.4 * (k > 1))

        new = _call(lambda *s, grad=grad, hyper=hyper: answer(grad, *s, **hyper), state)
        expected = len(rule.__defaults__ or ()) + 1
        if not isinstance(new, tuple):
            comma = "(W,), with the comma" if expected == 1 else "W and the memory"
            raise _WrongError(f"it returned {type(new).__name__}; a rule returns a tuple: {comma}")
        if len(new) != expected:
            raise _WrongError(f"it returned {len(new)} values; this rule returns {expected}")
        if np.shape(new[0]) != np.shape(state[0]):
            raise _WrongError(
                f"at step {k + 1} W has shape {np.shape(new[0])} instead of {np.shape(state[0])}"
            )
        state = new
        states.append(state)
    return states


def _first_difference(got, truth):
    for step, (a, b) in enumerate(zip(got, truth, strict=True)):
        if not all(map(_same, a, b)):
            return step
    return None


def _same(a, b):
    try:
        return np.shape(a) == np.shape(b) and np.allclose(a, b, rtol=1e-9, atol=1e-12, equal_nan=True)
    except TypeError:
        return False


def _short(value):
    return np.array2string(np.asarray(value), precision=4, threshold=6)


def _steps(n):
    return "Step 1 agrees" if n == 1 else f"Steps 1 to {n} agree"


def _capital(text):
    return text[0].upper() + text[1:]

"""Checks under displayed equations: `equation` and `inequality` print both sides, or raise with them.

What is printed is alike on every machine, although rounding errors are not. Of the values at most 4 digits
are shown, what rounding errors alone would decide is not shown, and a value on the edge between two
roundings always goes the same way.
"""

import re

import numpy as np

from course_utils.printing import say

LAW = 1e-3  # from this tolerance on, the two sides are a measurement and a law
ROUNDING = 1e-12  # in units of the scale: smaller values print as 0
NEAR = 0.9  # a percentage of something farther than this from the values beside it says of what it is
EDGE = 1e-9  # relative: values that differ by less are taken as equal where one has to be chosen


def equation(label, left, right, *, at="", tol=1e-12, scale=None):
    """Print both sides and how closely they agree, or raise.

        (2.10)  left 1.800, right 1.800, equal to 1e-12, at α = 0.9
        (1.16)  measured 0.0522, law 0.0526, 0.8 % apart (allowed 3 %)

    The second form is for a measurement (left) beside a law (right): a tolerance of 1e-3 or more.
    Of arrays one entry is shown: the one of largest size where the sides are equal, the one where they
    differ most where a law stands beside a run. The percentage is of that entry, or says of what it is:

        (2.5)  measured 0.162, law 0.163, all 99 apart by at most 0.1 % of the largest value (allowed 1 %)

    label: of the equation, without parentheses.
    left, right: the two sides, numbers or arrays of one shape, real or complex; one of them may be a number.
    at: where they were evaluated. Words stand as they are ("after 50 steps"); a formula or a number gets
        an "at" ("α = 0.9", "100 points").
    tol: largest |left − right| allowed, in units of `scale`, 0 < tol < 1.
    scale: a finite number ≥ 0, or an array for a tolerance of each entry's own (`scale=law`, the law at
        each entry); the largest magnitude on either side unless it is given.

    Raises AssertionError where the sides differ, and ValueError where there is nothing to compare: an empty
    side, different shapes, nan or inf, truth values.
    """
    if not 0 < tol < 1:
        raise ValueError(f"tol must lie between 0 and 1, not {tol}")
    a, b = _sides(label, left, right)
    size = np.maximum(np.abs(a), np.abs(b))
    unit = "the largest value" if scale is None else None
    scale = np.asarray(size.max() if scale is None else scale, dtype=float)
    if not (np.isfinite(scale) & (scale >= 0)).all():
        raise ValueError(f"scale must be finite and ≥ 0, not {scale}")
    a, b, size, scale = np.broadcast_arrays(a, b, size, scale)
    wrong = ~np.isclose(a, b, rtol=0, atol=tol * scale)  # the comparison of numpy.testing.assert_allclose
    if wrong.any():
        raise AssertionError(_failure(label, a, b, wrong, at))

    apart = np.divide(np.abs(a - b), scale, out=np.zeros(a.shape), where=scale > 0)
    law = tol >= LAW
    i = _first_largest(apart if law and apart.max() > EDGE else size)
    least = (ROUNDING if law else tol) * scale[i]
    digits = 3 if tol >= 0.01 else 4
    x, y = (_number(side, a.shape, i, digits, least) for side in (left, right))
    every = f"all {a.size} " if a.size > 1 else ""
    if law:
        percent = _percent(apart[i], most=a.size > 1)
        if NEAR * min(abs(a[i]), abs(b[i])) <= scale[i] <= size[i] / NEAR:
            close = f"{every}{percent} apart (allowed {100 * tol:g} %)"
        else:
            unit = unit or _rounded(scale[i], 3, 0)
            close = f"{every}apart by {percent} of {unit} (allowed {100 * tol:g} %)"
        say(f"({label})  measured {x}, law {y}, {close}{_where(at)}")
    else:
        close = f"{every}equal to {np.format_float_scientific(tol, trim='-', exp_digits=1)}"
        say(f"({label})  left {x}, right {y}, {close}{_where(at)}")


def inequality(label, left, right, *, at=""):
    """Print "(4.23)  40.1 ≤ 286", or raise.

    left, right: real numbers or arrays of one shape; one of them may be a number. Arrays are compared entry
    by entry, and the tightest entry is shown. A side may exceed the other by rounding errors, 1e-12 of the
    largest magnitude, so that an inequality that holds with equality holds on every machine.
    label, at: as in `equation`.

    Raises AssertionError where left > right, and ValueError where there is nothing to compare.
    """
    a, b = _sides(label, left, right)
    if np.iscomplexobj(a) or np.iscomplexobj(b):
        raise ValueError(f"({label}) compares complex numbers, which have no order")
    scale = max(np.abs(a).max(), np.abs(b).max())
    a, b = np.broadcast_arrays(a, b)
    wrong = a > b + ROUNDING * scale
    if wrong.any():
        raise AssertionError(_failure(label, a, b, wrong, at))
    room = b - a
    i = tuple(np.argwhere(room <= room.min() + EDGE * scale)[0])
    x, y = (_number(side, a.shape, i, 3, ROUNDING * scale) for side in (left, right))
    tightest = f", the tightest of {a.size}" if a.size > 1 else ""
    say(f"({label})  {x} ≤ {y}{tightest}{_where(at)}")


def _sides(label, *sides):
    a, b = map(np.asarray, sides)
    if "b" in a.dtype.kind + b.dtype.kind:
        raise ValueError(f"({label}) compares truth values; use assert for them")
    a, b = (side.astype(complex if side.dtype.kind == "c" else float) for side in (a, b))
    if a.shape != b.shape and a.ndim and b.ndim:
        raise ValueError(f"({label}) compares shape {a.shape} with shape {b.shape}")
    if not a.size or not b.size:
        raise ValueError(f"({label}) compares nothing: a side is empty")
    if not (np.isfinite(a).all() and np.isfinite(b).all()):
        raise ValueError(f"({label}) compares values that are not finite:\nleft  {a}\nright {b}")
    return a, b


def _failure(label, a, b, wrong, at):
    i = tuple(np.argwhere(wrong)[0])
    where = f", first at index {tuple(map(int, i))}, {wrong.sum()} of {wrong.size}" if i else ""
    return (
        f"({label}) does not hold{_where(at)}: the left side is {a[i]:.6g}, the right side {b[i]:.6g}, "
        f"{abs(a[i] - b[i]):.1e} apart{where}"
    )


def _first_largest(size):
    return tuple(np.argwhere(size >= (1 - EDGE) * size.max())[0])


def _number(side, shape, i, digits, least):
    """Entry i of a side: a whole number in full, any other to `digits` digits, 0 up to the size `least`."""
    x = np.broadcast_to(side, shape)[i].item()
    if isinstance(x, int):
        return str(x)
    if isinstance(x, complex):
        real, imag = (_rounded(part, digits, least) for part in (x.real, abs(x.imag)))
        return real if imag == "0" else f"{real}{'-' if x.imag < 0 else '+'}{imag}j"
    return _rounded(x, digits, least)


def _rounded(x, digits, least):
    if abs(x) <= least:
        return "0"
    return f"{x * (1 + EDGE):#.{digits}g}".rstrip(".")  # 0.015625 ± rounding errors is always 0.01563


def _percent(share, most):
    percent = 100 * share * (1 + EDGE)
    if percent < 0.01:
        return "less than 0.01 %"
    digits = f"{percent:.0f}" if percent > 9.5 else f"{percent:.{1 if percent < 1 else 2}g}"
    return f"{'at most ' if most else ''}{digits} %"


def _where(at):
    begins_with_words = re.match(r"[A-Za-z]+(?! *=)\b", at)
    return f", {at}" if begins_with_words else f", at {at}" if at else ""

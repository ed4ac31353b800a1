"""The exercises of the last chapter: right answers are computed here, never typed in; slips have a name."""

import numpy as np

from course_utils.verdicts import Function, Value, checker

EXERCISES = {}

_decades = np.log(1e4)
EXERCISES["7.1"] = Value(
    np.ceil(_decades / np.log1p(0.1)),
    wrong=[
        (np.ceil(_decades / 0.1), "ln(1 + 2η) is a little less than 2η"),
        (np.ceil(_decades / np.log1p(0.05)), "the factor per step is 1 + 2η: the curvature is −2"),
        (np.ceil(4 / np.log1p(0.1)), "four decades are 4 ln 10 in natural logarithms"),
        (np.ceil(_decades / -np.log(1 - 0.1)), "along y the loss falls outwards: the factor is above 1"),
    ],
)


def _verdict(a, b, needed=17):
    """+1 if a is lower on at least `needed` seeds, −1 if b is, else 0, a tie."""
    return int(np.sum(a < b) >= needed) - int(np.sum(b < a) >= needed)


_seeds = np.linspace(1.0, 2.0, 20)
_most = np.where(np.arange(20) < 18, -0.1, 9.0)  # lower on 18 seeds, twice far above
_outer = np.where(np.abs(np.arange(20) - 9.5) > 4, -0.3, 0.3)  # lower on 12, with the higher median
EXERCISES["7.2"] = Function(
    _verdict,
    cases=[
        (_seeds + _most, _seeds),
        (_seeds, _seeds + _most),
        (_seeds + _outer, _seeds),
        (_seeds + np.where(np.arange(20) < 14, -0.1, 0.1), _seeds),
        (_seeds + np.where(np.arange(20) < 8, 0.1, -0.1), _seeds),
        (_seeds, _seeds[::-1] * 1.0),
        (_seeds, _seeds * 1.0),
    ],
    wrong=[
        (lambda a, b: np.sign(np.mean(b) - np.mean(a)), "these are the means: one diverged run decides them"),
        (lambda a, b: np.sign(np.median(b) - np.median(a)), "these are the medians: compare seed by seed"),
        (lambda a, b: np.sign(np.min(b) - np.min(a)), "these are the best seeds: luck decides them"),
        (lambda a, b: _verdict(a, b, 11), "a majority is not enough: 11 of 20 is a tie"),
        (lambda a, b: -_verdict(a, b), "the sign: the lower loss wins"),
        (lambda a, b: int(np.sum(a < b) >= 17), "where b beats a, say −1"),
    ],
)

check = checker(EXERCISES)

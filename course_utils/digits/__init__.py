"""The 8×8 handwritten digits of the UCI repository; digits.txt beside this file has source and licence."""

from importlib.resources import files
from typing import NamedTuple

import numpy as np


class Digits(NamedTuple):
    """X: (samples, 64) pixels in [0, 1], row by row. y: (samples,) classes, 0 to 9."""

    X_train: np.ndarray
    y_train: np.ndarray
    X_test: np.ndarray
    y_test: np.ndarray


def load_digits():
    """`Digits`: 1,500 training and 297 test samples, float64, always the same split in the same order."""
    with (files("course_utils.digits") / "digits.npz").open("rb") as file, np.load(file) as data:
        X_train, y_train = data["X_train"] / 16, data["y_train"].astype(int)
        X_test, y_test = data["X_test"] / 16, data["y_test"].astype(int)
    return Digits(X_train, y_train, X_test, y_test)

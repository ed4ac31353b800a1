"""The bundled digits are the published ones, whole, apart, and read without pickle."""

from importlib.resources import files

import numpy as np
from numpy.testing import assert_array_equal

from course_utils.digits import load_digits

D = load_digits()
X, Y = np.vstack([D.X_train, D.X_test]), np.concatenate([D.y_train, D.y_test])


def test_parts_have_1500_and_297_samples():
    assert (D.X_train.shape, D.X_test.shape) == ((1500, 64), (297, 64))
    assert (D.y_train.shape, D.y_test.shape) == ((1500,), (297,))


def test_pixels_are_sixteenths_from_0_to_1():
    assert X.dtype == np.float64 and (X.min(), X.max()) == (0, 1)
    assert_array_equal(X * 16, np.round(X * 16))


def test_classes_are_whole_numbers_from_0_to_9():
    assert D.y_train.dtype.kind == D.y_test.dtype.kind == "i"
    assert set(D.y_train) == set(D.y_test) == set(range(10))


def test_digits_are_those_of_the_repository():
    """Samples per class and the sum of all pixels, as published with optdigits.tes; its first digit, a 0."""
    assert np.bincount(Y).tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]
    assert (X * 16).sum() == 561_718
    zero = [[0, 0, 5, 13, 9, 1, 0, 0], [0, 0, 13, 15, 10, 15, 5, 0], [0, 3, 15, 2, 0, 11, 8, 0]]
    found = (X[:, :24] * 16 == np.ravel(zero)).all(axis=1)
    assert Y[found].tolist() == [0]


def test_no_sample_is_in_both_parts_nor_twice_in_one():
    assert len(np.unique(X, axis=0)) == 1797


def test_each_class_has_the_same_share_of_both_parts():
    """As far as whole samples allow it."""
    expected = np.bincount(Y) * 297 / 1797
    assert (np.abs(np.bincount(D.y_test) - expected) < 1).all()


def test_order_is_shuffled():
    """In sorted data neighbours have one class; here about one in ten."""
    assert 0.05 < np.mean(D.y_train[1:] == D.y_train[:-1]) < 0.15


def test_pictures_are_row_by_row():
    """The strokes of a 1 stand upright: seen as 8 × 8, the columns of its mean differ more than the rows."""
    one = X[Y == 1].mean(axis=0).reshape(8, 8)
    assert one.mean(axis=0).std() > 2 * one.mean(axis=1).std()


def test_every_call_gives_arrays_of_its_own():
    first = load_digits()
    first.X_train[:] = -1
    assert_array_equal(load_digits().X_train, D.X_train)


def test_file_is_small_holds_no_pickle_and_has_source_and_licence_beside_it():
    folder = files("course_utils.digits")
    assert len((folder / "digits.npz").read_bytes()) < 60_000
    with (folder / "digits.npz").open("rb") as file, np.load(file, allow_pickle=False) as data:
        assert {data[name].dtype for name in data.files} == {np.dtype(np.uint8)}
    text = (folder / "digits.txt").read_text(encoding="utf-8")
    assert "https://doi.org/10.24432/C50P49" in text and "CC BY 4.0" in text

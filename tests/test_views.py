"""The picture of an explorer: same numbers, same bytes, in the right places, whatever came before."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from course_utils.views import View, arrow

PANELS = {
    "a": {"xlim": (0, 10), "ylim": (0, 10), "title": "linear"},
    "b": {"xlim": (0, 10), "ylim": (1e-6, 1e2), "yscale": "log", "legend": {"loc": "upper right"}},
    "c": {"xlim": (-1, 1), "ylim": (-1, 1)},
}
RED, GREEN = "#D55E00", "#009E73"


@pytest.fixture
def view():
    lines = {
        "a/line": {"color": RED, "linewidth": 4},
        "a/point": {"color": GREEN, "marker": "s", "markersize": 9},
        "b/loss": {"color": RED, "label": "loss"},
    }
    image = {"c/map": {"extent": (-1, 1, -1, 1), "interpolation": "nearest"}}
    return View([["a", "b"], ["c", "b"]], PANELS, lines, image, size=(400, 300))


def pixels(png):
    return np.asarray(Image.open(BytesIO(png)).convert("RGB")).astype(int)


def is_near(color, wanted):
    return np.abs(np.asarray(color) - [int(wanted[k : k + 2], 16) for k in (1, 3, 5)]).max() < 40


FIRST = {"a/line": ([0, 10], [5, 5]), "b/loss": ([0, 5, 10], [1, 1e-2, 1e-4])}
OTHER = {"a/line": ([0, 10], [2, 9]), "a/point": ([5], [5]), "c/map": np.full((4, 4, 3), 90, dtype=np.uint8)}


def test_picture_has_the_asked_size_and_few_colours(view):
    picture = Image.open(BytesIO(view.png(FIRST)))
    assert picture.format == "PNG" and picture.size == (400, 300) and picture.mode == "P"


def test_nothing_of_what_was_drawn_before_is_left(view):
    first = view.png(FIRST)
    other = view.png(OTHER)
    assert other != first and view.png(FIRST) == first and view.png(OTHER) == other


def test_line_is_drawn_where_its_numbers_say(view):
    drawn = pixels(view.png(FIRST))
    for x in (1, 5, 9):
        column, row = view.pixel("a", x, 5)
        assert is_near(drawn[round(row), round(column)], RED)
        column, row = view.pixel("a", x, 7)
        assert (drawn[round(row), round(column)] == 255).all()


def test_what_is_not_named_is_not_drawn(view):
    view.png({})
    column, row = map(round, view.pixel("a", 5, 8))
    assert is_near(pixels(view.png({"a/point": ([5], [8])}))[row, column], GREEN)
    assert (pixels(view.png({}))[row, column] == 255).all()


@pytest.mark.parametrize(("panel", "x", "y"), [("a", 2, 7), ("b", 3, 1e-4), ("c", -0.5, 0.25)])
def test_at_is_the_inverse_of_pixel(view, panel, x, y):
    view.png({})
    found, *point = view.at(*view.pixel(panel, x, y))
    assert found == panel and np.allclose(point, [x, y])


def test_outside_the_panels_there_is_nothing(view):
    view.png({})
    assert view.at(1, 1) is None and view.at(399, 299) is None


def test_moved_window_is_drawn_anew_and_comes_back(view):
    first = view.png(FIRST)
    moved = view.png(FIRST, {"a": ((0, 20), (0, 20))})
    column, row = view.pixel("a", 5, 5)
    assert moved != first and is_near(pixels(moved)[round(row), round(column)], RED)
    assert view.png(FIRST, {"a": ((0, 10), (0, 10))}) == first


def test_cells_of_an_image_lie_where_its_extent_says(view):
    colors = np.array([[[200, 60, 60], [60, 60, 200]], [[60, 160, 60], [240, 240, 60]]], dtype=np.uint8)
    drawn = pixels(view.png({"c/map": colors}))
    for i, y in enumerate((-0.5, 0.5)):  # the first row of the array is the lower one
        for k, x in enumerate((-0.5, 0.5)):
            column, row = view.pixel("c", x, y)
            assert np.abs(drawn[round(row), round(column)] - colors[i, k]).max() < 40


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 1e300, -1e300, 0.0])
def test_values_beyond_all_bounds_are_cut_without_a_warning(view, value):
    picture = view.png({"a/line": ([1, 2, 3], [1, value, 2]), "b/loss": ([0, 1, 2], [1, value, 1])})
    assert Image.open(BytesIO(picture)).size == (400, 300)
    drawn = view.artists["a/line"].get_ydata()
    assert drawn[[0, 2]].tolist() == [1, 2] and not abs(drawn[1]) > 1000


def test_line_to_infinity_leaves_the_panel_at_its_edge(view):
    drawn = pixels(view.png({"a/line": ([2, 2], [5, np.inf])}))
    column, row = view.pixel("a", 2, 9.9)
    assert is_near(drawn[round(row), round(column)], RED)


def test_unknown_names_are_refused_by_name(view):
    with pytest.raises(ValueError, match=r"\['a/lines'\]"):
        view.png({"a/lines": ([], [])})
    with pytest.raises(ValueError, match="'d/x' is in no panel: there is a, b, c"):
        View([["a", "b"], ["c", "b"]], {}, {"d/x": {}})


WINDOW = [(0, 10), (0, 5)]


@pytest.mark.parametrize("tip", [(6, 2), (2, 4), (1, 0.5)])
def test_arrow_ends_at_its_tip_between_two_equal_barbs(tip):
    x, y = arrow((2, 2), tip, WINDOW)
    scale = np.array([10, 5])
    points = np.stack([x, y], axis=1) / scale
    tail, end, left, again, right = points
    assert np.allclose(tail * scale, (2, 2)) and np.allclose(end * scale, tip) and np.allclose(again, end)
    assert np.hypot(*(left - end)) == pytest.approx(np.hypot(*(right - end)))
    along = (end - tail) / np.hypot(*(end - tail))
    assert (left - end) @ along == pytest.approx(-min(0.06, np.hypot(*(end - tail))))
    assert np.allclose((left - end) + (right - end), 2 * ((left - end) @ along) * along)


@pytest.mark.parametrize("tip", [(2, 2), (np.inf, 2), (np.nan, 1)])
def test_arrow_without_a_direction_is_no_error(tip):
    with np.errstate(invalid="ignore"):
        assert arrow((2, 2), tip, WINDOW).shape[0] == 2

"""The picture that is updated in place: no trace of what was drawn before, every point where it belongs."""

from io import BytesIO

import matplotlib.pyplot as plt
import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from PIL import Image

from course_utils.views import View, arrow

SIZE = (400, 300)
RED, GREEN = (255, 0, 0), (0, 170, 0)
LIMITS = {
    "plane": ((-1.0, 3.0), (2.0, 5.0)),
    "time": ((0.0, 50.0), (1e-6, 1e2)),
    "both": ((1, 1e3), (1e-3, 10)),
}
CELLS = np.array([[RED, GREEN, (0, 0, 255)], [(255, 200, 0), (0, 0, 0), (255, 0, 255)]], dtype=np.uint8)
A = {"plane/line": ([-0.5, 2.5], [2.5, 4.5]), "time/dot": ([10], [1e-3])}
B = {"plane/dot": ([1, 2], [3, 4]), "both/line": ([1, 100], [0.1, 1]), "plane/cells": CELLS}


def make(size=SIZE):
    look = {"color": np.divide(RED, 255), "linewidth": 3}
    dot = {"color": np.divide(GREEN, 255), "marker": "s", "markersize": 6, "linestyle": "none"}
    panels = {
        name: {"xlim": x, "ylim": y, "title": name, "legend": {"loc": "upper right"}}
        for name, (x, y) in LIMITS.items()
    }
    panels["time"]["yscale"] = panels["both"]["xscale"] = panels["both"]["yscale"] = "log"
    return View(
        [["plane", "time"], ["plane", "both"]],
        panels,
        {
            f"{name}/{line}": kind | {"label": line}
            for name in panels
            for line, kind in (("line", look), ("dot", dot))
        },
        {"plane/cells": {"extent": (-1, 2, 2, 4), "interpolation": "nearest"}},
        colors=CELLS,
        size=size,
    )


@pytest.fixture(scope="module")
def view():
    view = make()
    view.png(A | B)  # the layout is that of the first picture
    return view


def pixels(png):
    return np.asarray(Image.open(BytesIO(png)).convert("RGB")).astype(int)


def changed(view, data, than=None):
    """The columns and rows of the pixels that differ from the picture of nothing."""
    rows, columns = np.nonzero((pixels(view.png(data)) != pixels(view.png(than or {}))).any(axis=-1))
    return columns, rows


# ------------------------------------------------------------------------------------------- the same bytes


@pytest.mark.parametrize("size", [(400, 300), (570, 430), (333, 222)])
def test_picture_is_a_png_of_the_size_that_was_asked_for(size):
    picture = Image.open(BytesIO(make(size).png(A)))
    assert (
        picture.format == "PNG" and picture.size == size and picture.mode == "P"
    )  # few colours: quick to send


def test_picture_leaves_no_trace_in_the_next(view):
    nothing, a, b = view.png({}), view.png(A), view.png(B)
    assert len({nothing, a, b, view.png(A | B)}) == 4
    for data, right in ((A, a), ({}, nothing), (B, b), (A, a), (A, a), (B, b), ({}, nothing)):
        assert view.png(data) == right


def test_two_views_give_the_same_bytes():
    first, second = make(), make()
    assert first.png(A) == second.png(A)
    assert first.png(B) == second.png(B)


def test_picture_updated_in_place_is_the_one_drawn_anew():
    """Up to the palette: a new view takes it from its own first picture."""
    kept = make()
    for data in (A, B, {}):
        kept.png(data)
    assert abs(pixels(kept.png(A)) - pixels(make().png(A))).max() <= 24


def test_other_limits_move_the_picture_and_the_old_ones_bring_it_back():
    view, wide = make(), {"plane": ((-10, 10), (-10, 10))}
    before = view.png(A, LIMITS)
    assert before == view.png(A)
    moved, where = view.png(A, wide), view.pixel("plane", 0, 0)
    assert moved != before and view.at(*where) == (
        "plane",
        pytest.approx(0, abs=1e-9),
        pytest.approx(0, abs=1e-9),
    )
    assert view.png(A) == moved  # they stay
    assert view.png(A, LIMITS) == before
    left_half = slice(0, 200)
    assert_array_equal(pixels(moved)[:, 230:], pixels(before)[:, 230:])
    assert (pixels(moved)[:, left_half] != pixels(before)[:, left_half]).any()


def test_figure_is_none_of_pyplot():
    before = plt.get_fignums()
    make().png(A)
    assert plt.get_fignums() == before


# ---------------------------------------------------------------------------------------- where a point lies


def points(name):
    """Random points of a panel."""
    rng, (x, y) = np.random.default_rng(0), LIMITS[name]
    share = rng.uniform(0.03, 0.97, (20, 2))
    xs = np.geomspace(*x, 101) if name == "both" else np.linspace(*x, 101)
    ys = np.linspace(*y, 101) if name == "plane" else np.geomspace(*y, 101)
    return [
        (np.interp(u, np.linspace(0, 1, 101), xs), np.interp(v, np.linspace(0, 1, 101), ys)) for u, v in share
    ]


@pytest.mark.parametrize("name", LIMITS)
def test_pixel_and_at_are_inverse_to_each_other(view, name):
    for x, y in points(name):
        panel, *found = view.at(*view.pixel(name, x, y))
        assert panel == name
        assert_allclose(found, (x, y), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("name", LIMITS)
def test_dot_is_drawn_around_its_pixel(view, name):
    for x, y in points(name)[:6]:
        columns, rows = changed(view, {f"{name}/dot": ([x], [y])})
        assert 20 < len(columns) < 200
        assert_allclose((columns.mean() + 0.5, rows.mean() + 0.5), view.pixel(name, x, y), atol=1.0)


def test_line_passes_through_its_points_in_its_colour(view):
    picture = pixels(view.png({"both/line": ([1, 1000], [1e-3, 10])}))
    for x, y in ((3, 1e-3 * 3 ** (4 / 3)), (30, 1e-3 * 30 ** (4 / 3)), (300, 1e-3 * 300 ** (4 / 3))):
        column, row = view.pixel("both", x, y)
        assert abs(picture[int(row), int(column)] - RED).max() < 30
        assert abs(picture[int(row) - 12, int(column)] - RED).max() > 100


def test_rows_are_counted_from_the_top_and_columns_from_the_left(view):
    low, high = view.pixel("plane", -1, 2), view.pixel("plane", 3, 5)
    assert 0 < low[0] < high[0] < 200 and 0 < high[1] < low[1] < 300


def test_outside_of_all_panels_there_is_no_point(view):
    right, left = view.pixel("plane", 3, 3)[0], view.pixel("time", 0, 1)[0]
    for column, row in ((0, 0), (399, 299), ((right + left) / 2, 100), (-50, 100), (100, 1e6)):
        assert view.at(column, row) is None


def test_cells_of_an_image_lie_from_the_lower_left_on(view):
    picture = pixels(view.png({"plane/cells": CELLS}))
    for row, y in enumerate((2.5, 3.5)):
        for column, x in enumerate((-0.5, 0.5, 1.5)):
            c, r = view.pixel("plane", x, y)
            assert abs(picture[int(r), int(c)] - CELLS[row, column]).max() < 30
    c, r = view.pixel("plane", 2.5, 4.5)  # beyond its extent
    assert (picture[int(r), int(c)] == 255).all()


def test_lines_are_drawn_over_images(view):
    line = {"plane/line": ([-1, 2], [3.5, 3.5])}
    c, r = view.pixel("plane", 0.5, 3.5)
    for data in (line | {"plane/cells": CELLS}, {"plane/cells": CELLS} | line):
        assert abs(pixels(view.png(data))[int(r), int(c)] - RED).max() < 30


# ---------------------------------------------------------------------- runs away, and what is refused


@pytest.mark.parametrize("name", LIMITS)
@pytest.mark.parametrize("kind", ["line", "dot"])
def test_numbers_that_are_none_and_those_far_away_are_drawn_without_a_warning(view, name, kind):
    """Every warning would be an error here."""
    bad = np.array([np.nan, np.inf, -np.inf, 1e300, -1e300, 0.0, -1.0, 1e-320])
    x, y = np.array(points(name)).T[:, :8]
    nothing = view.png({})
    for values in ((x, bad), (bad, y), (bad, bad), (bad, bad[::-1])):
        view.png({f"{name}/{kind}": values})
    for values in (([], []), ([np.nan], [np.nan]), ([x[0]], [np.inf]), ([x[0]], [1e300])):
        assert view.png({f"{name}/{kind}": values}) == nothing


def test_run_to_infinity_leaves_the_panel_and_a_gap_stays_a_gap(view):
    top = view.pixel("plane", 0, 5)[1]
    columns, rows = changed(view, {"plane/line": ([0, 1, 2], [3, np.inf, np.nan])})
    assert rows.min() == pytest.approx(top, abs=2)
    assert columns.max() < view.pixel("plane", 1, 0)[0]
    gap = changed(view, {"plane/line": ([0, 1, np.nan, 2, 3], [3, 3, 3, 3, 3])})[0]
    c = int(view.pixel("plane", 1.5, 3)[0])
    assert c not in gap and gap.min() < c < gap.max()


def test_nothing_is_drawn_outside_of_its_panel(view):
    columns, rows = changed(view, {"plane/line": ([-100, 100], [-100, 100]), "plane/cells": CELLS})
    (x0, y0), (x1, y1) = view.pixel("plane", -1, 2), view.pixel("plane", 3, 5)
    assert columns.min() >= x0 - 1 and columns.max() <= x1 + 1
    assert rows.min() >= y1 - 1 and rows.max() <= y0 + 1


def test_unknown_names_are_refused_with_those_there_are(view):
    before = view.png(A)
    with pytest.raises(ValueError, match=r"data names \['plane/lime'\], but there is only .*'plane/line'"):
        view.png({"plane/lime": ([0], [0])})
    for use in (lambda: view.pixel("place", 0, 0), lambda: view.png({}, {"place": ((0, 1), (0, 1))})):
        with pytest.raises(ValueError, match="'place' is in no panel: there is plane, time, both"):
            use()
    for panels, lines, images in (({"b": {}}, {}, {}), ({}, {"b/line": {}}, {}), ({}, {}, {"b/cells": {}})):
        with pytest.raises(ValueError, match=r"'b.*' is in no panel: there is a"):
            View([["a"]], panels, lines, images)
    assert view.png(A) == before


# --------------------------------------------------------------------------------------------------- arrows


@pytest.mark.parametrize("tip", [(1, 0), (0, 1), (-2, 0.5), (0.3, -3), (0.01, 0.002)])
@pytest.mark.parametrize("head", [0.06, 0.1])
def test_arrow_ends_at_its_tip_between_two_barbs_that_mirror_each_other(tip, head):
    window, tail = np.array([(-5, 5), (-1, 3)]), np.array([0.5, 0.25])
    scale = np.array([10, 4])
    line = arrow(tail, tail + tip, window, head).T
    assert_allclose(line[0], tail)
    assert_allclose(line[[1, 3]], [tail + tip] * 2)
    along = np.array(tip) / scale
    length = np.hypot(*along)
    forward = along / length
    right = np.array([forward[1], -forward[0]])
    barbs = (line[[2, 4]] - line[1]) / scale  # as the eye sees them, in windows
    assert_allclose(barbs @ forward, -min(head, length), rtol=1e-9)  # no head is longer than its arrow
    assert_allclose((barbs @ right).sum(), 0, atol=1e-12)
    assert abs(barbs @ right).min() > 0.3 * min(head, length)


def test_arrow_without_length_or_without_end_is_only_its_tail(view):
    for tip in ((1, 3), (np.nan, 3), (np.inf, 3), (1, -np.inf)):
        line = arrow((1, 3), tip, LIMITS["plane"])
        assert_array_equal(line, [[1, 1], [3, 3]])
        view.png({"plane/line": line})
    view.png({"plane/line": arrow((np.nan, np.inf), (1, 3), LIMITS["plane"])})


def test_colours_do_not_depend_on_what_was_drawn_first():
    fresh, used = make(), make()
    used.png({})
    used.png(A)
    assert fresh.png(B) == used.png(B)

"""The picture that is updated in place: no trace of what was drawn before, every point where it belongs."""

from io import BytesIO

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.text import Text
from numpy.testing import assert_allclose, assert_array_equal
from PIL import Image

from course_utils.pictures import Frame, Line, Panel, View, arrow

SIZE = (400, 300)
RED, GREEN = (255, 0, 0), (0, 170, 0)
LOOKS = {
    "line": {"color": np.divide(RED, 255), "linewidth": 3},
    "dot": {"color": np.divide(GREEN, 255), "marker": "s", "markersize": 6, "linestyle": "none"},
}
LIMITS = {
    "plane": ((-1.0, 3.0), (2.0, 5.0)),
    "time": ((0.0, 50.0), (1e-6, 1e2)),
    "both": ((1, 1e3), (1e-3, 10)),
}
LOG = {"plane": "", "time": "y", "both": "xy"}
WINDOW = ((-1, 2), (2, 4))  # of the map
COLORS = np.array(
    [RED, GREEN, (0, 0, 255), (255, 200, 0), (0, 0, 0), (255, 0, 255), (255, 255, 255)], np.uint8
)
CELLS = np.array([[0, 1, 2], [3, 4, 5]])
NOTHING = ([], [])
A = {"plane line": ([-0.5, 2.5], [2.5, 4.5]), "time dot": ([10], [1e-3])}
B = {"map line": ([1, 2], [3, 4]), "both line": ([1, 100], [0.1, 1]), "map cells": CELLS}


def limits(name, axis):
    """The ends of an axis: those of `LIMITS`, or what the settings say of this panel."""
    return lambda settings: settings.get(name, LIMITS[name])[axis]


def lines(name):
    """Lines that show what the run of a frame has for them."""
    return {
        line: Line(lambda frame, key=f"{name} {line}": frame.run.get(key, NOTHING), label=line, **look)
        for line, look in LOOKS.items()
    }


def make(size=SIZE, **more):
    """Three panels of lines, and a map below a line."""
    panels = {
        name: Panel(name, limits(name, 0), limits(name, 1), lines(name), log=LOG[name], legend="upper right")
        for name in LIMITS
    }
    panels["map"] = Panel(
        "map",
        *WINDOW,
        lines("map"),
        cells=lambda frame: frame.run.get("map cells", np.array([[-1]])),
        colors=COLORS,
    )
    return View([["plane", "time"], ["map", "both"]], panels, size, **more)


def png(view, run, **settings):
    return view.png(Frame(run, 0, settings))


@pytest.fixture(scope="module")
def view():
    view = make()
    png(view, A | B)  # the layout is that of the first picture
    return view


def pixels(data):
    return np.asarray(Image.open(BytesIO(data)).convert("RGB")).astype(int)


def changed(view, run):
    """The columns and rows of the pixels that differ from the picture of nothing."""
    rows, columns = np.nonzero((pixels(png(view, run)) != pixels(png(view, {}))).any(axis=-1))
    return columns, rows


# -------------------------------------------------------------------------------------- what is described


def test_steps_of_a_frame_are_those_of_its_run():
    assert Frame({}, 2, {"steps": 4}).steps.tolist() == [0, 1, 2, 3, 4]


def test_line_is_as_thin_and_nameless_as_it_comes_unless_it_says_otherwise():
    line = Line(lambda frame: NOTHING, color="red", linewidth=3, label="a")
    assert line.look["linewidth"] == 3 and line.look["label"] == "a"
    assert Line(lambda frame: NOTHING, color="red").look["label"].startswith("_")  # none in a legend


def test_line_without_a_colour_is_refused():
    """The palette holds the colours that are named."""
    with pytest.raises(TypeError, match="color"):
        Line(lambda frame: NOTHING)


def test_ends_of_axes_may_depend_on_the_settings():
    fixed, moving = (
        Panel("a", (0, 1), [2, 3], {}),
        Panel("a", lambda settings: (0, settings["k"]), (2, 3), {}),
    )
    assert fixed.limits({}) == ((0, 1), (2, 3))
    assert moving.limits({"k": 7}) == ((0, 7), (2, 3))


def test_mosaic_and_panels_have_the_same_names():
    panel = Panel("a", (0, 1), (0, 1), {})
    for names in ({"a": panel, "b": panel}, {"b": panel}, {}):
        with pytest.raises(ValueError, match=r"mosaic shows \['a'\], but panels are "):
            View([["a"]], names)


# ------------------------------------------------------------------------------------------- the same bytes


@pytest.mark.parametrize("size", [(400, 300), (570, 430), (333, 222)])
def test_picture_is_a_png_of_the_size_that_was_asked_for(size):
    picture = Image.open(BytesIO(png(make(size), A)))
    assert picture.format == "PNG" and picture.size == size
    assert picture.mode == "P"  # few colours: quick to send


def test_picture_of_twice_the_density_has_four_times_the_pixels_in_the_same_places(view):
    dense = make(density=2)
    picture = pixels(png(dense, A))
    assert picture.shape == (600, 800, 3)
    for x, y in ((-0.5, 2.5), (1, 3.5), (2.5, 4.5)):
        column, row = dense.pixel("plane", x, y)
        assert abs(picture[int(2 * row), int(2 * column)] - RED).max() < 30
    assert_allclose(dense.pixel("plane", 1, 3), view.pixel("plane", 1, 3), atol=1)
    assert dense.at(*dense.pixel("plane", 1, 3)) == ("plane", pytest.approx(1), pytest.approx(3))


def test_picture_leaves_no_trace_in_the_next(view):
    nothing, a, b = png(view, {}), png(view, A), png(view, B)
    assert len({nothing, a, b, png(view, A | B)}) == 4
    for run, right in ((A, a), ({}, nothing), (B, b), (A, a), (A, a), (B, b), ({}, nothing)):
        assert png(view, run) == right


def test_two_views_give_the_same_bytes_whatever_was_drawn_before():
    fresh, used = make(), make()
    png(used, {})
    png(used, A)
    assert png(fresh, B) == png(used, B)


def test_other_limits_move_the_picture_and_the_old_ones_bring_it_back():
    view, wide = make(), {"plane": ((-10, 10), (-10, 10))}
    before = png(view, A)
    moved, where = png(view, A, **wide), view.pixel("plane", 0, 0)
    assert moved != before
    assert view.at(*where) == ("plane", pytest.approx(0, abs=1e-9), pytest.approx(0, abs=1e-9))
    assert png(view, A) == before
    assert_array_equal(pixels(moved)[:, 230:], pixels(before)[:, 230:])
    assert (pixels(moved)[:, :200] != pixels(before)[:, :200]).any()


def test_figure_is_none_of_pyplot():
    before = plt.get_fignums()
    png(make(), A)
    assert plt.get_fignums() == before


def test_all_letters_have_nine_points_or_more(view):
    texts = [text for text in view.figure.findobj(Text) if text.get_text()]
    assert len(texts) > 20 and min(text.get_fontsize() for text in texts) >= 9


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
        columns, rows = changed(view, {f"{name} dot": ([x], [y])})
        assert 20 < len(columns) < 200
        assert_allclose((columns.mean() + 0.5, rows.mean() + 0.5), view.pixel(name, x, y), atol=1.0)


def test_line_passes_through_its_points_in_its_colour(view):
    picture = pixels(png(view, {"both line": ([1, 1000], [1e-3, 10])}))
    for x, y in ((3, 1e-3 * 3 ** (4 / 3)), (30, 1e-3 * 30 ** (4 / 3)), (300, 1e-3 * 300 ** (4 / 3))):
        column, row = view.pixel("both", x, y)
        assert abs(picture[int(row), int(column)] - RED).max() < 30
        assert abs(picture[int(row) - 12, int(column)] - RED).max() > 100


def test_rows_are_counted_from_the_top_and_columns_from_the_left(view):
    low, high = view.pixel("plane", -1, 2), view.pixel("plane", 3, 5)
    assert 0 < low[0] < high[0] < 200 and 0 < high[1] < low[1] < 150


def test_outside_of_all_panels_there_is_no_point(view):
    right, left = view.pixel("plane", 3, 3)[0], view.pixel("time", 0, 1)[0]
    for column, row in ((0, 0), (399, 299), ((right + left) / 2, 100), (-50, 100), (100, 1e6)):
        assert view.at(column, row) is None


def test_cells_lie_from_the_lower_left_on_and_the_last_colour_is_that_of_none(view):
    picture = pixels(png(view, {"map cells": CELLS}))
    for row, y in enumerate((2.5, 3.5)):
        for column, x in enumerate((-0.5, 0.5, 1.5)):
            c, r = view.pixel("map", x, y)
            assert abs(picture[int(r), int(c)] - COLORS[CELLS[row, column]]).max() < 30
    picture = pixels(png(view, {"map cells": np.where(CELLS == 4, -1, CELLS)}))
    c, r = view.pixel("map", 0.5, 3.5)
    assert (picture[int(r), int(c)] == 255).all()


def test_lines_are_drawn_over_cells(view):
    picture = pixels(png(view, {"map line": ([-1, 2], [3.5, 3.5]), "map cells": CELLS}))
    c, r = view.pixel("map", 0.5, 3.5)
    assert abs(picture[int(r), int(c)] - RED).max() < 30


# ------------------------------------------------------------------------------------------- runs away


@pytest.mark.parametrize("name", LIMITS)
@pytest.mark.parametrize("kind", ["line", "dot"])
def test_numbers_that_are_none_and_those_far_away_are_drawn_without_a_warning(view, name, kind):
    """Every warning would be an error here."""
    bad = np.array([np.nan, np.inf, -np.inf, 1e300, -1e300, 0.0, -1.0, 1e-320])
    x, y = np.array(points(name)).T[:, :8]
    nothing = png(view, {})
    for values in ((x, bad), (bad, y), (bad, bad), (bad, bad[::-1])):
        png(view, {f"{name} {kind}": values})
    for values in (NOTHING, ([np.nan], [np.nan]), ([x[0]], [np.inf]), ([x[0]], [1e300])):
        assert png(view, {f"{name} {kind}": values}) == nothing


def test_run_to_infinity_leaves_the_panel_and_a_gap_stays_a_gap(view):
    top = view.pixel("plane", 0, 5)[1]
    columns, rows = changed(view, {"plane line": ([0, 1, 2], [3, np.inf, np.nan])})
    assert rows.min() == pytest.approx(top, abs=2)
    assert columns.max() < view.pixel("plane", 1, 0)[0]
    gap = changed(view, {"plane line": ([0, 1, np.nan, 2, 3], [3, 3, 3, 3, 3])})[0]
    c = int(view.pixel("plane", 1.5, 3)[0])
    assert c not in gap and gap.min() < c < gap.max()


def test_nothing_is_drawn_outside_of_its_panel(view):
    columns, rows = changed(view, {"plane line": ([-100, 100], [-100, 100])})
    (x0, y0), (x1, y1) = view.pixel("plane", -1, 2), view.pixel("plane", 3, 5)
    assert columns.min() >= x0 - 1 and columns.max() <= x1 + 1
    assert rows.min() >= y1 - 1 and rows.max() <= y0 + 1


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
        png(view, {"plane line": line})
    png(view, {"plane line": arrow((np.nan, np.inf), (1, 3), LIMITS["plane"])})

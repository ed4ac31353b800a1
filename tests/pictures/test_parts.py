"""What several explorers show: the pieces that their panels, words and goals are made of."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from course_utils.explorer import parts
from course_utils.pictures import Frame
from course_utils.plots import level_lines, style
from course_utils.surfaces import ravine

PATH = np.array([[0.0, 3.0, 3.0, 5.0], [0.0, 4.0, 4.0, 6.0]])
FRAME = Frame({"path": PATH, "surface": ravine(), "loss": np.array([4.0, 3, 2, 1])}, 2, {"steps": 3})


def test_path_is_drawn_up_to_the_step_that_is_shown():
    lines = parts.until_now("momentum")
    assert_array_equal(lines["path"].data(FRAME), PATH[:, :3])
    assert_array_equal(lines["start"].data(FRAME), [[0], [0]])
    assert_array_equal(lines["head"].data(FRAME), [[3], [4]])
    assert {line.look["color"] for line in lines.values()} == {style("momentum")["color"]}


def test_path_may_be_found_elsewhere_in_the_run():
    lines = parts.until_now("nag", lambda frame: 2 * frame.run["path"])
    assert_array_equal(lines["head"].data(FRAME), [[6], [8]])


def test_ground_is_the_level_lines_and_minima_of_the_surface_of_the_run():
    lines, surface = parts.ground(), FRAME.run["surface"]
    assert_array_equal(lines["levels"].data(FRAME), level_lines(surface))
    assert_array_equal(lines["minima"].data(FRAME), surface.minima)


def test_quantities_stand_against_the_step():
    x, y = parts.both(lambda frame: frame.run["path"]).values()
    assert_array_equal(x.data(FRAME), [[0, 1, 2, 3], PATH[0]])
    assert_array_equal(y.data(FRAME), [[0, 1, 2, 3], PATH[1]])
    assert x.look["color"] != y.look["color"] and (x.look["label"], y.look["label"]) == ("x", "y")


def test_panel_over_steps_marks_the_one_that_is_shown():
    panel = parts.loss("adam", 150)
    assert_array_equal(panel.lines["loss"].data(FRAME), [[0, 1, 2, 3], [4, 3, 2, 1]])
    assert panel.lines["goal"].data(FRAME) == ([0, 150], [parts.GOAL, parts.GOAL])
    assert list(panel.lines)[-1] == "now" and panel.lines["now"].data(FRAME) == ([2, 2], panel.y)
    assert (panel.x, panel.log) == ((0, 150), "y")


def test_lengths_are_those_of_the_steps():
    length = parts.step_lengths(PATH)
    assert np.isnan(length[0]) and length[1:] == pytest.approx([5, 0, np.sqrt(8)])
    with np.errstate(all="raise"):
        assert parts.step_lengths(np.array([[0.0, 1e300], [0.0, 1e300]]))[1] == np.inf


def test_run_that_leaves_is_called_so_at_the_step_where_it_does():
    assert parts.fate(PATH) == ""
    gone = np.array([[0.0, 900, -1100, np.nan], [0.0, 0, 0, 0]])
    assert parts.fate(gone) == " <b>It runs away</b>: beyond 1,000 from step 2 on."
    assert "from step 3 on" in parts.fate(np.array([[0.0, 1, 2, np.nan], [0.0, 0, 0, 0]]))


def test_point_in_words():
    assert parts.point(np.array([-0.193456, 7.01e-46])) == "(-0.193, 7.01e-46)"


def test_knobs_of_the_start_have_the_window_as_their_range():
    x, y = parts.start(-4, 1, ravine().window)
    assert (x.low, x.high, y.low, y.high) == (-5, 5, -2.5, 2.5)
    x.check(-4.0)
    y.check(1.0)

"""The explorer as a frame for any model: what moves it, what it says, and what it leaves on the page."""

from io import BytesIO

import numpy as np
import pytest
from IPython.display import Markdown
from PIL import Image

from course_utils import display
from course_utils.explorer import Explorer, Frame, Goal, Knob, Line, Panel, explorer

CAPTION = "At half the height the ball has lost half of its energy."
ALT = "A parabola that opens downwards, with a dot at its top."
VIEW = "application/vnd.jupyter.widget-view+json"


def throw(speed, x, steps):
    """A ball that is thrown up: nothing an optimizer knows."""
    t = np.arange(steps + 1)
    return {"x": x + t, "height": speed * t - t**2 / 2}


def make(shown=None, drag=False):
    panels = {
        "path": Panel(
            "path",
            (-5, 20),
            (-1, 40),
            {
                "line": Line(lambda frame: (frame.run["x"], frame.run["height"]), color="black"),
                "ball": Line(
                    lambda frame: (frame.run["x"][[frame.step]], frame.run["height"][[frame.step]]),
                    color="red",
                    marker="o",
                ),
            },
            click=("x", "speed"),
            drag=drag,
        ),
        "time": Panel(
            "time", (0, 10), (-1, 40), {"height": Line(lambda f: (f.steps, f.run["height"]), color="black")}
        ),
    }
    knobs = [
        Knob("speed", "speed", 5.0, 0.0, 40.0, 0.5),
        Knob("x", "x", 0.0, -5.0, 5.0, 0.5),
        Knob("steps", "steps", 8, 1, 10, 1),
    ]
    return Explorer(
        "a throw",
        throw,
        [["path", "time"]],
        panels,
        knobs,
        lambda frame: f"height {frame.run['height'][frame.step]:g}",
        Goal(
            "20 high within 4 steps, from x = 1",
            lambda frame: next((k for k, height in enumerate(frame.run["height"]) if height >= 20), np.inf),
            given={"x": 1},
            within=4,
        ),
        shown=shown,
    )


@pytest.fixture
def thrown():
    return make()


# ---------------------------------------------------------------------------------------------------- goals


def test_goal_counts_from_what_is_given_and_within_its_limit(thrown):
    for settings, step in (
        ({"speed": 8.0, "x": 1.0}, 4),  # 8 · 4 − 8 = 24, and 19.5 a step before
        ({"speed": 20.0, "x": 1.0}, 2),
        ({"speed": 7.0, "x": 1.0}, 4),  # 20 high and no more
        ({"speed": 6.5, "x": 1.0}, np.inf),  # 20 high at step 5 only
        ({"speed": 20.0, "x": 0.5}, np.inf),  # from another start
    ):
        thrown.set(**settings)
        assert thrown.reached == step
        assert ("✓ reached at step" in thrown.controls.text) == (step < np.inf)


@pytest.mark.parametrize(
    ("value", "wanted", "same"),
    [
        (0.30000000000000004, 0.3, True),
        (0.31, 0.3, False),
        (3, 3, True),
        (True, True, True),
        (False, True, False),
        ("saddle", "saddle", True),
        ("ravine", "saddle", False),
    ],
)
def test_given_numbers_are_met_to_rounding_and_words_exactly(value, wanted, same):
    goal = Goal("", lambda frame: 5, given={"knob": wanted})
    assert (goal.reached(Frame(None, 0, {"knob": value})) == 5) == same


# --------------------------------------------------------------------------------------------------- moving


def test_explorer_says_what_it_shows(thrown):
    assert thrown.settings == {"speed": 5.0, "x": 0.0, "steps": 8}
    assert thrown.frame.step == 8 and thrown.frame.settings == thrown.settings
    assert thrown.run["height"][8] == 8
    assert (
        thrown.controls.text == "Step 8: height 8<br>Goal: 20 high within 4 steps, from x = 1. ✗ not reached"
    )
    assert make(shown=3).frame.step == 3


def test_several_settings_are_one_picture(thrown, monkeypatch):
    pictures, png = [], thrown.view.png
    monkeypatch.setattr(thrown.view, "png", lambda frame: pictures.append(frame) or png(frame))
    thrown.set(speed=10.0, x=2.0, steps=9)
    (frame,) = pictures
    assert frame.settings == {"speed": 10.0, "x": 2.0, "steps": 9} and frame.step == 9


def test_another_step_does_not_run_the_model_again(thrown):
    thrown.model = None
    thrown.controls.step.value = 2
    assert thrown.controls.text.startswith("Step 2: height 8")


def test_what_is_shown_depends_on_the_settings_alone(thrown):
    first = thrown.image.value, thrown.controls.text
    thrown.set(speed=10.0)
    thrown.controls.step.value = 1
    assert thrown.image.value != first[0]
    thrown.controls.reset.click()
    assert (thrown.image.value, thrown.controls.text) == first


def test_bad_setting_moves_nothing(thrown):
    before = thrown.settings
    with pytest.raises(ValueError, match="speed must be a number from 0 to 40, not 50"):
        thrown.set(x=1.0, speed=50)
    assert thrown.settings == before


def event(explorer, panel, x, y, kind="mousedown", buttons=1, zoom=1.0):
    column, row = explorer.view.pixel(panel, x, y)
    return {
        "type": kind,
        "buttons": buttons,
        "relativeX": column * zoom,
        "relativeY": row * zoom,
        "boundingRectWidth": explorer.view.size[0] * zoom,
    }


@pytest.mark.parametrize("zoom", [1.0, 0.5, 2.0])
def test_click_sets_both_numbers_to_the_nearest_on_their_sliders(thrown, zoom):
    thrown.pointed(event(thrown, "path", 2.2, 30.6, zoom=zoom))
    assert (thrown.settings["x"], thrown.settings["speed"]) == (2.0, 30.5)
    thrown.pointed(event(thrown, "path", 19, 0, zoom=zoom))  # beyond the slider
    assert (thrown.settings["x"], thrown.settings["speed"]) == (5.0, 0.0)


def test_click_elsewhere_and_a_move_change_nothing(thrown):
    before = thrown.settings
    thrown.pointed(event(thrown, "time", 3, 3))
    thrown.pointed(event(thrown, "path", 1, 30) | {"relativeX": 1, "relativeY": 1})
    for buttons in (0, 1):
        thrown.pointed(event(thrown, "path", 1, 30, "mousemove", buttons))
    assert thrown.settings == before


def test_panel_that_is_dragged_follows_the_mouse_while_its_button_is_down():
    thrown = make(drag=True)
    thrown.pointed(event(thrown, "path", 1, 30, "mousemove", buttons=0))
    assert thrown.settings["x"] == 0
    thrown.pointed(event(thrown, "path", 1, 30, "mousemove", buttons=1))
    assert thrown.settings["x"] == 1


@pytest.mark.parametrize(("drag", "events"), [(False, ["mousedown"]), (True, ["mousedown", "mousemove"])])
def test_browser_reports_moves_only_where_something_is_dragged(drag, events):
    assert make(drag=drag).mouse.watched_events == events


def test_without_ipyevents_the_sliders_still_work(monkeypatch):
    monkeypatch.setattr(explorer, "Event", None)
    thrown = make()
    before = thrown.image.value
    thrown.controls.by_name["speed"].value = 20.0
    assert thrown.image.value != before


def test_run_may_leave_the_finite_numbers_without_a_warning():
    thrown = make()
    thrown.words = lambda frame: str(np.float64(1e308) * 10)
    thrown.set(speed=1.0)
    assert "inf" in thrown.controls.text


# ---------------------------------------------------------------------------------------------- on the page


@pytest.fixture
def shown(monkeypatch):
    """What is displayed, as pairs (object, keywords)."""
    calls = []
    monkeypatch.setattr(display, "display", lambda *objects, **kwargs: calls.append((*objects, kwargs)))
    return calls


def test_page_gets_the_still_the_widget_alone_and_the_caption_in_this_order(thrown, shown):
    thrown.show(CAPTION, ALT)
    (still, kept), (live, _), (sentence, _) = shown
    assert set(still) == {"image/png", "text/plain"} and still["text/plain"] == "<explorer of a throw>"
    assert kept == {"raw": True, "metadata": {"image/png": {"alt": ALT, "width": thrown.view.size[0]}}}
    assert set(live) == {VIEW} and live[VIEW]["model_id"] == thrown.box.model_id
    assert isinstance(sentence, Markdown) and sentence.data == f"*{CAPTION}*"


def test_still_is_the_present_picture_at_twice_its_density_and_the_widget_hides_it_while_it_lives(
    thrown, shown
):
    thrown.set(speed=6.0)
    thrown.show(CAPTION)
    still = Image.open(BytesIO(shown[0][0]["image/png"])).convert("RGB")
    live = Image.open(BytesIO(thrown.image.value)).convert("RGB")
    assert still.size == (2 * live.width, 2 * live.height)
    assert shown[0][1]["metadata"]["image/png"]["alt"] == CAPTION
    red = [np.abs(np.asarray(picture) - [255, 0, 0]).max(axis=2) < 40 for picture in (still, live)]
    middles = [np.argwhere(where).mean(axis=0) for where in red]
    assert middles[0] / 2 == pytest.approx(middles[1], abs=1)  # the ball is where it was
    assert "live-explorer" in thrown.box._dom_classes
    assert ".jp-OutputArea-child:has(+ .jp-OutputArea-child .live-explorer)" in thrown.box.children[-1].value


@pytest.mark.parametrize("sentence", ["a path", "", None, 7])
def test_caption_that_is_no_sentence_is_refused(thrown, shown, sentence):
    with pytest.raises(ValueError, match="caption must be a full sentence"):
        thrown.show(sentence)
    assert not shown

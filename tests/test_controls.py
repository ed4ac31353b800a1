"""Sliders, menus and buttons without a browser: what they can be set to, and what they call."""

import ipywidgets as widgets
import numpy as np
import pytest

from course_utils.controls import Controls, Knob

LOG = Knob("lr", "η", 0.02, 1e-3, 1.0, 0.02, log=True)
LINEAR = Knob("alpha", "α", 0.9, 0.0, 0.99, 0.01)
WHOLE = Knob("steps", "steps", 40, 1, 60, 1)
CHOICE = Knob("gamma", "γ", 0.9, choices=(0.0, 0.9, 0.99))
MENU = Knob("rule", "rule", "SGD", choices=("SGD", "Adam"))
SWITCH = Knob("on", "on", True)
ALL = (LOG, LINEAR, WHOLE, CHOICE, MENU, SWITCH)


@pytest.fixture
def calls():
    return []


@pytest.fixture
def controls(calls):
    return Controls(ALL, lambda: calls.append("changed"), shown=7)


@pytest.mark.parametrize(
    ("knob", "kind"),
    [
        (LOG, widgets.SelectionSlider),
        (LINEAR, widgets.FloatSlider),
        (WHOLE, widgets.IntSlider),
        (CHOICE, widgets.SelectionSlider),
        (MENU, widgets.Dropdown),
        (SWITCH, widgets.Checkbox),
    ],
)
def test_each_kind_of_number_has_its_control_and_its_label(knob, kind):
    control = knob.control()
    assert type(control) is kind and control.value == knob.value and control.description == knob.label


@pytest.mark.parametrize("knob", ALL, ids=lambda knob: knob.name)
def test_control_can_be_set_to_each_of_its_values_and_keeps_it(knob):
    control, values = knob.control(), knob.values()
    assert len(set(values)) == len(values) and knob.value in values
    for value in values:
        knob.check(value)
        control.value = value
        assert control.value == value and type(control.value) is type(knob.value)


def test_values_go_from_end_to_end_by_the_step():
    assert np.allclose(LINEAR.values(), np.linspace(0, 0.99, 100))
    assert WHOLE.values() == list(range(1, 61))


def test_logarithmic_values_are_round_and_evenly_spaced():
    values = np.array(LOG.values())
    assert values[0] == 1e-3 and values[-1] == 1 and len(values) == 151
    assert np.abs(np.log10(values) - np.linspace(-3, 0, 151)).max() < np.log10(1.025)
    assert {0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0} <= set(values)
    assert all(float(f"{v:.3g}") == v for v in values)  # what is written is what is computed with
    assert [label for label, _ in LOG.control().options] == [f"{v:.3g}" for v in values]


def test_range_that_is_no_whole_number_of_steps_ends_inside():
    assert Knob("x", "x", 0.1, 1e-3, 3.0, 0.02, log=True).values()[-1] <= 3.0
    assert Knob("x", "x", 0.0, 0.0, 1.0, 0.3).values() == [0.0, 0.3, 0.6, 0.9]


def test_clicked_number_becomes_the_nearest_that_the_control_can_take():
    assert LINEAR.nearest(0.5049) == 0.5 and LINEAR.nearest(7) == 0.99
    assert LOG.nearest(0.0201) == 0.02


@pytest.mark.parametrize(
    ("knob", "value", "message"),
    [
        (LINEAR, 1.5, "alpha must lie between 0 and 0.99, not 1.5"),
        (LINEAR, "much", "alpha must lie between 0 and 0.99, not 'much'"),
        (LINEAR, np.nan, "alpha must lie between 0 and 0.99, not nan"),
        (WHOLE, 0, "steps must lie between 1 and 60, not 0"),
        (LOG, 0.0201, "lr must be one of the 151 on its slider, not 0.0201; the nearest is 0.02"),
        (CHOICE, 0.5, r"gamma must be one of \[0.0, 0.9, 0.99\], not 0.5"),
        (MENU, "NAG", r"rule must be one of \['SGD', 'Adam'\], not 'NAG'"),
        (SWITCH, 2, r"on must be one of \[False, True\], not 2"),
    ],
)
def test_value_that_a_control_cannot_take_is_refused(knob, value, message):
    with pytest.raises(ValueError, match=message):
        knob.check(value)


def test_numbers_are_those_of_the_knobs(controls):
    assert controls.numbers == {knob.name: knob.value for knob in ALL}
    assert controls.step.value == 7


def test_several_numbers_are_one_change(controls, calls):
    controls.set(lr=0.5, alpha=0.1, rule="Adam", on=False)
    assert len(calls) == 1
    assert controls.numbers == controls.numbers | {"lr": 0.5, "alpha": 0.1, "rule": "Adam", "on": False}


def test_refused_change_moves_nothing(controls, calls):
    before = controls.numbers
    for wrong in ({"alpha": 0.2, "lr": 7.0}, {"alpha": 0.2, "beta": 1}):
        with pytest.raises(ValueError, match=r"lr must|beta is none of the controls lr, alpha, steps"):
            controls.set(**wrong)
    assert controls.numbers == before and not calls


def test_moving_one_control_is_one_change(controls, calls):
    controls.by_name["alpha"].value = 0.3
    controls.step.value = 5
    assert len(calls) == 2


def test_new_number_of_steps_shows_the_last_one_in_one_change(controls, calls):
    for steps in (20, 55):
        calls.clear()
        controls.by_name["steps"].value = steps
        assert controls.step.value == controls.step.max == controls.play.value == controls.play.max == steps
        assert len(calls) == 1


def test_one_step_goes_on_and_stays_at_the_end(controls):
    controls.one_step.click()
    assert controls.step.value == controls.play.value == 8
    controls.step.value = 40
    controls.one_step.click()
    assert controls.step.value == 40


def test_reset_brings_everything_back(controls):
    first = controls.numbers, controls.step.value
    controls.set(lr=1.0, alpha=0.0, steps=3, gamma=0.0, rule="Adam", on=False)
    controls.reset.click()
    assert (controls.numbers, controls.step.value, controls.step.max) == (*first, 40)


def test_text_is_what_was_written(controls):
    controls.text = "Step 3: <b>here</b>"
    assert controls.text == "Step 3: <b>here</b>"
    assert "Step 3: <b>here</b>" in controls.column.children[-1].value

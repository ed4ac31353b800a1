"""Knobs without a browser: what keys can reach, what is refused, and that one change is one call."""

import asyncio
import time

import numpy as np
import pytest

from course_utils.explorer.knobs import PAUSE, Controls, Knob, Throttled

LR = Knob("lr", "η, learning rate", 0.1, 1e-3, 1.0, 0.02, log=True)
X = Knob("x", "x of start", -1.0, -2.0, 2.0, 0.1)
KAPPA = Knob("kappa", "κ, condition", 25, choices=(1, 5, 25, 100))
RULE = Knob("rule", "rule", "SGD", choices=("SGD", "Adam"))
SWAP = Knob("swap", "swap", True)
STEPS = Knob("steps", "steps", 50, 1, 80, 1)
KNOBS = (LR, X, KAPPA, RULE, SWAP, STEPS)
each_knob = pytest.mark.parametrize("knob", KNOBS, ids=lambda knob: knob.name)


@pytest.fixture
def calls():
    return []


@pytest.fixture
def controls(calls):
    return Controls(KNOBS, lambda: calls.append(1))


# ---------------------------------------------------------------------------------------------- one control


@pytest.mark.parametrize(
    ("knob", "kind"),
    [
        (LR, "SelectionSlider"),
        (X, "FloatSlider"),
        (KAPPA, "SelectionSlider"),
        (RULE, "SelectionSlider"),
        (SWAP, "Checkbox"),
        (STEPS, "IntSlider"),
    ],
)
def test_type_of_the_value_decides_the_kind_of_control(knob, kind):
    control = knob.control()
    assert type(control).__name__ == kind
    assert control.value == knob.value and control.description == knob.label


def reachable(control):
    """What the keys can set a widget to, from its own traits."""
    if hasattr(control, "options"):
        return [option[1] if isinstance(option, tuple) else option for option in control.options]
    if not hasattr(control, "step"):
        return [False, True]
    values = []
    while control.min + len(values) * control.step <= control.max + 1e-9:
        values.append(control.min + len(values) * control.step)
    return values


@each_knob
def test_values_are_what_the_keys_can_reach(knob):
    values, control = knob.values(), knob.control()
    assert (
        values == pytest.approx(reachable(control), abs=1e-9)
        if knob is not RULE
        else values == ["SGD", "Adam"]
    )
    assert type(values[0]) is type(knob.value)
    for value in values:
        knob.check(value)
        control.value = value
        assert control.value == value


def test_logarithmic_values_are_rounded_powers():
    assert Knob("eps", "ε", 0.1, 1e-3, 1.0, 0.5, log=True).values() == [
        0.001,
        0.00315,
        0.01,
        0.0315,
        0.1,
        0.315,
        1,
    ]
    values = np.array(LR.values())
    assert len(values) == 151 and (values[0], values[-1]) == (1e-3, 1.0)
    assert (
        abs(np.log10(values) - np.linspace(-3, 0, 151)) <= np.log10(1.025)
    ).all()  # to the next 0.05, of 1 or more


def test_range_that_is_no_whole_number_of_steps_ends_inside():
    assert Knob("x", "x", 0.0, 0.0, 1.0, 0.3).values() == pytest.approx([0, 0.3, 0.6, 0.9])
    assert 2.8 < Knob("lr", "η", 0.1, 1e-3, 3.0, 0.02, log=True).values()[-1] <= 3.0


@pytest.mark.parametrize(
    ("knob", "clicked", "nearest"),
    [
        (X, 0.449, 0.4),
        (X, -1.26, -1.3),
        (X, 77.0, 2.0),
        (X, -77.0, -2.0),
        (STEPS, 3.6, 4),
        (LR, 0.1002, 0.1),
        (LR, 0.0, 1e-3),
        (KAPPA, 60, 25),
        (KAPPA, 70, 100),
    ],
)
def test_nearest_is_a_value_of_the_slider(knob, clicked, nearest):
    assert knob.nearest(clicked) == pytest.approx(nearest)
    knob.check(knob.nearest(clicked))


@pytest.mark.parametrize(
    ("knob", "value", "message"),
    [
        (X, 2.5, "x must be a number from -2 to 2, not 2.5"),
        (X, np.nan, "x must be a number from -2 to 2, not nan"),
        (X, "1", "x must be a number from -2 to 2, not '1'"),
        (X, None, "x must be a number from -2 to 2, not None"),
        (STEPS, 0, "steps must be a whole number from 1 to 80, not 0"),
        (LR, 0.1001, "lr must be one of the 151 on its slider \\(the nearest is 0.1\\), not 0.1001"),
        (LR, 7, "lr must be one of the 151 on its slider \\(the nearest is 1.0\\), not 7"),
        (KAPPA, 30, r"kappa must be one of \[1, 5, 25, 100\], not 30"),
        (RULE, "adam", r"rule must be one of \['SGD', 'Adam'\], not 'adam'"),
        (SWAP, "yes", r"swap must be one of \[False, True\], not 'yes'"),
    ],
)
def test_bad_value_is_refused_with_its_name_and_what_is_allowed(knob, value, message):
    with pytest.raises(ValueError, match=f"^{message}$"):
        knob.check(value)


# ---------------------------------------------------------------------------------------------- all together


def test_settings_are_those_of_the_knobs_in_their_order(controls):
    assert list(controls.settings.items()) == [(knob.name, knob.value) for knob in KNOBS]
    assert controls.step.value == controls.step.max == 50


@each_knob
def test_moving_one_control_calls_once(controls, calls, knob):
    moved = next(value for value in knob.values() if value != knob.value)
    controls.by_name[knob.name].value = moved
    assert len(calls) == 1
    assert controls.settings == {k.name: k.value for k in KNOBS} | {knob.name: moved}
    controls.by_name[knob.name].value = moved  # where it stands already
    assert len(calls) == 1


def test_setting_several_calls_once_when_all_have_moved(calls):
    seen = []
    controls = Controls(
        KNOBS, lambda: seen.append((controls.settings, controls.step.value, controls.step.max))
    )
    controls.set(lr=0.01, rule="Adam", steps=70, swap=False, x=0.5, kappa=100)
    settings = {"lr": 0.01, "x": 0.5, "kappa": 100, "rule": "Adam", "swap": False, "steps": 70}
    assert seen == [(settings, 70, 70)]


def test_setting_a_number_shows_the_last_step(controls):
    controls.step.value = controls.play.value = 10
    controls.set(x=0.5)
    assert controls.step.value == controls.play.value == 50


@pytest.mark.parametrize("bad", [{"x": 9.0}, {"rule": "sgd"}, {"lr": 0.1001}, {"eta": 0.1}])
def test_bad_number_among_good_ones_moves_nothing(controls, calls, bad):
    controls.step.value = 10
    before, calls[:] = controls.settings, []
    with pytest.raises(ValueError, match=next(iter(bad))):
        controls.set(**{"kappa": 5, "steps": 60} | bad | {"swap": False})
    assert controls.settings == before and controls.step.value == 10 and not calls
    controls.by_name["x"].value = 0.0  # and the controls still answer
    assert len(calls) == 1


def test_unknown_name_is_refused_with_those_there_are(controls):
    with pytest.raises(ValueError, match=r"^eta is none of the controls lr, x, kappa, rule, swap, steps$"):
        controls.set(eta=0.1)


@pytest.mark.parametrize("length", [20, 80])
def test_another_length_shows_its_last_step_and_calls_once(calls, length):
    seen = []
    controls = Controls(KNOBS, lambda: seen.append((controls.step.value, controls.settings["steps"])))
    controls.by_name["steps"].value = length
    assert seen == [(length, length)]
    for control in (controls.step, controls.play):
        assert (control.min, control.value, control.max) == (0, length, length)


def test_shown_step_is_moved_alone(controls, calls):
    before = controls.settings
    controls.step.value = 7
    assert len(calls) == 1 and controls.settings == before


def test_button_goes_one_step_on_and_stays_at_the_end(controls, calls):
    controls.step.value = 48
    calls.clear()
    for shown, called in ((49, 1), (50, 2), (50, 2), (50, 2)):
        controls.one_step.click()
        assert controls.step.value == controls.play.value == shown
        assert len(calls) == called


def test_reset_brings_everything_back_with_the_step_that_was_shown():
    seen = []
    controls = Controls(KNOBS, lambda: seen.append((controls.settings, controls.step.value)), shown=16)
    first = controls.settings, controls.step.value, controls.play.value, controls.step.max
    assert first[1:] == (16, 16, 50)
    controls.set(lr=0.01, rule="Adam", steps=10, swap=False)
    assert controls.step.value == 10
    controls.reset.click()
    assert (controls.settings, controls.step.value, controls.play.value, controls.step.max) == first
    assert seen[-1] == first[:2]


def test_text_is_read_as_it_was_written(controls):
    for text in ("", "Step 3: <b>L = 2</b>", "<div>a box</div>", "1 < 2"):
        controls.text = text
        assert controls.text == text
        assert text in controls.words.value


# ------------------------------------------------------------------------------------------- not too often


def test_in_a_kernel_quick_texts_are_thinned_out_and_the_last_one_is_shown(controls):
    sent = []
    controls.words.observe(lambda change: sent.append(change.new), "value")

    async def hold_a_key():
        for k in range(30):
            controls.text = f"text {k}."
            await asyncio.sleep(0.02)
        await asyncio.sleep(2 * PAUSE)

    asyncio.run(hold_a_key())
    assert "text 0." in sent[0] and "text 29." in sent[-1] and 2 <= len(sent) < 30


def test_throttled_function_passes_on_the_first_the_last_and_few_between_a_pause_apart():
    calls = []
    slowly = Throttled(lambda value: calls.append((time.monotonic(), value)), 0.1)

    async def ask():
        for k in range(20):
            slowly(k)
            await asyncio.sleep(0.02)
        await asyncio.sleep(0.3)
        slowly("after a pause")

    asyncio.run(ask())
    times, values = zip(*calls, strict=True)
    assert values[0] == 0 and values[-2:] == (19, "after a pause")
    assert len(values) <= 7 and (np.diff(times) > 0.099).all()


def test_without_an_event_loop_every_value_is_passed_on_at_once():
    calls = []
    at_once = Throttled(calls.append, 10)
    for k in range(5):
        at_once(k)
    assert calls == [0, 1, 2, 3, 4]

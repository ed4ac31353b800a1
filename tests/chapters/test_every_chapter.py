"""What every explorer of the course promises: its goal, its knobs, its extremes, its clicks."""

import numpy as np
import pytest
from worlds import EXPLORERS, drawn

each = pytest.mark.parametrize("name", EXPLORERS)


@pytest.fixture(scope="module")
def made():
    return {name: make() for name, (make, _) in EXPLORERS.items()}


@pytest.fixture
def explorer(made, name):
    """An explorer in its first state."""
    made[name].controls.reset.click()
    return made[name]


# ------------------------------------------------------------------------------------------- goals


@each
def test_goal_is_not_reached_at_first(explorer):
    assert explorer.reached == np.inf
    assert "✗ not reached" in explorer.controls.text and explorer.goal.words in explorer.controls.text


@each
def test_goal_can_be_reached_with_values_on_the_sliders(explorer, name):
    settings = EXPLORERS[name][1]
    for knob, value in settings.items():
        assert value in explorer.controls.knobs[knob].values(), knob
    explorer.set(**settings)
    assert explorer.reached <= explorer.settings["steps"]
    assert f"✓ reached at step {explorer.reached}" in explorer.controls.text


@pytest.mark.parametrize("name", sorted(set(EXPLORERS) - {"which_optimizer", "rough_ground"}))
def test_goal_does_not_count_from_an_easier_start(explorer, name):
    explorer.set(**EXPLORERS[name][1] | {"x": 0.2, "y": 0.1})
    assert explorer.reached == np.inf


@each
def test_goal_asks_only_for_what_the_knobs_can_be_set_to(explorer):
    for name, value in explorer.goal.given.items():
        explorer.controls.knobs[name].check(value)


# ------------------------------------------------------------------------------------------------- knobs


@each
def test_values_of_the_knobs_rise_begin_in_reach_and_are_what_is_written_beside_the_slider(explorer):
    for knob in explorer.controls.knobs.values():
        values, control = knob.values(), explorer.controls.by_name[knob.name]
        assert knob.value in values, knob.name
        if isinstance(knob.value, str | bool):
            continue
        assert (np.diff(values) > 0).all(), knob.name
        if hasattr(control, "options"):
            assert [float(label) for label, _ in control.options] == values
        else:
            assert (values[0], values[-1]) == pytest.approx((control.min, control.max))


@each
def test_every_control_has_a_visible_label_that_fits(explorer):
    controls = explorer.controls
    assert len({knob.label for knob in controls.knobs.values()}) == len(controls.knobs)
    for control in (*controls.by_name.values(), controls.step, controls.one_step, controls.reset):
        assert 0 < len(control.description) <= 18 and control.layout.visibility != "hidden"
        assert control.description == control.description.strip() != ""


@each
def test_column_holds_all_controls_in_the_order_of_the_tab_key(explorer):
    controls = explorer.controls
    *rows, step, row, words = controls.column.children
    assert rows == [controls.by_name[name] for name in controls.knobs] and step is controls.step
    assert list(row.children) == [controls.play, controls.one_step, controls.reset]
    assert controls.text in words.value
    widths = [int(child.layout.width.removesuffix("px")) for child in row.children]
    assert sum(widths) <= int(row.layout.width.removesuffix("px"))


# ---------------------------------------------------------------------------- what moves, and what does not


@each
def test_every_knob_changes_the_picture_or_the_words(explorer):
    before = explorer.image.value, explorer.controls.text
    for name, knob in explorer.controls.knobs.items():
        values = [v for v in knob.values() if v != knob.value]
        for value in (values[len(values) // 2], values[-1], values[0]):
            explorer.set(**{name: value})
            if (explorer.image.value, explorer.controls.text) != before:
                break
        else:
            pytest.fail(f"{name} changes nothing")
        explorer.set(**{name: knob.value})


@each
def test_same_settings_give_the_same_picture_wherever_it_came_from(explorer, name):
    first = explorer.image.value, explorer.controls.text
    explorer.set(**EXPLORERS[name][1])
    explorer.controls.step.value = 3
    assert explorer.image.value != first[0]
    explorer.controls.reset.click()
    assert (explorer.image.value, explorer.controls.text) == first


@each
def test_path_is_drawn_up_to_the_step_that_is_shown(explorer):
    explorer.controls.step.value = 4
    paths = [
        drawn(explorer, panel, line)
        for panel in ("path", "map")
        if panel in explorer.view.panels
        for line in explorer.view.panels[panel].lines
        if line in ("path", "nag", "sgd", "adam")
    ]
    assert paths and all(path.shape == (2, 5) for path in paths)


@each
def test_all_extremes_are_shown_without_an_error_or_a_warning(explorer):
    for name, knob in explorer.controls.knobs.items():
        for other in ("lr", "rate", None):
            if other in explorer.controls.knobs:
                explorer.set(**{other: explorer.controls.knobs[other].values()[-1]})
            for value in (knob.values()[0], knob.values()[-1]):
                explorer.set(**{name: value})
                assert bytes(explorer.image.value[:4]) == b"\x89PNG"
            explorer.controls.reset.click()


@each
def test_random_settings_are_shown_without_an_error_or_a_warning(explorer):
    rng = np.random.default_rng(0)
    for _ in range(40):
        knob = rng.choice(list(explorer.controls.knobs.values()))
        explorer.set(**{knob.name: knob.values()[rng.integers(len(knob.values()))]})
        explorer.controls.step.value = int(rng.integers(explorer.settings["steps"] + 1))
    assert bytes(explorer.image.value[:4]) == b"\x89PNG"


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("gradient_descent", {"lr": 0.5}),
        ("sgd", {"lr": 2.0}),
        ("momentum", {"rate": 4.0, "alpha": 0.5}),
        ("nag", {"lr": 2.0}),
        ("rough_ground", {"lr": 0.016}),
    ],
)
def test_run_that_diverges_is_called_so_and_its_path_is_cut(explorer, settings):
    explorer.set(**settings)
    assert "It runs away" in explorer.controls.text
    panel = next(iter(explorer.view.panels))
    assert 50 < np.nanmax(np.abs(drawn(explorer, panel, "path"))) < 500


@pytest.mark.parametrize("name", sorted(set(EXPLORERS) - {"which_optimizer"}))
def test_run_that_stays_is_not_called_so(explorer):
    assert "runs away" not in explorer.controls.text


@each
def test_click_on_the_paths_moves_the_start_there(explorer):
    panel = next(name for name, panel in explorer.view.panels.items() if panel.click == ("x", "y"))
    column, row = explorer.view.pixel(panel, 1.0, 0.5)
    explorer.pointed(
        {"type": "mousedown", "buttons": 1, "relativeX": column, "relativeY": row}
        | {"boundingRectWidth": explorer.view.size[0]}
    )
    start = [explorer.settings["x"], explorer.settings["y"]]
    assert start == pytest.approx([1.0, 0.5], abs=0.06)
    assert np.allclose(drawn(explorer, panel, "start")[:, 0], start)

"""The explorers without a browser: what they draw, what moves them, and that their goals can be met."""

import numpy as np
import pytest
from IPython.display import Markdown

from course_utils import explorers, models, plots
from course_utils.descent import trajectory
from course_utils.optimizers import RULES, adagrad, adam, momentum, nag, rmsprop, sgd
from course_utils.surfaces import make_surface, quadratic, ravine


def line_fit():
    """200 points and a line through them, as in notebook 01: (surface, gradient of a batch, data)."""
    rng = np.random.default_rng(0)
    a = rng.uniform(-1, 2, 200)
    b = 1 + 2 * a + rng.standard_normal(200)

    def residual(W, a, b):
        return W[0][..., None] + W[1][..., None] * a - b

    def loss(W):
        return (residual(W, a, b) ** 2).mean(axis=-1) / 2

    def grad(W, a, b):
        r = residual(W, a, b)
        return np.stack([r.mean(axis=-1), (r * a).mean(axis=-1)])

    best = np.polyfit(a, b, 1)[::-1]
    window = [(-1.6, 2.6), (-1.6, 3.4)]
    return (
        make_surface("line fit", loss, lambda W: grad(W, a, b), best[:, None], (-1, -1), window),
        grad,
        (a, b),
    )


def wall():
    """A gentle slope and a wall at its end, as in notebook 03."""

    def loss(W):
        return W[1] ** 2 / 8 - W[0] / 2 + np.exp(2 * (W[0] - 2)) / 4 + 0.75

    def grad(W):
        return np.stack([np.exp(2 * (W[0] - 2)) / 2 - 0.5, W[1] / 4])

    return make_surface("wall", loss, grad, [[2], [0]], (-6.0, 1.2), [(-7.0, 4.0), (-1.6, 1.6)])


# every explorer, and numbers on its sliders that reach its goal
MAKE = {
    "00": (explorers.explore_gradient_descent, {"lr": 0.076}),
    "01": (lambda: explorers.explore_sgd(*line_fit()), {"batch_size": 5, "lr": 0.0455}),
    "02": (explorers.explore_momentum, {"rate": 3.22, "alpha": 0.68}),
    "03": (lambda: explorers.explore_nag(wall()), {"lr": 1.15, "alpha": 0.68}),
    "04": (explorers.explore_adagrad, {"lr": 3.3, "angle": 20}),
    "05": (explorers.explore_rmsprop, {"gamma": 0.5, "lr": 0.083}),
    "06": (lambda: explorers.explore_adam(ravine()), {"lr": 0.4, "beta1": 0.5}),
    "07 race": (explorers.explore_race, {"y": 0.5}),
    "07 basins": (explorers.explore_basins, {"lr": 0.005}),
}
each = pytest.mark.parametrize("name", MAKE)


@pytest.fixture(scope="module")
def made():
    return {name: make() for name, (make, _) in MAKE.items()}


@pytest.fixture
def explorer(made, name):
    """An explorer in its first state."""
    made[name].controls.reset.click()
    return made[name]


def drawn(explorer, line):
    """What a line of the picture holds: (x, y)."""
    return np.array(explorer.view.artists[line].get_data(), dtype=float)


# ------------------------------------------------------------------------------------------- goals


@each
def test_goal_is_not_reached_at_first(explorer):
    assert explorer.reached == np.inf
    assert "✗ not reached" in explorer.controls.text and explorer.goal in explorer.controls.text


@each
def test_goal_can_be_reached_with_values_on_the_sliders(explorer, name):
    numbers = MAKE[name][1]
    for number, value in numbers.items():
        assert value in explorer.controls.knobs[number].values(), number
    explorer.set(**numbers)
    assert explorer.reached <= explorer.numbers["steps"]
    assert f"✓ reached at step {explorer.reached}" in explorer.controls.text


@pytest.mark.parametrize("name", sorted(set(MAKE) - {"07 race", "07 basins"}))
def test_goal_does_not_count_from_an_easier_start(explorer, name):
    explorer.set(**MAKE[name][1] | {"x": 0.2, "y": 0.1})
    assert explorer.reached == np.inf


# ---------------------------------------------------------------------------- what moves, and what does not


@each
def test_every_control_changes_the_picture_or_the_words(explorer):
    before = explorer.image.value, explorer.controls.text
    for number, knob in explorer.controls.knobs.items():
        values = [v for v in knob.values() if v != knob.value]
        for value in (values[len(values) // 2], values[-1], values[0]):
            explorer.set(**{number: value})
            if (explorer.image.value, explorer.controls.text) != before:
                break
        else:
            pytest.fail(f"{number} changes nothing")
        explorer.set(**{number: knob.value})


@each
def test_same_numbers_give_the_same_picture_wherever_it_came_from(explorer, name):
    first = explorer.image.value, explorer.controls.text
    explorer.set(**MAKE[name][1])
    explorer.controls.step.value = 3
    assert explorer.image.value != first[0]
    explorer.controls.reset.click()
    assert (explorer.image.value, explorer.controls.text) == first


@each
def test_setting_several_numbers_draws_once(explorer, name, monkeypatch):
    pictures = []
    png = explorer.view.png
    monkeypatch.setattr(explorer.view, "png", lambda *data: pictures.append(1) or png(*data))
    explorer.set(**MAKE[name][1] | {"x": 1.0, "y": 0.5})
    assert len(pictures) == 1


@each
def test_showing_another_step_does_not_run_the_model_again(explorer, monkeypatch):
    monkeypatch.setattr(explorer, "model", None)
    explorer.controls.step.value = 2
    assert explorer.controls.text.startswith("Step 2:")


@each
def test_path_is_drawn_up_to_the_step_that_is_shown(explorer):
    explorer.controls.step.value = 4
    lines = [line for line in explorer.view.artists if line.endswith(("/path", "/nag", "/sgd"))]
    paths = [drawn(explorer, line) for line in lines if line.startswith(("path", "map"))]
    assert paths and all(path.shape == (2, 5) for path in paths)


@each
def test_all_extremes_are_shown_without_an_error_or_a_warning(explorer):
    for number, knob in explorer.controls.knobs.items():
        for other in ("lr", "rate", None):
            if other in explorer.controls.knobs:
                explorer.set(**{other: explorer.controls.knobs[other].values()[-1]})
            for value in (knob.values()[0], knob.values()[-1]):
                explorer.set(**{number: value})
                assert bytes(explorer.image.value[:4]) == b"\x89PNG"
            explorer.controls.reset.click()


@each
def test_hundred_random_settings_are_shown_without_an_error_or_a_warning(explorer):
    rng = np.random.default_rng(0)
    for _ in range(100):
        knob = rng.choice(list(explorer.controls.knobs.values()))
        explorer.set(**{knob.name: knob.values()[rng.integers(len(knob.values()))]})
        explorer.controls.step.value = int(rng.integers(explorer.numbers["steps"] + 1))
    assert bytes(explorer.image.value[:4]) == b"\x89PNG"


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("00", {"lr": 0.5}),
        ("01", {"lr": 2.0}),
        ("02", {"rate": 4.0, "alpha": 0.5}),
        ("03", {"lr": 2.0}),
        ("07 basins", {"lr": 0.016}),
    ],
)
def test_run_that_diverges_is_called_so_and_its_path_is_cut(explorer, numbers):
    explorer.set(**numbers)
    assert "It runs away" in explorer.controls.text
    line = "map/path" if "map/path" in explorer.view.artists else "path/path"
    path = drawn(explorer, line)
    assert 50 < np.nanmax(np.abs(path)) < 500


@pytest.mark.parametrize("name", sorted(set(MAKE) - {"07 race"}))
def test_run_that_stays_is_not_called_so(explorer):
    assert "runs away" not in explorer.controls.text


# ------------------------------------------------------------------------------------ what is drawn is a run


def test_paths_are_those_of_the_rules(made):
    for name, rule, grad, hyper in (
        ("00", sgd, quadratic(25).grad, {"lr": 0.02}),
        ("02", momentum, quadratic(100).grad, {"lr": 0.01, "alpha": 0.9}),
        ("03", nag, wall().grad, {"lr": 0.2, "alpha": 0.9}),
        ("04", adagrad, quadratic(25).grad, {"lr": 0.1}),
        ("06", adam, ravine().grad, {"lr": 0.1}),
    ):
        made[name].controls.reset.click()
        numbers = made[name].numbers
        made[name].controls.step.value = numbers["steps"]
        path = trajectory(rule, grad, [numbers["x"], numbers["y"]], numbers["steps"], **hyper)
        assert np.allclose(drawn(made[name], "path/nag" if rule is nag else "path/path"), path.T), name


def test_race_gives_each_rule_the_rate_of_its_family(made):
    race = made["07 race"]
    race.controls.reset.click()
    race.set(lr=0.1, adaptive_lr=0.02)
    for rule in RULES:
        lr = 0.02 if rule in (adagrad, rmsprop, adam) else 0.1
        path = trajectory(rule, models.SURFACES["saddle"].grad, [1.0, 0.01], 100, lr=lr)
        line = drawn(race, f"path/{rule.__name__}")
        inside = (np.abs(path) < 10).all(axis=1)
        assert np.allclose(line.T[inside], path[inside])


def test_limit_is_marked_at_two_over_the_largest_curvature(made):
    explorer = made["00"]
    explorer.set(kappa=50)
    assert np.allclose(drawn(explorer, "factor/limit"), [[0.04, 0.04], [0, 2]])
    explorer.set(lr=0.05)
    below, above = drawn(explorer, "factor/here")[1]
    assert below < 1 < above and "not below the limit" in explorer.controls.text


def test_map_of_regimes_agrees_with_the_runs(made):
    explorer = made["02"]
    explorer.controls.reset.click()
    edge, alphas = drawn(explorer, "map/end")
    for alpha in (0.0, 0.3, 0.6, 0.9):
        limit = np.interp(alpha, alphas, edge)
        for rate, stays in ((limit * 0.97, True), (limit * 1.03, False)):
            if rate <= 4:
                explorer.set(rate=rate, alpha=alpha, kappa=1, steps=150)
                assert (np.abs(explorer.run["path"][:, -1]).max() < 4) == stays, (rate, alpha)


def test_two_arrows_lead_to_the_next_point(made):
    explorer = made["03"]
    explorer.controls.reset.click()
    for t in (3, 16, 30):
        explorer.controls.step.value = t
        for rule in ("momentum", "nag"):
            path = explorer.run[rule]["path"]
            tip = drawn(explorer, f"{rule}/pull")[:, 1]
            assert np.allclose(path[:, t] + tip, path[:, t + 1])
            asked = drawn(explorer, f"{rule}/asked")[:, 0]
            assert (np.abs(asked).max() > 0) == (rule == "nag")


def test_cloud_lies_around_the_step_of_gradient_descent(made):
    explorer = made["01"]
    explorer.controls.reset.click()
    explorer.set(batch_size=10, lr=0.1)
    explorer.controls.step.value = 5
    surface, W = line_fit()[0], explorer.run["path"][:, 5]
    cloud = drawn(explorer, "path/cloud")
    spread = cloud.std(axis=1) / np.sqrt(cloud.shape[1])
    assert (np.abs(cloud.mean(axis=1) - (W - 0.1 * surface.grad(W))) < 4 * spread).all()
    explorer.set(batch_size=200)
    assert np.allclose(drawn(explorer, "path/path"), drawn(explorer, "path/full")[:, :101])


def test_half_life_and_window_stand_where_the_weights_say(made):
    explorer = made["05"]
    explorer.set(gamma=0.95)
    age, weight = drawn(explorer, "weight/past")
    halved = np.interp(drawn(explorer, "weight/half")[0, 0], age, np.log(weight))
    assert np.exp(halved) == pytest.approx(weight[0] / 2)
    assert drawn(explorer, "weight/window")[0, 0] == pytest.approx(20)


def test_map_has_the_colour_of_the_minimum_under_each_star(made):
    explorer = made["07 basins"]
    explorer.controls.reset.click()
    explorer.set(rule="SGD", lr=0.005)
    pixels = explorer.view.artists["map/basins"].get_array()
    for k, (x, y) in enumerate(models.SURFACES["Himmelblau"].minima.T):
        column, row = (round((c + 6) / 12 * 199) for c in (x, y))
        assert (pixels[row, column] == explorers.BASINS[k]).all()


# ------------------------------------------------------------------------------------------------ clicks


def event(explorer, panel, x, y, kind="mousedown", buttons=1, zoom=1.0):
    column, row = explorer.view.pixel(panel, x, y)
    return {
        "type": kind,
        "buttons": buttons,
        "relativeX": column * zoom,
        "relativeY": row * zoom,
        "boundingRectWidth": explorer.view.size[0] * zoom,
    }


@each
@pytest.mark.parametrize("zoom", [1.0, 0.5])
def test_click_on_the_paths_moves_the_start_there(explorer, zoom):
    panel = next(iter(explorer._clicks))
    explorer._pointed(event(explorer, panel, 1.0, 0.5, zoom=zoom))
    assert explorer.numbers["x"] == pytest.approx(1.0, abs=0.06)
    assert explorer.numbers["y"] == pytest.approx(0.5, abs=0.06)
    start = next(line for line in explorer.view.artists if line.endswith("/start"))
    assert np.allclose(drawn(explorer, start)[:, 0], [explorer.numbers["x"], explorer.numbers["y"]])


@each
def test_click_elsewhere_and_a_move_without_the_button_change_nothing(explorer):
    before = explorer.numbers, explorer.controls.step.value
    explorer._pointed(event(explorer, "loss" if "loss" in explorer.view.panels else "gap", 3, 1e-2))
    explorer._pointed(
        {**event(explorer, next(iter(explorer._clicks)), 1, 0.5), "relativeX": 1, "relativeY": 1}
    )
    explorer._pointed(event(explorer, next(iter(explorer._clicks)), 1, 0.5, "mousemove", buttons=0))
    assert (explorer.numbers, explorer.controls.step.value) == before


def test_point_of_the_regime_map_is_dragged(made):
    explorer = made["02"]
    explorer.controls.reset.click()
    for rate, alpha in ((0.5, 0.2), (3.0, 0.8), (5.5, 0.95)):  # the last one lies beyond the slider
        explorer._pointed(event(explorer, "map", rate, alpha, "mousemove"))
        assert explorer.numbers["rate"] == pytest.approx(min(rate, 4.0), abs=0.02)
        assert explorer.numbers["alpha"] == pytest.approx(alpha, abs=0.01)


def test_without_ipyevents_the_sliders_still_work(monkeypatch):
    monkeypatch.setattr(explorers, "Event", None)
    explorer = explorers.explore_gradient_descent()
    before = explorer.image.value
    explorer.controls.by_name["x"].value = 2.0
    assert explorer.image.value != before


# ---------------------------------------------------------------------------------------- one output for all


@each
def test_output_holds_the_widget_and_a_picture_with_its_text(explorer, monkeypatch):
    shown = []
    monkeypatch.setattr(plots, "display", lambda data, **rest: shown.append((data, rest)))
    alt = "A path that runs down into a valley."
    explorer.show(alt)
    (data, rest), (sentence, _) = shown
    assert data["application/vnd.jupyter.widget-view+json"]["model_id"] == explorer.box.model_id
    assert data["image/png"] == bytes(explorer.image.value) and rest["metadata"]["image/png"]["alt"] == alt
    assert data["text/plain"] == f"<explorer of {explorer.name}>"
    assert isinstance(sentence, Markdown) and alt in sentence.data


def test_text_that_is_no_sentence_is_refused(made):
    with pytest.raises(ValueError, match="alt must be a full sentence"):
        made["00"].show("a path")

"""The models of the explorers, against closed forms, recomputed runs and counted draws."""

import numpy as np
import pytest

from course_utils import models
from course_utils.descent import iterates, trajectory
from course_utils.mistakes import adam_without_correction
from course_utils.optimizers import RULES, adagrad, adam, momentum, nag, rmsprop, sgd
from course_utils.surfaces import Surface, quadratic, ravine

HIMMELBLAU = models.SURFACES["Himmelblau"]


def samples(n=40):
    """½|W − z|² for each of n points: a loss whose gradient noise is the same everywhere."""
    z = np.random.default_rng(1).standard_normal((2, n))

    def grad(W, z):  # z: (batch,), (runs, batch) … along its last axis, for each coordinate
        return np.stack([w - part.mean(axis=-1) for w, part in zip(W, z, strict=True)])

    centre = z.mean(axis=1)
    bowl = quadratic(kappa=1.0)
    surface = Surface(
        "points",
        lambda W: 0.5 * sum((w - c) ** 2 for w, c in zip(W, centre, strict=True)),
        lambda W: bowl.grad(W) - centre.reshape(2, *[1] * (np.ndim(W) - 1)),
        centre[:, None],
        (3.0, 3.0),
        [(-4, 4), (-4, 4)],
    )
    data = (z.T,)  # one row a sample
    return surface, lambda W, rows: grad(W, np.moveaxis(rows, -1, 0)), data


# -------------------------------------------------------------------------------------------- walks


@pytest.mark.parametrize("rule", RULES)
def test_walk_holds_the_states_of_the_rule_from_its_defaults_on(rule):
    surface = ravine()
    path, *memory = models.walk(rule, surface.grad, [-4.0, 1.0], 5, lr=0.01)
    states = [
        state for _, state in zip(range(6), iterates(rule, surface.grad, [-4.0, 1.0], lr=0.01), strict=False)
    ]
    for t, state in enumerate(states):
        assert np.array_equal(path[..., t], state[0])
        for part, now in zip(memory, state[1:], strict=t > 0):
            assert np.array_equal(
                part[..., t], now if np.ndim(now) == np.ndim(part[..., t]) else np.full(2, now)
            )
    for part, default in zip(memory, rule.__defaults__ or (), strict=True):
        assert (part[..., 0] == default).all()


def test_lengths_are_those_of_the_steps():
    length = models.lengths(np.array([[0.0, 3.0, 3.0], [0.0, 4.0, 4.0]]))
    assert np.isnan(length[0]) and length[1:].tolist() == [5, 0]


@pytest.mark.parametrize("angle", [0, 30])
def test_gradient_descent_shrinks_each_eigendirection_by_its_factor(angle):
    run = models.gradient_descent_run(0.03, 25, angle, -4.0, 1.0, 40)
    c, s = np.cos(np.radians(angle)), np.sin(np.radians(angle))
    flat, steep = np.array([c, s]), np.array([-s, c])
    for direction, factor in ((flat, 1 - 0.03), (steep, 1 - 0.03 * 25)):
        assert np.allclose(direction @ run["path"], factor ** np.arange(41) * (direction @ [-4, 1]))
    assert np.allclose(run["factors"], [0.97, 0.25])


def test_diverging_run_goes_on_without_a_warning():
    run = models.gradient_descent_run(10.0, 100, 0, 1.0, 1.0, 400)
    assert run["factors"][1] > 1 and not np.isfinite(run["loss"][-1])


# ---------------------------------------------------------------------------------------------- SGD


def test_with_all_samples_sgd_is_gradient_descent():
    run = models.sgd_run(samples(), 40, 0.2, 3.0, 3.0, 30)
    assert np.allclose(run["path"], run["exact"]) and np.allclose(run["expected"], 0) and run["floor"] == 0
    assert np.allclose(run["noise"][:-1], 0, atol=1e-12)


def test_batches_hold_different_samples_and_all_of_them_are_drawn():
    rows = models._draws(40, 10, 20, 5)
    assert rows.shape == (20, 5, 10) and set(rows.ravel()) == set(range(40))
    assert all(len(set(batch)) == 10 for batch in rows.reshape(-1, 10))


@pytest.mark.parametrize("batch", [1, 5, 20])
def test_noise_and_floor_follow_their_laws(batch):
    problem = samples()
    run = models.sgd_run(problem, batch, 0.3, *problem[0].minimum, 400, runs=60)
    noise = np.mean(run["noise"][:-1] ** 2)  # 400 draws: its own error is a few per cent
    assert noise == pytest.approx(run["expected"][0] ** 2, rel=0.2)
    assert np.ptp(run["expected"]) < 1e-12  # the noise does not depend on W here
    s2 = problem[2][0].var(axis=0, ddof=1).sum()
    assert run["expected"][0] ** 2 == pytest.approx(s2 / batch * (1 - batch / 40))
    assert run["mean_excess"][50:].mean() == pytest.approx(run["floor"], rel=0.1)
    assert models.sgd_run(problem, batch, 2.0, 0.0, 0.0, 3)["floor"] == np.inf


def test_gradients_of_the_samples_average_to_the_gradient_at_every_point():
    problem = samples()
    W = np.random.default_rng(0).standard_normal((2, 7))
    each = models.each_gradient(problem, W)
    assert each.shape == (2, 7, 40) and np.allclose(each.mean(axis=-1), problem[0].grad(W))


def test_cloud_scatters_around_the_exact_step():
    problem, W = samples(), np.array([1.0, -2.0])
    cloud = models.sgd_cloud(problem, 4, 0.5, W, draws=400)
    error = cloud.mean(axis=1) - (W - 0.5 * problem[0].grad(W))
    assert (np.abs(error) < 4 * cloud.std(axis=1) / 20).all()


# ------------------------------------------------------------------------------ momentum, NAG, AdaGrad


@pytest.mark.parametrize(("rate", "alpha"), [(1.0, 0.9), (0.2, 0.3), (3.5, 0.8)])
def test_roots_are_the_eigenvalues_of_one_step(rate, alpha):
    run = models.momentum_run(rate, alpha, 25, -4.0, 1.0, 30)
    for axis, r in enumerate((rate / 25, rate)):
        step = np.array([[1 - r, alpha], [-r, alpha]])  # of (W, v)
        assert run["roots"][axis] == pytest.approx(np.abs(np.linalg.eigvals(step)).max())
        state = np.linalg.matrix_power(step, 30) @ [(-4.0, 1.0)[axis], 0]
        assert np.allclose([run["path"][axis, 30], run["v"][axis, 30]], state)


def test_two_arrows_make_the_step_and_only_nag_asks_ahead():
    asked = []
    surface = quadratic(kappa=9)
    spy = Surface(
        "spied", surface.loss, lambda W: (asked.append(np.array(W)), surface.grad(W))[1], surface.minima,
        surface.start, surface.window,
    )  # fmt: skip
    run = models.nag_run(spy, 0.05, 0.8, -4.0, 1.0, 12)
    for part in run.values():
        assert np.allclose(part["path"][:, 1:], (part["path"] + part["coast"] + part["pull"])[:, :-1])
        assert np.allclose(part["v"][:, 1:], np.diff(part["path"], axis=1))
    ahead = run["nag"]["path"] + run["nag"]["coast"]
    places = [W for W in asked if W.ndim == 1]
    assert np.allclose(places[:12], run["momentum"]["path"][:, :12].T)
    assert np.allclose(places[12:24], ahead[:, :12].T)


def test_memory_of_adagrad_is_the_sum_of_squares_along_the_path():
    run = models.adagrad_run(0.3, 25, 20, -4.0, 1.0, 30)
    g = quadratic(25, 20).grad(run["path"])
    assert np.allclose(run["h"][:, 1:], np.cumsum(g[:, :-1] ** 2, axis=1))
    assert np.isnan(run["rate"][:, 0]).all()
    assert np.allclose(run["path"][:, 1:], run["path"][:, :-1] - run["rate"][:, 1:] * g[:, :-1])


# ------------------------------------------------------------------------------------ RMSProp and Adam


def test_target_goes_round_and_rmsprop_sees_it_with_the_curvature_of_each_axis():
    run = models.rmsprop_run(0.05, 0.9, 200, 0.0, False, 0.0, 0.5, 100)
    assert np.allclose(np.hypot(*run["target"]), 1)
    assert np.allclose(run["target"][:, [0, 50, 100]], [[1, 0, -1], [0, 1, 0]], atol=1e-12)
    part = run["rmsprop"]
    g = np.array([[1.0], [100.0]]) * (part["path"] - run["target"])
    assert np.allclose(part["path"][:, 1:], part["path"][:, :-1] - part["rate"][:, 1:] * g[:, :-1])
    assert np.allclose(part["gap"], np.hypot(*(part["path"] - run["target"])))


def test_curvatures_change_places_at_step_150_and_not_before():
    plain, swapped = (models.rmsprop_run(0.05, 0.9, 200, 0.3, swap, 0.0, 0.0, 160) for swap in (False, True))
    for rule in ("rmsprop", "adagrad"):
        assert np.array_equal(plain[rule]["path"][:, :151], swapped[rule]["path"][:, :151])
        assert not np.allclose(plain[rule]["path"][:, 155:], swapped[rule]["path"][:, 155:])


def test_half_life_halves():
    for gamma in (0.5, 0.9, 0.999):
        assert gamma ** models.half_life(gamma) == pytest.approx(0.5)
    assert models.half_life(0.0) == 0


def test_adam_from_infinitely_many_steps_is_adam_without_correction():
    grad, hyper = ravine().grad, {"lr": 0.1, "beta1": 0.8, "beta2": 0.9, "eps": 0.1}
    raw = trajectory(models.adam_uncorrected, grad, [-4.0, 1.0], 20, **hyper)
    assert np.allclose(raw, trajectory(adam_without_correction, grad, [-4.0, 1.0], 20, **hyper))
    assert not np.allclose(raw, trajectory(adam, grad, [-4.0, 1.0], 20, **hyper))


@pytest.mark.parametrize("corrected", [True, False])
def test_step_curve_is_what_a_constant_gradient_makes(corrected):
    rule = adam if corrected else models.adam_uncorrected
    path = trajectory(rule, np.ones_like, [0.0], 200, lr=1.0, beta1=0.9, beta2=0.99, eps=0.01)
    assert np.allclose(models.step_curve(0.9, 0.99, 0.01, corrected, 200), -np.diff(path[:, 0]))


def test_steps_of_the_adam_run_are_in_units_of_its_rate():
    run = models.adam_run(ravine(), 0.2, 0.9, 0.999, 1e-8, True, -4.0, 1.0, 10)
    assert np.allclose(np.abs(run["step"][:, 1]), 1) and np.isnan(run["step"][:, 0]).all()


# --------------------------------------------------------------------------------- race and basins


def test_race_runs_every_rule_at_the_rate_of_its_family():
    run = models.race_run("ravine", 0.02, 0.3, -4.0, 1.0, 25)
    for rule in RULES:
        lr = 0.3 if rule in (adagrad, rmsprop, adam) else 0.02
        assert np.array_equal(
            run[rule.__name__]["path"].T, trajectory(rule, ravine().grad, [-4, 1], 25, lr=lr)
        )


def full_runs(rule, lr, side):
    """The labels by the plain rule, all starts for all 200 steps."""
    (x0, x1), (y0, y1) = HIMMELBLAU.window
    W = np.stack(np.meshgrid(np.linspace(x0, x1, side), np.linspace(y0, y1, side))).reshape(2, -1)
    for _, state in zip(range(201), iterates(rule, HIMMELBLAU.grad, W, lr=lr), strict=False):
        W = state[0]
    return models.nearest_minimum(HIMMELBLAU, W).reshape(side, side)


# up to these η the shortcut of `basins` gives the labels of full runs, start for start
EXACT = {sgd: 0.014, momentum: 0.014, nag: 0.01, adagrad: 3.0, rmsprop: 0.6, adam: 2.0}


@pytest.mark.parametrize("rule", RULES)
def test_labels_of_basins_are_those_of_full_runs(rule):
    for lr in EXACT[rule] * np.geomspace(0.02, 1, 8):
        assert np.array_equal(models.basins(HIMMELBLAU, rule, lr, side=80), full_runs(rule, lr, 80)), lr
    assert np.array_equal(
        models.basins(HIMMELBLAU, rule, EXACT[rule] / 3), full_runs(rule, EXACT[rule] / 3, 200)
    )


def test_bound_above_the_lowest_saddle_would_give_wrong_labels():
    careless = models.basins(HIMMELBLAU, sgd, 0.002, low=40.0)
    assert (careless != full_runs(sgd, 0.002, 200)).sum() > 100


def test_all_six_maps_differ_and_every_minimum_is_somewhere():
    maps = [models.basins(HIMMELBLAU, rule, EXACT[rule] / 3, side=60) for rule in RULES]
    assert all(set(range(4)) <= set(labels.ravel()) for labels in maps)
    assert all((a != b).any() for k, a in enumerate(maps) for b in maps[:k])


def test_nearest_minimum_is_near_or_none():
    W = np.array([[3.0, 3.0, np.nan, -2.8, 1e300], [2.0, 3.5, 0.0, 3.1, 0.0]])
    assert models.nearest_minimum(HIMMELBLAU, W).tolist() == [0, -1, -1, 1, -1]

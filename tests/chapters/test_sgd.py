"""The models of the explorers, against closed forms, hand tables, recomputed runs and counted draws."""

from collections import deque
from itertools import combinations, islice

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from oracles import MATRICES

from course_utils import mistakes, models
from course_utils.descent import iterates, trajectory
from course_utils.mistakes import adam_without_correction
from course_utils.optimizers import RULES, adagrad, adam, momentum, nag, rmsprop, sgd
from course_utils.surfaces import himmelblau, make_surface, quadratic, ravine, rosenbrock

HIMMELBLAU = models.SURFACES["Himmelblau"]


def samples(n=40):
    """½|W − z|² for each of n points: a loss whose gradient noise is the same everywhere."""
    z = np.random.default_rng(1).standard_normal((2, n))

    def grad(W, z):  # z: (batch,), (runs, batch) … along its last axis, for each coordinate
        return np.stack([w - part.mean(axis=-1) for w, part in zip(W, z, strict=True)])

    centre = z.mean(axis=1)
    bowl = quadratic(kappa=1.0)
    surface = make_surface(
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
    spy = make_surface(
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


SETTLING = {sgd: 0.005, momentum: 0.005, nag: 0.004, adagrad: 1.0, rmsprop: 0.2, adam: 0.7}


def test_all_six_maps_differ_and_every_minimum_is_somewhere():
    maps = [models.basins(HIMMELBLAU, rule, SETTLING[rule], side=60) for rule in RULES]
    assert all(set(range(4)) <= set(labels.ravel()) for labels in maps)
    assert all((a != b).any() for k, a in enumerate(maps) for b in maps[:k])


def test_nearest_minimum_is_near_or_none():
    W = np.array([[3.0, 3.0, np.nan, -2.8, 1e300], [2.0, 3.5, 0.0, 3.1, 0.0]])
    assert models.nearest_minimum(HIMMELBLAU, W).tolist() == [0, -1, -1, 1, -1]


# ---------------------------------------------------------------------------- closer, part by part

each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)


@each_rule
@pytest.mark.parametrize("shape", [(2,), (2, 3), (2, 3, 4)])
def test_walk_holds_the_states_of_many_runs_too(rule, shape):
    start = np.random.default_rng(0).uniform(-2, 2, shape)
    parts = models.walk(rule, lambda W: 2 * W + W**3 / 5, start, 5, lr=0.1)
    assert len(parts) == 1 + len(rule.__defaults__ or ())
    for k, state in enumerate(islice(iterates(rule, lambda W: 2 * W + W**3 / 5, start, lr=0.1), 6)):
        for part, right in zip(parts, state, strict=True):
            assert part.shape in ((*shape, 6), (6,))  # Adam's t is one number for all
            assert_array_equal(part[..., k], np.broadcast_to(right, part.shape[:-1]))


# ----------------------------------------------------------------------------------------------------- SGD


def scatter(n=12):
    """½ (W − z)ᵀ H (W − z), H turned by 30°: the noise H z does not depend on W, but on the direction."""
    H = quadratic(kappa=4, angle=30).grad(np.eye(2))
    z = np.random.default_rng(1).standard_normal((2, n)) * [[1.0], [2.0]]

    def grad(W, a, b):
        centre = np.stack([a.mean(axis=-1), b.mean(axis=-1)])
        return np.tensordot(H, W - centre.reshape(2, *[1] * (W.ndim - centre.ndim), *centre.shape[1:]), 1)

    def loss(W):
        gap = W - z.mean(axis=1).reshape(2, *[1] * (W.ndim - 1))
        return 0.5 * (gap * np.tensordot(H, gap, 1)).sum(axis=0)

    best = z.mean(axis=1, keepdims=True)
    return make_surface("scatter", loss, lambda W: grad(W, *z), best, (3, 2), [(-4, 4)] * 2), grad, tuple(z)


def line_fit(n=8):
    """A line through n points: the noise depends on W."""
    a = np.linspace(-1, 2, n)
    b = 1 + 2 * a + np.random.default_rng(0).standard_normal(n)

    def grad(W, a, b):
        r = W[0][..., None] + W[1][..., None] * a - b
        return np.stack([r.mean(axis=-1), (r * a).mean(axis=-1)])

    def loss(W):
        return ((W[0][..., None] + W[1][..., None] * a - b) ** 2).mean(axis=-1) / 2

    best = np.polyfit(a, b, 1)[::-1, None]
    return make_surface("line", loss, lambda W: grad(W, a, b), best, (-1, -1), [(-2, 4)] * 2), grad, (a, b)


problems = pytest.mark.parametrize("problem", [scatter(), line_fit()], ids=["scatter", "line"])


@problems
@pytest.mark.parametrize("batch_size", [1, 2, 5])
def test_expected_noise_is_that_of_all_batches_there_are(problem, batch_size):
    surface, grad, data = problem
    run = models.sgd_run(problem, batch_size, 0.1, *surface.start, 3)
    batches = np.array(list(combinations(range(len(data[0])), batch_size)))
    for k, W in enumerate(run["path"].T):
        points = np.repeat(W[:, None], len(batches), axis=1)
        noise = grad(points, *(part[batches] for part in data)) - surface.grad(W)[:, None]
        assert run["expected"][k] ** 2 == pytest.approx((noise**2).sum(axis=0).mean(), rel=1e-10)


@pytest.mark.parametrize(("lr", "batch_size"), [(0.1, 1), (0.25, 6), (0.4, 3)])
def test_floor_is_where_many_long_runs_settle(lr, batch_size):
    """The excess of one run has at most about √2 times its mean as standard deviation: a sum of squares."""
    run = models.sgd_run(scatter(), batch_size, lr, 20, 10, 100, runs=4000)
    margin = 4 * np.sqrt(2 / 4000)
    assert run["mean_excess"][-1] == pytest.approx(run["floor"], rel=margin)
    assert run["mean_excess"][0] > 3 * run["floor"]
    small_rate_law = 0.25 * lr * run["expected"][-1] ** 2  # 1/2 instead of 1/(2 − ηλ)
    assert run["mean_excess"][-1] > small_rate_law * (1 + margin)


def test_there_is_no_floor_from_the_limit_on():
    for lr, none in ((0.499, False), (0.501, True), (2.0, True)):
        assert np.isinf(models.sgd_run(scatter(), 2, lr, 3, 2, 5)["floor"]) == none


@problems
def test_gradients_of_the_samples_average_to_the_gradient_along_any_axes(problem):
    W = np.random.default_rng(0).uniform(-2, 2, (2, 3, 2))
    mean = models.each_gradient(problem, W).mean(axis=-1)
    for i in np.ndindex(3, 2):
        assert_allclose(mean[:, *i], problem[0].grad(W[:, *i]), rtol=1e-12, atol=1e-13)


def test_gradient_is_asked_with_batches_of_different_samples_all_alike():
    asked = []

    def grad(W, sample):
        asked.append(sample)
        return 0.0 * W

    surface = make_surface("flat", lambda W: 0.0 * W[0], lambda W: 0.0 * W, [[0], [0]], (0, 0), [(-1, 1)] * 2)
    models.sgd_run((surface, grad, (np.arange(10),)), 4, 0.1, 0, 0, 200, runs=5)
    batches = np.array(asked[:200])
    assert batches.shape == (200, 5, 4)
    assert (np.diff(np.sort(batches, axis=-1), axis=-1) > 0).all()
    assert len({tuple(sorted(batch)) for batch in batches.reshape(-1, 4)}) > 150  # of 210, in 1000 draws
    counts = np.bincount(batches.ravel(), minlength=10)
    assert (abs(counts - 400) < 4 * np.sqrt(1000 * 0.4 * 0.6)).all()


# ------------------------------------------------------------------------------ momentum, AdaGrad, RMSProp


@pytest.mark.parametrize(("rate", "alpha"), [(1.0, 0.9), (0.02, 0.3), (3.22, 0.68), (3.9, 0.5), (1.5, 0.0)])
def test_runs_decay_or_grow_by_the_roots(rate, alpha):
    run = models.momentum_run(rate, alpha, 10, -4, 1, 150)
    for axis, curvature in enumerate((1, 10)):
        M = np.array(MATRICES[momentum](curvature, rate / 10, alpha))
        size = np.linalg.norm([run["path"][axis], run["v"][axis]], axis=0)
        for k in (1, 7, 50):
            right = np.linalg.matrix_power(M, k) @ [(-4, 1)[axis], 0]
            assert_allclose([run["path"][axis, k], run["v"][axis, k]], right, rtol=1e-9, atol=1e-12)
        assert (size[140] / size[20]) ** (1 / 120) == pytest.approx(run["roots"][axis], rel=0.03)


def test_nothing_pulls_across_and_there_adagrad_has_no_rate():
    run = models.adagrad_run(0.5, 25, 0, 0.0, 1.0, 20)
    assert np.isnan(run["rate"][0]).all() and np.isfinite(run["rate"][1, 1:]).all()


CHASE = {"lr": 0.02, "gamma": 0.9, "period": 200, "noise": 0.0, "swap": True, "x": 0, "y": 0.3, "steps": 300}


def seen(part, curvature):
    """Where the target was seen, from the steps alone: a step is −rate · curvature · (W − seen)."""
    return part["path"][:, :-1] + np.diff(part["path"], axis=1) / (part["rate"][:, 1:] * curvature)


@pytest.mark.parametrize("rule", ["rmsprop", "adagrad"])
def test_steps_betray_the_target_and_the_swap_exactly_from_150_on(rule):
    run = models.rmsprop_run(**CHASE)
    curvature = np.repeat([[1.0], [100.0]], 300, axis=1)
    curvature[:, 150:] = curvature[::-1, 150:]
    assert_allclose(seen(run[rule], curvature), run["target"][:, :-1], atol=1e-5)
    for k in (149, 150):
        wrong = seen(run[rule], 101 - curvature) - run["target"][:, :-1]
        assert abs(wrong[:, k]).max() > 0.1


def test_noise_is_the_same_for_both_rules_and_as_large_as_asked():
    run = models.rmsprop_run(**CHASE | {"noise": 0.3, "swap": False})
    errors = [seen(run[rule], [[1.0], [100.0]]) - run["target"][:, :-1] for rule in ("rmsprop", "adagrad")]
    assert_allclose(*errors, atol=1e-5)
    assert errors[0].std() == pytest.approx(0.3, rel=4 / np.sqrt(2 * 600))
    assert abs(errors[0].mean()) < 4 * 0.3 / np.sqrt(600)


# ------------------------------------------------------------------------------------------------------ Adam


def test_adam_without_correction_by_hand():
    """β₁ = 0.2, β₂ = 0.36, ε = 1: first m = 0.8 g and √v = 0.8 |g|, then √v = 4, 4, 6."""
    rows = iter(np.array([[5, 0, -10], [-4, 5, 4.5]]))
    hyper = {"lr": 15, "beta1": 0.2, "beta2": 0.36, "eps": 1}
    states = iterates(models.adam_uncorrected, lambda W: next(rows), np.zeros(3), **hyper)
    _, (W, m, v, _), (W2, m2, v2, _) = islice(states, 3)
    assert_allclose([W, m, v], [[-12, 0, 40 / 3], [4, 0, -8], [16, 0, 64]])
    assert_allclose([W2 - W, m2, v2], [[7.2, -12, -30 / 7], [-2.4, 4, 2], [16, 16, 36]])


@pytest.mark.parametrize("corrected", [True, False])
def test_adam_run_is_that_of_the_rule_or_of_the_known_wrong_one(corrected):
    surface, hyper = rosenbrock(), {"lr": 0.05, "beta1": 0.8, "beta2": 0.98, "eps": 1e-3}
    run = models.adam_run(surface, **hyper, corrected=corrected, x=-1.2, y=1.0, steps=60)
    right, wrong = (adam, mistakes.adam_without_correction)[:: 1 if corrected else -1]
    path, other = (trajectory(rule, surface.grad, [-1.2, 1.0], 60, **hyper).T for rule in (right, wrong))
    assert_allclose(run["path"], path, rtol=1e-12)
    assert abs(run["path"] - other).max() > 0.01
    assert_allclose(path[:, :1] + 0.05 * np.cumsum(run["step"][:, 1:], axis=1), path[:, 1:], rtol=1e-12)
    g, age = surface.grad(path)[:, :-1], np.arange(60)[::-1]
    assert_allclose(run["m"][:, -1], g @ (0.2 * 0.8**age), rtol=1e-10)  # the weights of the past, written out
    assert_allclose(run["v"][:, -1], g**2 @ (0.02 * 0.98**age), rtol=1e-10)


@pytest.mark.parametrize("corrected", [True, False])
@pytest.mark.parametrize(
    ("beta1", "beta2", "eps"), [(0.9, 0.999, 1e-8), (0.9, 0.99, 0.01), (0, 0.99, 1e-3), (0.99, 0.5, 1.0)]
)
def test_step_curve_is_what_the_rule_does_with_a_constant_gradient(beta1, beta2, eps, corrected):
    rule, hyper = adam if corrected else models.adam_uncorrected, {"beta1": beta1, "beta2": beta2, "eps": eps}
    path = trajectory(rule, np.ones_like, [0.0], 1000, lr=0.5, **hyper)[:, 0]
    assert_allclose(models.step_curve(beta1, beta2, eps, corrected), -np.diff(path) / 0.5, rtol=1e-8)


# -------------------------------------------------------------------------------------------------- basins


def full_labels(rule, lr, side, **hyper):
    """The labels by 200 steps of every start, none of them left out."""
    ends = np.linspace(-6, 6, side)
    starts = np.stack([np.tile(ends, side), np.repeat(ends, side)])
    states = islice(iterates(rule, himmelblau().grad, starts, lr=lr, **hyper), 201)
    W, *_ = deque(states, maxlen=1).pop()
    return models.nearest_minimum(himmelblau(), W).reshape(side, side)


@each_rule
def test_basins_are_exactly_those_of_full_runs_and_not_if_let_go_above_the_lowest_saddle(rule):
    wrong = 0
    for lr in np.geomspace(1e-4, models.STAYS_UP_TO[rule], 12):
        full, early = full_labels(rule, lr, 60), models.basins(himmelblau(), rule, lr, side=60, low=20)
        assert_array_equal(models.basins(himmelblau(), rule, lr, side=60), full)
        wrong += np.sum(early != full)
    assert wrong > 50


@each_rule
def test_whole_map_is_exact_at_the_largest_rate(rule):
    lr = models.STAYS_UP_TO[rule]
    assert_array_equal(models.basins(himmelblau(), rule, lr), full_labels(rule, lr, 200))


@pytest.mark.parametrize(("rule", "lr"), [(sgd, 0.0175), (momentum, 0.022), (nag, 0.0125), (rmsprop, 0.91)])
def test_one_notch_further_the_map_is_exact_only_if_it_waits_for_all(rule, lr):
    full = full_labels(rule, lr, 200)
    assert (models.basins(himmelblau(), rule, lr) != full).any()
    assert_array_equal(models.basins(himmelblau(), rule, lr, low=-np.inf), full)


def test_all_that_lies_below_the_level_is_within_1_of_a_minimum_and_so_has_its_label():
    W = np.stack(np.meshgrid(*[np.linspace(-6, 6, 1201)] * 2)).reshape(2, -1)
    labels, loss = models.nearest_minimum(himmelblau(), W), himmelblau().loss(W)
    assert labels[loss < 7].min() == 0 and labels[loss < 10].min() == -1


def test_rows_of_the_map_are_y_and_its_columns_x():
    labels, ends = models.basins(himmelblau(), momentum, 0.005, side=13), np.linspace(-6, 6, 13)
    for row, column in ((0, 12), (12, 0), (3, 10), (8, 1), (12, 12)):
        end = trajectory(momentum, himmelblau().grad, [ends[column], ends[row]], 200, lr=0.005)[-1]
        assert labels[row, column] == np.linalg.norm(himmelblau().minima.T - end, axis=1).argmin()
    assert (labels != labels.T).any()


@pytest.mark.parametrize(
    ("rule", "lr", "memory"),
    [(momentum, 0.002, {"alpha": 0.0}), (momentum, 0.0005, {"alpha": 0.98}), (adam, 0.2, {"beta1": 0.99})],
)
def test_basins_know_the_memory_that_they_are_given(rule, lr, memory):
    labels = models.basins(himmelblau(), rule, lr, side=60, **memory)
    assert_array_equal(labels, full_labels(rule, lr, 60, **memory))

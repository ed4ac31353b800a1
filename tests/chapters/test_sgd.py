"""SGD's explorer: noise, floor and cloud against all batches there are, long runs and counted draws."""

from itertools import combinations

import numpy as np
import pytest
from numpy.testing import assert_allclose
from worlds import drawn, line_fit, scatter

from course_utils.chapters.sgd import explore
from course_utils.chapters.sgd.model import Problem, cloud, run, sample_gradients
from course_utils.surfaces import make_surface

SMALL = [scatter(), line_fit(8)]
problems = pytest.mark.parametrize("problem", SMALL, ids=["scatter", "line"])


@problems
def test_with_all_samples_sgd_is_gradient_descent(problem):
    n = len(problem.data[0])
    result = run(problem, n, 0.2, 3.0, 2.0, 30)
    assert np.allclose(result["path"], result["exact"]) and result["floor"] == 0
    assert np.allclose(result["expected"], 0) and np.allclose(result["noise"][:-1], 0, atol=1e-12)
    assert np.allclose(result["excess"], result["exact_excess"])


@problems
@pytest.mark.parametrize("batch_size", [1, 2, 5])
def test_expected_noise_is_that_of_all_batches_there_are(problem, batch_size):
    surface, grad, data = problem
    result = run(problem, batch_size, 0.1, *surface.start, 3)
    batches = np.array(list(combinations(range(len(data[0])), batch_size)))
    for k, W in enumerate(result["path"].T):
        points = np.repeat(W[:, None], len(batches), axis=1)
        noise = grad(points, *(part[batches] for part in data)) - surface.grad(W)[:, None]
        assert result["expected"][k] ** 2 == pytest.approx((noise**2).sum(axis=0).mean(), rel=1e-10)


@pytest.mark.parametrize("batch_size", [1, 5, 10])
def test_noise_of_a_long_run_is_about_what_is_expected(batch_size):
    result = run(scatter(), batch_size, 0.1, 3.0, 2.0, 400, runs=1)
    assert np.ptp(result["expected"]) < 1e-12  # it does not depend on W here
    assert np.isnan(result["noise"][-1])  # no step leads on from the last point
    assert np.mean(result["noise"][:-1] ** 2) == pytest.approx(result["expected"][0] ** 2, rel=0.2)


@pytest.mark.parametrize(("lr", "batch_size"), [(0.1, 1), (0.25, 6), (0.4, 3)])
def test_floor_is_where_many_long_runs_settle(lr, batch_size):
    """The excess of one run has at most about √2 times its mean as standard deviation: a sum of squares."""
    result = run(scatter(), batch_size, lr, 20, 10, 100, runs=4000)
    margin = 4 * np.sqrt(2 / 4000)
    assert result["mean_excess"][-1] == pytest.approx(result["floor"], rel=margin)
    assert result["mean_excess"][0] > 3 * result["floor"]
    small_rate_law = 0.25 * lr * result["expected"][-1] ** 2  # 1/2 instead of 1/(2 − ηλ)
    assert result["mean_excess"][-1] > small_rate_law * (1 + margin)


def test_there_is_no_floor_from_the_limit_on():
    for lr, none in ((0.499, False), (0.501, True), (2.0, True)):
        assert np.isinf(run(scatter(), 2, lr, 3, 2, 5)["floor"]) == none


@problems
def test_gradients_of_the_samples_average_to_the_gradient_along_any_axes(problem):
    W = np.random.default_rng(0).uniform(-2, 2, (2, 3, 2))
    mean = sample_gradients(problem.grad, problem.data, W).mean(axis=-1)
    for i in np.ndindex(3, 2):
        assert_allclose(mean[:, *i], problem.surface.grad(W[:, *i]), rtol=1e-12, atol=1e-13)


def test_gradient_is_asked_with_batches_of_different_samples_all_alike():
    asked = []

    def grad(W, sample):
        asked.append(sample)
        return 0.0 * W

    flat = make_surface("flat", lambda W: 0.0 * W[0], lambda W: 0.0 * W, [[0], [0]], (0, 0), [(-1, 1)] * 2)
    run(Problem(flat, grad, (np.arange(10),)), 4, 0.1, 0, 0, 200, runs=5)
    batches = np.array([rows for rows in asked if np.shape(rows) == (5, 4)])
    assert batches.shape == (200, 5, 4)
    assert (np.diff(np.sort(batches, axis=-1), axis=-1) > 0).all()
    assert len({tuple(sorted(batch)) for batch in batches.reshape(-1, 4)}) > 150  # of 210, in 1000 draws
    counts = np.bincount(batches.ravel(), minlength=10)
    assert (abs(counts - 400) < 4 * np.sqrt(1000 * 0.4 * 0.6)).all()


@problems
def test_cloud_scatters_around_the_exact_step(problem):
    W = np.array([1.0, -2.0])
    points = cloud(problem, 4, 0.3, W, draws=400)
    error = points.mean(axis=1) - (W - 0.3 * problem.surface.grad(W))
    assert (np.abs(error) < 4 * points.std(axis=1) / 20).all()


def test_picture_has_the_cloud_around_the_next_point_of_gradient_descent():
    explorer = explore(*line_fit())
    explorer.set(batch_size=10, lr=0.1)
    explorer.controls.step.value = 5
    surface, W = line_fit().surface, explorer.run["path"][:, 5]
    points = drawn(explorer, "path", "cloud")
    spread = points.std(axis=1) / np.sqrt(points.shape[1])
    assert (np.abs(points.mean(axis=1) - (W - 0.1 * surface.grad(W))) < 4 * spread).all()
    explorer.set(batch_size=200)
    assert np.allclose(drawn(explorer, "path", "path"), drawn(explorer, "path", "exact"))


def test_price_counts_the_samples():
    explorer = explore(*line_fit())
    explorer.set(batch_size=20, steps=10)
    assert drawn(explorer, "price", "this")[0].tolist() == [20 * k for k in range(11)]
    assert drawn(explorer, "price", "exact")[0].tolist() == [200 * k for k in range(11)]
    assert "after 200 sample gradients" in explorer.controls.text


def test_batches_are_no_larger_than_the_data():
    assert explore(*line_fit(30)).controls.knobs["batch_size"].values() == [1, 2, 5, 10, 20]

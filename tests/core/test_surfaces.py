"""The losses to walk on: gradients by two other ways, minima as minima, and what is refused."""

import dataclasses
import re

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from course_utils.gradients import central_difference
from course_utils.surfaces import (
    beale,
    double_well,
    himmelblau,
    make_surface,
    quadratic,
    ravine,
    rosenbrock,
    saddle,
)

SURFACES = {
    "quadratic": quadratic(),
    "turned quadratic": quadratic(kappa=100, angle=30),
    "quadratic in 5 dimensions": quadratic(kappa=7, angle=-20, dim=5),
    "quadratic in 1 dimension": quadratic(kappa=3, dim=1),
    "round bowl": quadratic(kappa=1),
    "ravine": ravine(),
    "saddle": saddle(),
    "double well": double_well(),
    "double well tilted to the right": double_well(-0.2),
    "even double well": double_well(0),
    "Rosenbrock": rosenbrock(),
    "Beale": beale(),
    "Himmelblau": himmelblau(),
}
each = pytest.mark.parametrize("surface", SURFACES.values(), ids=SURFACES)
with_minima = pytest.mark.parametrize(
    "surface", [s for s in SURFACES.values() if s.minima.size], ids=[k for k in SURFACES if k != "saddle"]
)


def inside(surface, *shape):
    """Random points of the window, of shape (d, *shape)."""
    low, high = surface.window.T.reshape(2, -1, *[1] * len(shape))
    return np.random.default_rng(0).uniform(low, high, (len(surface.start), *shape))


# ----------------------------------------------------------------------------------- loss and gradient


@pytest.mark.parametrize(
    ("surface", "point", "loss"),
    [
        (ravine(), (1, 1), 13),
        (quadratic(kappa=9, angle=90), (1, 2), (9 * 1 + 1 * 4) / 2),
        (quadratic(kappa=4, dim=3), (1, 1, 1), (1 + 2 + 4) / 2),
        (quadratic(kappa=3, dim=1), (2,), 6),
        (saddle(), (2, 1), 3),
        (double_well(0.15), (1,), 0.25 - 0.5 + 0.15),
        (rosenbrock(), (-1.2, 1), 24.2),
        (beale(), (0, 0), 1.5**2 + 2.25**2 + 2.625**2),
        (beale(), (1, 1), 1.5**2 + 2.25**2 + 2.625**2),
        (himmelblau(), (0, 0), 121 + 49),
        (himmelblau(), (1, 2), 8**2 + 2**2),
    ],
)
def test_loss_at_points_worked_by_hand(surface, point, loss):
    assert surface.loss(np.array(point, dtype=float)) == pytest.approx(loss, rel=1e-14)


@each
def test_gradient_is_the_central_difference_at_random_points(surface):
    W = inside(surface, 200)
    scale = np.abs(surface.grad(W)).max()
    assert_allclose(surface.grad(W), central_difference(surface.loss, W), rtol=0, atol=1e-8 * scale)


@each
def test_gradient_is_the_complex_step_to_the_last_digits(surface):
    """Im L(W + ih)/h has no rounding from a difference; all these losses are polynomials."""
    W = inside(surface, 200)
    exact = []
    for i in range(len(W)):
        moved = W.astype(complex)
        moved[i] += 1e-30j
        exact.append(surface.loss(moved).imag / 1e-30)
    assert_allclose(surface.grad(W), exact, rtol=1e-11, atol=1e-11)


@each
@pytest.mark.parametrize("shape", [(), (1,), (7,), (3, 4)])
def test_all_axes_after_the_first_are_free(surface, shape):
    W = inside(surface, *shape)
    loss, grad = surface.loss(W), surface.grad(W)
    assert np.shape(loss) == shape and grad.shape == W.shape
    for i in np.ndindex(*shape):
        assert_allclose(loss[i], surface.loss(W[:, *i]), rtol=1e-13, atol=1e-13)
        assert_allclose(grad[:, *i], surface.grad(W[:, *i]), rtol=1e-13, atol=1e-13)


@each
def test_nothing_is_changed_and_nothing_warns_far_away(surface):
    """Every warning would be an error here."""
    W = np.full((len(surface.start), 2), 1e200)
    W[-1, 1] = -1e300
    before = W.copy()
    surface.loss(W), surface.grad(W)
    assert_array_equal(W, before)


# ---------------------------------------------------------------------------------------------- minima


@with_minima
def test_minima_are_stationary_and_curved_upwards_in_every_direction(surface):
    scale = np.abs(surface.grad(inside(surface, 200))).max()
    for W in surface.minima.T:
        assert_allclose(surface.grad(W), 0, atol=1e-13 * scale)
        steps = 1e-5 * np.eye(len(W))
        hessian = (surface.grad(W[:, None] + steps) - surface.grad(W[:, None] - steps)) / 2e-5
        assert_allclose(hessian, hessian.T, rtol=1e-6, atol=1e-6)
        assert np.linalg.eigvalsh(hessian).min() > 0.1


@with_minima
def test_first_minimum_is_a_lowest_and_nothing_in_the_window_is_lower(surface):
    losses = surface.loss(surface.minima)
    assert losses[0] <= losses.min() + 1e-15
    assert surface.loss(inside(surface, 100_000)).min() >= losses[0] - 1e-15
    assert_array_equal(surface.minimum, surface.minima[:, 0])


@pytest.mark.parametrize("tilt", [0.15, -0.2, 0.3])
def test_deeper_well_is_the_one_that_the_tilt_lowers(tilt):
    surface = double_well(tilt)
    assert np.sign(surface.minimum[0]) == -np.sign(tilt)
    assert np.diff(surface.loss(surface.minima)) > 0


@pytest.mark.parametrize("name", ["double well", "double well tilted to the right", "Himmelblau"])
def test_flow_from_everywhere_ends_in_the_listed_minima_and_in_each_of_them(name):
    surface = SURFACES[name]
    W = inside(surface, 300)
    for _ in range(3000):
        W = W - 0.004 * surface.grad(W)
    distance = np.linalg.norm(W[:, :, None] - surface.minima[:, None, :], axis=0)
    assert distance.min(axis=1).max() < 1e-3
    assert set(distance.argmin(axis=1)) == set(range(surface.minima.shape[1]))


def test_wells_lie_where_the_notes_put_them():
    assert_allclose(double_well(0.15).minima, [[-1.068, 0.914]], atol=5e-4)


def test_losses_of_the_test_functions_are_0_at_their_minima():
    for surface in (rosenbrock(), beale(), himmelblau()):
        assert_allclose(surface.loss(surface.minima), 0, atol=1e-20)


def test_saddle_has_no_minimum_and_says_so():
    assert saddle().minima.shape == (2, 0)
    with pytest.raises(ValueError, match="the saddle has no minimum"):
        _ = saddle().minimum


def test_saddle_curves_up_along_x_down_along_y_and_not_at_all_across():
    assert_array_equal(saddle().grad(np.eye(2)), np.diag([2, -2]))


# ------------------------------------------------------------------------------------------- quadratics


@pytest.mark.parametrize(("kappa", "angle", "dim"), [(25, 0, 2), (100, 30, 2), (7, -70, 5), (1, 45, 3)])
def test_hessian_is_symmetric_with_eigenvalues_spread_geometrically_from_1_to_kappa(kappa, angle, dim):
    H = quadratic(kappa, angle, dim).grad(np.eye(dim))
    assert_allclose(H, H.T, rtol=1e-13, atol=1e-13)
    eigenvalues = np.linalg.eigvalsh(H)
    assert_allclose(eigenvalues[[0, -1]], [1, kappa], rtol=1e-12)
    assert_allclose(np.diff(np.log(eigenvalues)), np.log(kappa) / (dim - 1), rtol=1e-10, atol=1e-13)


def test_angle_turns_the_flat_direction_from_the_x_axis_anticlockwise():
    flat = np.array([np.cos(np.radians(30)), np.sin(np.radians(30))])
    steep = np.array([-flat[1], flat[0]])
    H = quadratic(kappa=50, angle=30).grad(np.eye(2))
    assert_allclose(H @ flat, flat, rtol=1e-13)
    assert_allclose(H @ steep, 50 * steep, rtol=1e-13)


def test_angle_leaves_the_axes_in_between_alone():
    H = quadratic(kappa=16, angle=25, dim=3).grad(np.eye(3))
    assert_allclose(H[1], [0, 4, 0], atol=1e-14)


def test_one_dimension_has_the_curvature_kappa():
    assert quadratic(kappa=3, dim=1).grad(np.ones(1)) == 3


def test_ravine_is_the_valley_of_condition_25():
    assert_array_equal(ravine().grad(np.eye(2)), np.diag([1, 25]))


# ------------------------------------------------------------------------------------------ what it holds


@each
def test_window_is_a_box_that_holds_the_start_and_the_minima(surface):
    low, high = surface.window.T
    assert surface.window.shape == (len(surface.start), 2) and (low < high).all()
    for points in (surface.start[:, None], surface.minima):
        assert (low[:, None] < points).all() and (points < high[:, None]).all()


@each
def test_start_is_not_a_place_to_rest(surface):
    assert np.abs(surface.grad(surface.start)).max() > 0.01


@each
def test_surface_cannot_be_changed(surface):
    with pytest.raises(dataclasses.FrozenInstanceError):
        surface.start = np.zeros(2)
    for array in (surface.start, surface.window, surface.minima):
        with pytest.raises(ValueError, match="read-only"):
            array += 1


def test_names_are_distinct_and_tell_the_condition():
    assert quadratic(kappa=1e3).name == "quadratic with κ = 1000"
    surfaces = (quadratic(), ravine(), saddle(), double_well(), rosenbrock(), beale(), himmelblau())
    assert len({surface.name for surface in surfaces}) == len(surfaces)


NAN, INF = float("nan"), float("inf")


@pytest.mark.parametrize(
    ("make", "argument", "values", "allowed"),
    [
        (quadratic, "kappa", (0.5, 0, -3, NAN, INF), "must be finite and ≥ 1, not"),
        (quadratic, "angle", (NAN, INF, -INF), "must be a finite number of degrees, not"),
        (quadratic, "dim", (0, -1, 1.5, NAN, INF), "must be a whole number ≥ 1, not"),
        (double_well, "tilt", (0.385, -0.5, NAN, INF), "must be between -0.3849 and 0.3849, not"),
    ],
)
def test_bad_argument_is_refused_with_its_name_value_and_what_is_allowed(make, argument, values, allowed):
    for value in values:
        with pytest.raises(ValueError, match=re.escape(f"{argument} {allowed} {value}")):
            make(**{argument: value})


@pytest.mark.parametrize("value", ["a", None, 1j, [2.0, 3.0]])
@pytest.mark.parametrize(
    ("make", "argument"),
    [(quadratic, "kappa"), (quadratic, "angle"), (quadratic, "dim"), (double_well, "tilt")],
)
def test_argument_that_is_no_number_is_refused(make, argument, value):
    with pytest.raises(TypeError, match=re.escape(f"{argument} must be a real number, not {value!r}")):
        make(**{argument: value})


def test_surface_of_a_reader_is_quiet_holds_arrays_and_may_be_a_key():
    cubic = make_surface("cubic", lambda W: W[0] ** 3, lambda W: 3 * W**2, [[0]], [1], [(-2, 2)])
    assert cubic.loss(np.array([1e200])) == np.inf  # every warning would be an error here
    assert cubic.grad(np.array([1e200])) == np.inf
    assert (cubic.minimum.tolist(), cubic.start.dtype, cubic.window.shape) == ([0], float, (1, 2))
    assert {cubic: "one", saddle(): "another"}[cubic] == "one"
    assert cubic == cubic and ravine() != ravine()

"""The pictures of lesson 00 show what they say: read back from the axes, beside closed forms."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from course_utils.chapters.gradient_descent import course_map, figures
from course_utils.contest import search
from course_utils.descent import descend
from course_utils.optimizers import sgd
from course_utils.surfaces import double_well, quadratic, ravine


def drawn(ax, color=None):
    """The lines of the axes as (x, y), of one colour if it is given."""
    return [np.array(line.get_data()) for line in ax.lines if color in (None, line.get_color())]


def valley_runs(*rates):
    return {lr: descend(sgd, ravine(), 40, lr=lr) for lr in rates}


def test_every_picture_says_in_a_sentence_what_one_sees():
    runs, points = valley_runs(0.01, 0.04, 0.077, 0.083), {"A": [-3, 1], "B": [4, 0], "C": [0, 0]}
    x = np.linspace(-8, 8, 20)
    turned = quadratic(kappa=25, angle=30)
    lam, Q = np.linalg.eigh(turned.grad(np.eye(2)))
    found = search(lambda seed, lr: lr + seed, range(2), lr=[0.1, 1])
    length = np.linspace(0, 3, 5)

    def bowl(W):
        return W[0] ** 2 + W[1] ** 2

    for fig in (
        figures.course_map(),
        figures.landscape(x, x, bowl, points),
        figures.plane_and_truth(length, -length, length**2),
        figures.directions(ravine(), np.array([-4.0, 25.0])),
        figures.pretence(double_well(), 1.6, 0.14),
        figures.beliefs(double_well(), 1.4, (0.08, 0.2, 2.2)),
        figures.four_rates(runs),
        figures.loss_curves(runs),
        figures.eigenvectors(descend(sgd, turned, 20, lr=0.07), lam, Q),
        figures.lopsided(np.linspace(0, 0.08, 24), np.ones(24), 1, 25),
        figures.units(runs[0.077], runs[0.04], (bowl, bowl), ("one", "other")),
        figures.images(np.zeros((10, 64)), range(10), "Ten white pictures in two rows of five."),
        figures.sweep({"one": found, "other": found}),
        figures.leaps(runs),
        figures.which_is_which(*list(runs.values())[:3]),
    ):
        assert len(fig.get_label()) >= 30 and fig.get_label().endswith(".")


@pytest.mark.parametrize("lr", [0.06, 0.15, 0.3])
def test_parabola_touches_the_loss_and_has_curvature_one_over_eta_and_its_bottom_at_the_step(lr):
    well, here = double_well(), 1.6
    ax = figures.pretence(well, here, lr).axes[0]
    curve, parabola = (line for line in drawn(ax) if line.shape[1] == 300 and np.ptp(np.diff(line[1])) > 1e-3)
    w = parabola[0]
    assert_allclose(np.gradient(np.gradient(parabola[1], w), w)[5:-5], 1 / lr, rtol=1e-6)
    gap = abs(parabola[1] - curve[1])
    near = abs(w - here) < 0.02
    assert gap[near].max() < 0.02**2 * (1 / lr + 8)  # they touch: the gap is of second order
    dots = [line for line in drawn(ax) if line.shape[1] == 1]
    slope = well.grad(np.array([here]))[0]
    assert_allclose(dots[1][0], here - lr * slope)
    assert_allclose(np.interp(dots[1][0], w, parabola[1]), dots[1][1], atol=1e-3)


def test_first_two_parabolas_end_above_the_loss_and_the_third_promises_too_much():
    fig = figures.beliefs(double_well(), 1.4, (0.08, 0.2, 2.2))
    promised, landed = ([drawn(ax)[k][1, 0] for ax in fig.axes] for k in (3, 4))
    assert [bool(low <= promise) for low, promise in zip(landed, promised, strict=True)] == [
        True,
        True,
        False,
    ]


def test_marked_directions_lie_on_the_cosine_and_minus_g_at_its_lowest_point():
    g = np.array([-4.0, 25.0])
    right = figures.directions(ravine(), g).axes[1]
    cosine, *dots = (line for line in drawn(right) if line.shape[1] != 2)
    assert_allclose(dots[0][1], cosine[1].min(), rtol=1e-3)
    assert_allclose(dots[0][1], -np.linalg.norm(g), rtol=1e-3)
    angle = np.degrees(np.arccos(-g @ [4, -1] / np.linalg.norm(g) / np.sqrt(17)))
    assert_allclose(dots[1][0] - dots[0][0], angle, rtol=1e-6)


def test_coordinates_along_the_eigenvectors_fall_by_their_own_factors():
    turned = quadratic(kappa=25, angle=30)
    lam, Q = np.linalg.eigh(turned.grad(np.eye(2)))
    right = figures.eigenvectors(descend(sgd, turned, 20, lr=0.07), lam, Q).axes[1]
    for line, factor in zip(drawn(right), (0.93, 0.75), strict=True):
        assert_allclose(line[1][1:] / line[1][:-1], factor)


def test_lopsided_lines_cross_at_the_star():
    ax = figures.lopsided(np.linspace(0.001, 0.0799, 400), np.ones(400), 1, 25).axes[0]
    flat, steep, _, star, _ = drawn(ax)
    k = np.argmin(abs(flat[1] - steep[1]))
    assert_allclose(star[:, 0], [2 / 26, 24 / 26])
    assert_allclose([flat[0][k], flat[1][k]], star[:, 0], rtol=5e-3)


def test_map_has_years_that_never_fall_and_arrows_that_lead_to_later_lessons():
    years = [year for year, *_ in course_map.LESSONS.values() if year]
    assert years == sorted(years) and len(course_map.LESSONS) == 11
    assert sorted(course_map.NEEDS) == list(range(1, 11))
    assert all(before < lesson for lesson, needed in course_map.NEEDS.items() for before in needed)
    everything = {6}
    while new := {b for lesson in everything for b in course_map.NEEDS.get(lesson, ())} - everything:
        everything |= new
    assert everything == {0, 2, 4, 5, 6}  # what the caption says of Adam

"""The figures of the deep dive on quadratic losses show the runs and laws that they are given."""

import numpy as np
import pytest

from course_utils.chapters.quadratic_rates import figures
from course_utils.descent import descend, stays_from
from course_utils.optimizers import momentum, sgd
from course_utils.surfaces import quadratic, ravine


def drawn(ax):
    """(x, y) of every line, in the order of drawing."""
    return [np.array(line.get_data(), dtype=float) for line in ax.lines]


def test_steps_in_the_legend_are_those_of_the_runs():
    lam = np.linspace(1, 25, 9)
    runs = [descend(sgd, ravine(), 400, lr=lr) for lr in (2 / 26, 0.07, 0.06)]
    left, right = figures.by_turns(lam, np.cos(lam), np.sin(lam), runs).axes
    texts = [text.get_text() for text in right.get_legend().get_texts()]
    assert [int(text.split(": ")[1].split()[0]) for text in texts] == [
        stays_from(w.loss < 1e-6) for w in runs
    ]
    assert [line[1] @ line[1] for line in drawn(left)] == pytest.approx(
        [np.sin(lam) @ np.sin(lam), np.cos(lam) @ np.cos(lam)]
    )


@pytest.mark.parametrize("rho", [0.5, 9 / 11])
def test_band_serves_the_condition_numbers_of_both_rules(rho):
    ax = figures.band(rho, np.array([0.5, 3.9]), np.array([0.1, 0.1]), np.array([0.1, 0.99])).axes[0]
    low, high = drawn(ax)[:2]
    kappa = high[1] / low[1]
    assert kappa[0] == pytest.approx((1 + rho) / (1 - rho))  # gradient descent
    assert kappa[-1] == pytest.approx(((1 + rho) / (1 - rho)) ** 2) and low[0, -1] == pytest.approx(rho**2)
    assert (np.diff(kappa) > 0).all()
    inside, outside = drawn(ax)[3:5]
    assert inside[1] == [0.5] and outside[1] == [3.9]


def test_edges_of_the_band_are_where_a_run_shrinks_by_rho():
    rho, alpha = 0.8, 0.4
    for r in ((1 - rho) * (1 - alpha / rho), (1 + rho) * (1 + alpha / rho)):
        w = descend(momentum, lambda W, r=r: r * W, 400, start=1.0, lr=1.0, alpha=alpha).W
        assert abs(w[400] / w[300]) ** (1 / 100) == pytest.approx(rho, rel=1e-6)


def test_law_of_the_transient_is_drawn_as_a_distance():
    tuned = descend(momentum, quadratic(100.0), 130, start=[1, 1], lr=4 / 121, alpha=81 / 121)
    z, t = np.array([[9 / 11], [-9 / 11]]), np.arange(131)
    law = (1 + (1 - z) * t) * z**t
    lines = drawn(figures.transient(tuned, tuned, law, 0.8**t, 0.9**t).axes[0])
    assert lines[2][1] == pytest.approx(lines[1][1], rel=1e-6)


def test_star_stands_at_the_given_pair_and_the_dot_at_the_fewest_steps():
    rates, alphas = np.meshgrid(np.linspace(0.03, 0.036, 4), np.linspace(0.6, 0.7, 3))
    steps = np.full((3, 4), 100.0)
    steps[1, 2], steps[2, 3] = 75, np.inf
    dot, star, edge = drawn(figures.around_the_best_pair(rates, alphas, steps, 0.033, 0.66).axes[0])
    assert dot[:, 0] == pytest.approx([rates[1, 2], alphas[1, 2]]) and star[:, 0] == pytest.approx(
        [0.033, 0.66]
    )
    best = (2 / 11) ** 2
    assert np.interp((9 / 11) ** 2, edge[1], edge[0]) == pytest.approx(best, rel=1e-4)


def test_corners_of_the_cycle_lie_on_the_slope():
    corners = np.array([-1.0, 0.5, 2.0])
    walk = descend(momentum, lambda x: x, 40, start=3.0, lr=0.1, alpha=0.5)
    left, right = figures.cycle(lambda x: 2 * x, corners, {"walk": walk}).axes
    assert np.array_equal(drawn(left)[1], [corners, 2 * corners])
    assert np.array_equal(drawn(right)[0][1], walk.W[:31])

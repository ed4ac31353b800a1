"""The race: every rule at the rate of its family, on the surface that is chosen."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from worlds import drawn

from course_utils.chapters.which_optimizer import explore
from course_utils.chapters.which_optimizer.model import SURFACES, run
from course_utils.descent import descend
from course_utils.optimizers import RULES, adagrad, adam, rmsprop


@pytest.fixture(scope="module")
def explorer():
    return explore()


@pytest.mark.parametrize("name", SURFACES)
def test_every_rule_runs_at_the_rate_of_its_family(name):
    result = run(name, 0.02, 0.3, -1.0, 1.0, 25)
    for rule in RULES:
        lr = 0.3 if rule in (adagrad, rmsprop, adam) else 0.02
        w = descend(rule, SURFACES[name], 25, start=[-1, 1], lr=lr)
        assert_array_equal(result[rule.__name__]["path"], w.W)
        assert_array_equal(result[rule.__name__]["loss"], w.loss)


def test_picture_has_the_paths_that_are_still_inside(explorer):
    explorer.set(lr=0.1, adaptive_lr=0.02)
    for rule in RULES:
        path, line = explorer.run[rule.__name__]["path"], drawn(explorer, "path", rule.__name__)
        inside = (np.abs(path) < 10).all(axis=0)
        assert np.allclose(line[:, inside], path[:, inside])


@pytest.mark.parametrize("name", SURFACES)
def test_window_is_that_of_the_surface(explorer, name):
    explorer.set(surface=name)
    ax = explorer.view.axes["path"]
    assert_array_equal([ax.get_xlim(), ax.get_ylim()], SURFACES[name].window)


def test_losses_of_the_saddle_are_lifted_above_zero(explorer):
    for name, lift in (("saddle", 3), ("ravine", 0)):
        explorer.set(surface=name, lr=0.01, adaptive_lr=0.01)
        loss = explorer.run["adam"]["loss"]
        assert np.allclose(drawn(explorer, "loss", "adam")[1], loss + lift)


def test_words_order_the_rules_by_their_losses_and_name_who_left(explorer):
    explorer.set(surface="Rosenbrock", x=-1.2, y=1.0, lr=1.0, adaptive_lr=0.05)
    order = explorer.controls.text.split("lowest first: ")[1].split(".")[0].split(", ")
    assert len(order) == 6 and set(order[:3]) == {"AdaGrad", "RMSProp", "Adam"}
    assert "Beyond 1,000 at the end</b>: SGD, Momentum, NAG" in explorer.controls.text


def test_goal_needs_one_rate_for_all(explorer):
    explorer.controls.reset.click()
    explorer.set(y=0.5)
    assert explorer.reached < np.inf
    explorer.set(adaptive_lr=1e-4)
    assert explorer.reached == np.inf

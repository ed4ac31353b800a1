"""The map of basins against runs of single starts."""

import numpy as np
import pytest
from worlds import drawn

from course_utils.chapters.rough_ground import explore
from course_utils.chapters.rough_ground.explorer import SHADES
from course_utils.chapters.rough_ground.model import SURFACE, basins, nearest_minimum
from course_utils.descent import descend
from course_utils.optimizers import RULES, adagrad, adam, momentum, nag, rmsprop, sgd

SETTLING = {sgd: 0.005, momentum: 0.005, nag: 0.004, adagrad: 1.0, rmsprop: 0.2, adam: 0.7}
WILD = {sgd: 0.02, momentum: 0.03, nag: 0.02, adagrad: 3.1, rmsprop: 1.0, adam: 3.1}
each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)


@each_rule
@pytest.mark.parametrize("rates", [SETTLING, WILD], ids=["settling", "wild"])
def test_label_of_a_start_is_the_minimum_that_its_own_run_reaches(rule, rates):
    ends, rng = np.linspace(-6, 6, 100), np.random.default_rng(0)
    labels = basins(rule, rates[rule])
    for row, column in rng.integers(0, 100, (25, 2)):
        end = descend(rule, SURFACE, 200, start=[ends[column], ends[row]], lr=rates[rule]).W[:, -1]
        distances = np.linalg.norm(SURFACE.minima.T - end, axis=1)
        near = np.flatnonzero(distances < 1)
        assert labels[row, column] == (near[0] if len(near) else -1)


def test_all_six_maps_differ_and_every_minimum_is_somewhere():
    maps = [basins(rule, SETTLING[rule], side=60) for rule in RULES]
    assert all(set(range(4)) <= set(labels.ravel()) for labels in maps)
    assert all((a != b).any() for k, a in enumerate(maps) for b in maps[:k])


def test_nearest_minimum_is_near_or_none():
    W = np.array([[3.0, 3.0, np.nan, -2.8, 1e300], [2.0, 3.5, 0.0, 3.1, 0.0]])
    assert nearest_minimum(W).tolist() == [0, -1, -1, 1, -1]


def test_another_start_needs_no_new_map():
    explorer = explore()
    labels = explorer.run["labels"]
    explorer.set(x=1.0, steps=30)
    assert explorer.run["labels"] is labels
    explorer.set(lr=0.005)
    assert explorer.run["labels"] is not labels


def test_map_has_the_colour_of_the_minimum_under_each_star():
    explorer = explore()
    explorer.set(rule="SGD", lr=0.005)
    labels = explorer.run["labels"]
    for k, (x, y) in enumerate(SURFACE.minima.T):
        column, row = (round((c + 6) / 12 * 99) for c in (x, y))
        assert labels[row, column] == k
    assert np.allclose(drawn(explorer, "map", "minima"), SURFACE.minima)
    assert len({tuple(shade) for shade in SHADES}) == 5 and SHADES[-1].tolist() == [255, 255, 255]


def test_words_count_all_starts():
    explorer = explore()
    counts = np.bincount(explorer.run["labels"].ravel() + 1, minlength=5)
    assert f"Of 10,000 starts {counts[1]:,} / {counts[2]:,} / " in explorer.controls.text
    assert f", {counts[0]:,} none." in explorer.controls.text


def test_run_is_that_of_the_chosen_rule():
    explorer = explore()
    explorer.set(rule="NAG", lr=0.004, x=1.0, y=-1.0, steps=20)
    w = descend(nag, SURFACE, 20, start=[1, -1], lr=0.004)
    assert np.allclose(drawn(explorer, "map", "path"), w.W)

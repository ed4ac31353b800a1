"""The pictures of lesson 03 show what the runs do: the two arrows, the maps, the law of what a step keeps."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from worlds import wall

from course_utils.chapters import nag as chapter
from course_utils.chapters.nag import figures
from course_utils.chapters.nag.exercises import EXERCISES
from course_utils.contest import Search
from course_utils.descent import descend
from course_utils.gradients import central_difference
from course_utils.optimizers import momentum, nag, sgd
from course_utils.surfaces import quadratic, ravine

BOTH = (momentum, nag)
AT_WALL = {rule: descend(rule, wall(), 60, lr=0.2, alpha=0.9) for rule in BOTH}
W, V = AT_WALL[momentum].W[:, 15], AT_WALL[momentum].v[:, 15]
LINE = [descend(rule, lambda W: W, 30, start=1.0, lr=0.1, alpha=0.9) for rule in BOTH]
VALLEY = [descend(sgd, ravine(), 30, lr=0.03)] + [descend(rule, ravine(), 30, lr=0.03) for rule in BOTH]
TRIED = np.array([0.1, 0.2, 0.4])
LOSSES = np.random.default_rng(0).uniform(0.1, 2, (5, 3))
FOUND = Search(None, (), {"lr": TRIED}, LOSSES, np.median(LOSSES, axis=0), {"lr": 0.1})
LETTERS = dict(zip("ABC", EXERCISES["3.1"].right, strict=True))


def maps():
    return figures.maps((4 / 121, 400 / 121, 81 / 121), (0.01, 1, 9 / 11))


EACH = {
    "into_the_wall": lambda: figures.into_the_wall(AT_WALL[momentum]),
    "friction": lambda: figures.friction(np.array([0.5, 0.66, 0.9]), np.array([45, 31, 16]), [44, 36, 83]),
    "two_arrows": lambda: figures.two_arrows(wall(), W, V, 0.2, 0.9),
    "brake": lambda: figures.brake(AT_WALL[nag], AT_WALL[nag].v[0]),
    "swings": lambda: figures.swings(LINE),
    "kept": lambda: figures.kept(TRIED, dict.fromkeys(BOTH, TRIED), 0.9),
    "maps": maps,
    "race": lambda: figures.race(VALLEY),
    "stored": lambda: figures.stored(AT_WALL[nag], AT_WALL[nag].W + 0.9 * AT_WALL[nag].v),
    "falls": lambda: figures.falls(VALLEY),
    "wins": lambda: figures.wins(TRIED, np.array([3, 50, 97]), 4),
    "rates": lambda: figures.rates(dict.fromkeys(BOTH, FOUND)),
    "which_arrow": lambda: figures.which_arrow(wall(), W, V, 0.2, 0.9),
}


@pytest.mark.parametrize("draw", EACH.values(), ids=EACH)
def test_every_picture_says_what_one_sees(draw, says_what_one_sees):
    says_what_one_sees(draw())


def test_wall_has_the_gradient_of_its_loss_and_rises_from_its_minimum():
    surface, points = chapter.wall(), np.random.default_rng(0).uniform(-3, 3, (2, 50))
    assert_allclose(surface.grad(points), central_difference(surface.loss, points), atol=1e-7)
    assert surface.loss(surface.minimum) == 0 and not surface.grad(surface.minimum).any()
    assert_allclose(
        [surface.loss(points), surface.grad(points)[0]], [wall().loss(points), wall().grad(points)[0]]
    )


def arrows(ax):
    """(tail, tip) of every arrow on the axes, in the order in which they were drawn."""
    drawn = [text for text in ax.texts if text.get_text() == "" and text.arrow_patch]
    return [(np.array(arrow.xyann), np.array(arrow.xy)) for arrow in drawn]


def test_two_arrows_lead_to_the_next_points_of_both_rules():
    plane, line = figures.two_arrows(wall(), W, V, 0.2, 0.9).axes
    (start, tip), *pulls = arrows(plane)
    assert_allclose([start, tip], [W, W + 0.9 * V])
    for rule, (tail, head) in zip(BOTH, pulls, strict=True):
        assert_allclose(tail, tip)
        assert_allclose(head, rule(wall().grad, W, V, lr=0.2, alpha=0.9)[0])
    assert pulls[0][1][0] > tip[0] > pulls[1][1][0]  # momentum pushes on, NAG back
    said = [text.get_text() for text in line.texts]
    assert said == ["slope −0.145", "slope +0.934"]


def test_letters_of_exercise_3_1_stand_at_the_arrows_of_its_answer():
    (ax,) = figures.which_arrow(wall(), W, V, 0.2, 0.9).axes
    _, *pulls = arrows(ax)
    words = [text for text in ax.texts if text.get_text() in LETTERS]
    for (_, tip), text in zip(pulls, words, strict=True):
        assert_allclose(text.xy, tip)
        s = LETTERS[text.get_text()]
        assert_allclose(tip, W + 0.9 * V - 0.2 * wall().grad(W + s * V))


@pytest.mark.parametrize(("rule", "ahead"), [(momentum, 0), (nag, 1)])
def test_law_of_what_a_step_keeps_is_the_largest_eigenvalue_of_a_step(rule, ahead):
    for rate, alpha in np.random.default_rng(0).uniform((0.01, 0), (3, 0.99), (50, 2)):
        basis = [
            rule(lambda W, k=rate: k * W, W, v, lr=1.0, alpha=alpha) for W, v in ((1.0, 0.0), (0.0, 1.0))
        ]
        largest = abs(np.linalg.eigvals(np.transpose(basis))).max()
        assert_allclose(figures.larger_root(rate, alpha, ahead * alpha), largest, atol=1e-7)


def behaviour(W):
    """creeps, swings, flips its sign or diverges: the number of the region for each run (runs, steps + 1)."""
    changes = W[:, 1:] * W[:, :-1] < 0
    return np.select(
        [abs(W[:, -1]) > 1, changes[:, 2:].all(axis=1), changes.any(axis=1)], [3, 2, 1], default=0
    )


@pytest.mark.parametrize("k", [0, 1])
def test_map_shows_at_every_point_what_a_run_does_there(k):
    rng = np.random.default_rng(0)
    rate, alpha = rng.uniform(0.01, 3.99, 2000), rng.uniform(0.02, 0.98, 2000)
    borders = [
        ((1 - np.sqrt(alpha)) ** 2, (1 + np.sqrt(alpha)) ** 2, 2 * (1 + alpha)),
        (((1 - alpha) / (1 + alpha)) ** 2, np.ones(2000), (2 + 2 * alpha) / (1 + 2 * alpha)),
    ][k]
    clear = np.min([abs(rate - border) for border in borders], axis=0) > 0.03
    rate, alpha = rate[clear], alpha[clear]
    regions = [collection.get_paths()[0] for collection in maps().axes[k].collections[:4]]
    inside = np.array([region.contains_points(np.column_stack([rate, alpha])) for region in regions])
    assert (inside.sum(axis=0) == 1).all() and inside.any(axis=1).all()
    line = quadratic(kappa=1, dim=1)
    runs = descend(BOTH[k], line, 150, start=[1.0], runs=len(rate), lr=rate, alpha=alpha).W[0]
    found = behaviour(runs)
    assert (inside.argmax(axis=0) == found).all()


def test_race_is_relative_to_the_start():
    lines = figures.race(VALLEY).axes[0].lines
    assert [line.get_ydata()[0] for line in lines[:3]] == [1, 1, 1]


def test_answer_of_the_challenge_is_8_steps_against_27():
    explorer = chapter.explore(wall())
    explorer.set(lr=1.15, alpha=0.68)
    below = explorer.run["momentum"]["loss"] < 1e-3
    assert explorer.reached == 8 and below[27:].all() and not below[26]

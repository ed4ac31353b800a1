"""AdaGrad's explorer: memory and rates against the gradients along the path."""

import numpy as np
from worlds import drawn

from course_utils.chapters.adagrad import explore
from course_utils.chapters.adagrad.model import run
from course_utils.surfaces import quadratic


def test_memory_is_the_sum_of_squares_along_the_path_and_the_rate_makes_the_steps():
    result = run(0.3, 25, 20, -4.0, 1.0, 30)
    g = quadratic(25, 20).grad(result["path"])
    assert np.allclose(result["h"][:, 1:], np.cumsum(g[:, :-1] ** 2, axis=1))
    assert np.isnan(result["rate"][:, 0]).all()
    assert np.allclose(result["path"][:, 1:], result["path"][:, :-1] - result["rate"][:, 1:] * g[:, :-1])


def test_nothing_pulls_across_and_there_is_no_rate():
    result = run(0.5, 25, 0, 0.0, 1.0, 20)
    assert np.isnan(result["rate"][0]).all() and np.isfinite(result["rate"][1, 1:]).all()


def test_memory_that_overflows_leaves_no_rate_and_no_warning():
    assert run(100.0, 100, 0, 1e200, 1e200, 3)["rate"][1, 1] == 0


def test_picture_shows_rate_and_memory_of_both_coordinates():
    explorer = explore()
    for k, name in enumerate("xy"):
        assert np.allclose(drawn(explorer, "rate", name)[1], explorer.run["rate"][k], equal_nan=True)
        assert np.allclose(drawn(explorer, "memory", name)[1] ** 2, explorer.run["h"][k])
    explorer.controls.step.value = 0
    assert "no rates before the first step" in explorer.controls.text

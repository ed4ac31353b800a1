"""NAG's explorer: the two arrows lead to the next point, and only NAG asks ahead."""

import numpy as np
from worlds import drawn, wall

from course_utils.chapters.nag import explore
from course_utils.chapters.nag.model import run
from course_utils.surfaces import make_surface, quadratic


def test_two_arrows_make_the_step_and_only_nag_asks_ahead():
    asked = []
    surface = quadratic(kappa=9)

    def spy(W):
        asked.append(np.array(W))
        return surface.grad(W)

    spied = make_surface("spied", surface.loss, spy, surface.minima, surface.start, surface.window)
    result = run(spied, 0.05, 0.8, -4.0, 1.0, 12)
    for rule in ("momentum", "nag"):
        part = result[rule]
        assert np.allclose(part["path"][:, 1:], (part["path"] + part["coast"] + part["pull"])[:, :-1])
        assert np.allclose(part["v"][:, 1:], np.diff(part["path"], axis=1))
        assert np.allclose(part["loss"], surface.loss(part["path"]))
    ahead = result["nag"]["path"] + result["nag"]["coast"]
    places = [W for W in asked if W.ndim == 1]
    assert np.allclose(places[:12], result["momentum"]["path"][:, :12].T)
    assert np.allclose(places[12:24], ahead[:, :12].T)


def test_two_arrows_of_the_picture_lead_to_the_next_point():
    explorer = explore(wall())
    for t in (3, 16, 30):
        explorer.controls.step.value = t
        for rule in ("momentum", "nag"):
            path = explorer.run[rule]["path"]
            tip = drawn(explorer, rule, "pull")[:, 1]
            assert np.allclose(path[:, t] + tip, path[:, t + 1])
            asked = drawn(explorer, rule, "asked")[:, 0]
            assert (np.abs(asked).max() > 0) == (rule == "nag")


def test_first_step_that_is_shown_is_one_where_they_differ():
    explorer = explore(wall())
    assert explorer.frame.step == 16
    pull = {rule: explorer.run[rule]["pull"][0, 16] for rule in ("momentum", "nag")}
    assert 0 > 1.5 * pull["momentum"] > pull["nag"]  # it brakes the more


def test_goal_needs_enough_steps_to_say_for_good():
    explorer = explore(wall())
    for steps, reached in ((59, False), (60, True)):
        explorer.set(lr=1.15, alpha=0.68, steps=steps)
        assert (explorer.reached <= 12) == reached

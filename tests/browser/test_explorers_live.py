"""Every explorer of every notebook in a real JupyterLab, in headless Chromium at 1280×720.

Where there is no Chromium, or playwright is not installed, all of it is skipped and says so.
"""

import re
import shutil
from contextlib import ExitStack

import numpy as np
import pytest
from browser import CHROMIUM, NOTEBOOKS, chromium, explorer_cells, lab, notebook, settle, to_cell

from course_utils.controls import PAUSE

pytest.importorskip("playwright")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")


CASES = [(path.name, k) for path in NOTEBOOKS for k in explorer_cells(path)]


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lab")
    for path in NOTEBOOKS:
        shutil.copy(path, folder)
    with lab(folder) as server:
        yield server


@pytest.fixture(scope="module")
def pages(served):
    """open(notebook name) → its page, run up to its last explorer, until another notebook is asked for."""
    address, log = served
    with chromium() as browser, ExitStack() as now:
        last = {}

        def opened(name):
            if last.get("name") != name:
                now.close()
                end = max(k for other, k in CASES if other == name)
                last.update(name=name, page=now.enter_context(notebook(browser, address, name, end)))
            return *last["page"], log

        yield opened


@pytest.fixture(scope="module", params=CASES, ids=lambda case: f"{case[0][:2]} cell {case[1]}")
def live(request, pages):
    """An explorer on the screen; pytest runs all tests of one before the next is opened."""
    name, index = request.param
    page, errors, log = pages(name)
    return Live(page, to_cell(page, index), errors, log)


@pytest.fixture
def explorer(live):
    """The same, in its first state."""
    live.reset()
    return live


class Live:
    """An explorer on the screen."""

    def __init__(self, page, output, errors, log):
        self.page, self.output, self.errors, self.log = page, output, errors, log
        self.image = output.locator("img.widget-image, .widget-image img, img.jupyter-widgets").first
        self.controls = output.locator("[role=slider], input[type=checkbox]").all()

    def button(self, name):
        return self.output.get_by_role("button", name=name)

    def reset(self):
        self.button("reset").press("Enter")
        settle(self.page)

    def state(self):
        """What a reader sees: the picture and the words."""
        return self.image.get_attribute("src"), self.output.locator(".widget-html-content").first.inner_text()

    def values(self):
        return [control.get_attribute("aria-valuenow") for control in self.controls]

    def press(self, control, key):
        control.focus()
        self.page.keyboard.press(key)

    def changed_by(self, act, tries=1):
        self.page.wait_for_timeout(1000 * PAUSE)  # so that the last words are there
        before = self.state()
        for _ in range(tries):
            act()
            settle(self.page)
            if self.state() != before:
                return True
        return self.becomes(lambda: self.state() != before)

    def becomes(self, condition, seconds=10):
        """Whether the condition holds now or a little later, where the machine is busy."""
        for _ in range(10 * seconds):
            if condition():
                return True
            self.page.wait_for_timeout(100)
        return False

    def complaints(self):
        kinds = ("stderr", "error")
        errors = self.page.locator(",".join(f"[data-mime-type='application/vnd.jupyter.{k}']" for k in kinds))
        in_log = re.findall(r"Traceback[\s\S]{0,2000}|.*\bERROR\b.*", self.log.read_text(errors="replace"))
        return errors.all_inner_texts() + self.errors + in_log


def test_server_has_loaded_what_makes_it_prompt(served):
    assert "course_utils.server | extension was successfully loaded" in served[1].read_text(errors="replace")


def test_explorer_fits_on_the_screen_with_its_code(explorer):
    box = explorer.output.locator(".widget-hbox").first.bounding_box()
    picture = explorer.image.bounding_box()
    assert box["y"] >= 0 and box["y"] + box["height"] <= 720
    assert picture["x"] + picture["width"] <= 1280 and picture["width"] == pytest.approx(570)
    assert explorer.page.evaluate(
        "[...document.querySelectorAll('.widget-label')].every(l => l.scrollWidth <= l.clientWidth + 1)"
    )


def test_every_control_answers_the_keyboard(explorer):
    for control in explorer.controls:
        at_end = control.get_attribute("aria-valuenow") == control.get_attribute("aria-valuemax")
        slider = control.get_attribute("role") == "slider"
        key = ("ArrowLeft" if at_end else "ArrowRight") if slider else "Space"
        assert explorer.changed_by(lambda c=control, k=key: explorer.press(c, k), tries=30), key
    assert not explorer.complaints()


def test_play_runs_and_reset_brings_everything_back(explorer):
    first = explorer.state()[1], explorer.values()
    play = explorer.output.locator(".widget-play button").first
    play.press("Space")
    explorer.page.wait_for_timeout(1000)
    play.press("Space")
    settle(explorer.page)
    assert explorer.becomes(lambda: explorer.values()[-1] != first[1][-1])
    assert explorer.values()[:-1] == first[1][:-1]
    assert explorer.changed_by(lambda: explorer.button("one step").press("Enter"))
    explorer.reset()
    assert explorer.becomes(lambda: (explorer.state()[1], explorer.values()) == first)


def test_click_on_the_picture_sets_the_start(explorer):
    before = explorer.values()
    for position in ({"x": 150, "y": 130}, {"x": 200, "y": 100}):
        assert explorer.changed_by(lambda p=position: explorer.image.click(position=p))
    assert explorer.becomes(lambda: sum(a != b for a, b in zip(before, explorer.values(), strict=True)) >= 2)
    assert not explorer.complaints()


def test_extremes_and_200_random_changes_leave_no_error(explorer):
    rng = np.random.default_rng(0)
    sliders = [control for control in explorer.controls if control.get_attribute("role") == "slider"]
    for slider in sliders:
        for key in ("End", "Home"):
            explorer.press(slider, key)
            settle(explorer.page)
    for _ in range(200):
        explorer.press(
            sliders[rng.integers(len(sliders))],
            rng.choice(["ArrowLeft", "ArrowRight", "PageUp", "PageDown", "Home", "End"]),
        )
    settle(explorer.page)
    assert explorer.image.get_attribute("src") and not explorer.complaints()
    assert explorer.changed_by(explorer.reset)

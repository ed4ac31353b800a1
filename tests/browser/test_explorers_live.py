"""Every explorer of the course in a real JupyterLab, in headless Chromium at 1280×720; one page has them all.

What an explorer shows is tested without a browser: every knob changes the picture, extremes and random
settings draw, a click sets the start. Here stands what the page and the kernel add: it fits on the screen,
the keyboard and the mouse reach it, and it survives saving and reopening.

Where there is no Chromium, or playwright is not installed, all of it is skipped and says so.
"""

import re

import nbformat
import numpy as np
import pytest
from browser import CHROMIUM, all_explorers, chromium, lab, notebook, settle, to_cell

pytest.importorskip("playwright")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")

BOOK, PLACE = all_explorers()
FILE = "explorers.ipynb"
PAUSE = 350  # ms for which an explorer's words may wait
each_explorer = pytest.mark.parametrize("name", PLACE)


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lab")
    nbformat.write(BOOK, folder / FILE)
    with lab(folder) as (address, log), chromium() as browser:
        yield browser, address, log


@pytest.fixture(scope="module")
def live(served):
    """live(name): the explorer of that name on the screen, in its first state."""
    browser, address, log = served
    with notebook(browser, address, FILE, len(BOOK.cells) - 2) as (page, errors):

        def shown(name):
            explorer = Live(page, to_cell(page, PLACE[name]), errors, log)
            explorer.reset()
            return explorer

        yield shown


@pytest.fixture(scope="module")
def newcomers(live):
    """The names of the explorers that have a kind of control which none before them has."""
    kinds = [live(name).kinds() for name in PLACE]
    seen = [set().union(*kinds[:k]) for k in range(len(kinds))]
    return [name for name, own, before in zip(PLACE, kinds, seen, strict=True) if own - before]


class Live:
    """An explorer on the screen."""

    def __init__(self, page, output, errors, log):
        self.page, self.output, self.errors, self.log = page, output, errors, log
        self.image = output.locator("img.widget-image, .widget-image img, img.jupyter-widgets").first
        self.controls = output.locator("[role=slider], input[type=checkbox]").all()

    def kinds(self):
        """What tells its controls apart on a page: their classes."""
        classes = "control => control.closest('.widget-inline-hbox').className"
        return {control.evaluate(classes) for control in self.controls}

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
        self.page.wait_for_timeout(PAUSE)  # so that the last words are there
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


@each_explorer
def test_explorer_fits_on_the_screen_with_its_code(live, name):
    explorer = live(name)
    box = explorer.output.locator(".widget-hbox").first.bounding_box()
    picture = explorer.image.bounding_box()
    assert box["y"] >= 0 and box["y"] + box["height"] <= 720
    assert picture["x"] + picture["width"] <= 1280 and picture["width"] == pytest.approx(570)
    assert explorer.page.evaluate(
        "[...document.querySelectorAll('.widget-label')].every(l => l.scrollWidth <= l.clientWidth + 1)"
    )


@each_explorer
def test_click_on_the_picture_sets_the_start(live, name):
    explorer = live(name)
    before = explorer.values()
    for position in ({"x": 150, "y": 130}, {"x": 200, "y": 100}):
        assert explorer.changed_by(lambda p=position: explorer.image.click(position=p))
    assert explorer.becomes(lambda: sum(a != b for a, b in zip(before, explorer.values(), strict=True)) >= 2)
    assert not explorer.complaints()


def test_newcomers_have_sliders_of_numbers_and_of_words_and_checkboxes(live, newcomers):
    kinds = set().union(*(live(name).kinds() for name in newcomers))
    assert len(kinds) == 4 and [sum(word in kind for kind in kinds) for word in ("checkbox", "words")] == [
        1,
        1,
    ]


def answers_the_keyboard(explorer, control):
    at_end = control.get_attribute("aria-valuenow") == control.get_attribute("aria-valuemax")
    slider = control.get_attribute("role") == "slider"
    key = ("ArrowLeft" if at_end else "ArrowRight") if slider else "Space"
    return explorer.changed_by(lambda: explorer.press(control, key), tries=30)


def test_every_control_answers_the_keyboard(live, newcomers):
    for name in newcomers:
        explorer = live(name)
        assert [k for k, c in enumerate(explorer.controls) if not answers_the_keyboard(explorer, c)] == [], (
            name
        )
        assert not explorer.complaints()


def check_play_and_reset(explorer):
    explorer.page.wait_for_timeout(2 * PAUSE)  # so that the words of the first state are there
    words, values = explorer.state()[1], explorer.values()
    play = explorer.output.locator(".widget-play button").first
    play.press("Space")
    explorer.page.wait_for_timeout(1000)
    play.press("Space")
    settle(explorer.page)
    assert explorer.becomes(lambda: explorer.values()[-1] != values[-1])
    assert explorer.values()[:-1] == values[:-1]
    assert explorer.changed_by(lambda: explorer.button("one step").press("Enter"))
    explorer.reset()
    assert explorer.becomes(lambda: (explorer.state()[1], explorer.values()) == (words, values))


def test_play_runs_and_reset_brings_everything_back(live, newcomers):
    for name in newcomers:
        check_play_and_reset(live(name))


def test_extremes_and_100_random_changes_leave_no_error(live, newcomers):
    rng = np.random.default_rng(0)
    keys = ["ArrowLeft", "ArrowRight", "PageUp", "PageDown", "Home", "End"]
    for name in newcomers:
        explorer = live(name)
        sliders = [control for control in explorer.controls if control.get_attribute("role") == "slider"]
        for slider in sliders:
            for key in ("End", "Home"):
                explorer.press(slider, key)
                settle(explorer.page)
        for _ in range(100):
            explorer.press(sliders[rng.integers(len(sliders))], rng.choice(keys))
        settle(explorer.page)
        assert explorer.image.get_attribute("src") and not explorer.complaints()
        assert explorer.changed_by(explorer.reset)


@pytest.fixture(scope="module")
def reopened(served, live):
    """The page of the same notebook, saved with its outputs, closed with its kernel, and opened again."""
    browser, address, _ = served
    page = live(next(iter(PLACE))).page
    page.evaluate("jupyterapp.commands.execute('docmanager:save')")
    page.evaluate("jupyterapp.serviceManager.sessions.shutdownAll()")
    with notebook(browser, address, FILE) as (page, _):
        yield page


@each_explorer
def test_a_saved_explorer_shows_its_picture_when_it_is_opened_again(reopened, name):
    output = to_cell(reopened, PLACE[name])
    assert not output.locator("[role=slider]").count()
    picture = output.locator("img:visible").first
    assert picture.bounding_box()["width"] == pytest.approx(570, abs=1)
    assert picture.evaluate("image => image.naturalWidth") >= 570

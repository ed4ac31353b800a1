"""A reader's own matplotlib: it changes nothing of the course's pictures, and the course nothing of it."""

import os
import subprocess
import sys
from pathlib import Path

import matplotlib
import matplotlib.pyplot as plt
import pytest

from course_utils import display, plots

CAPTION = "Nothing of a reader's own style is seen in this picture."
STYLE = Path(display.__file__).with_name("course.mplstyle")
# draws a figure with letters and a legend, a film and an explorer, and prints what their bytes are
DRAW = """
import hashlib, matplotlib
before = dict(matplotlib.rcParams)
from course_utils import display, plots
from course_utils.chapters.momentum import explore
from course_utils.descent import descend
from course_utils.optimizers import sgd
from course_utils.surfaces import ravine
def shown(bundle, raw=False, metadata=None):
    if isinstance(bundle, dict) and "image/png" in bundle:
        print(hashlib.sha256(bundle["image/png"]).hexdigest())
display.display = shown
fig, ax = plots.figure()
run = descend(sgd, ravine(), 9, lr=0.07)
plots.contours(ax, ravine())
plots.path(ax, run)
ax.plot([0, 1], [0, 1])
ax.text(0, 0, "α − β")
ax.legend(title="a legend")
ax.set(title="a title", xlabel="x")
plots.show(fig, "A path, a text and a legend in the style of the course.")
plots.film([run], "A path, a text and a legend in the style of the course.", frames=2)
explorer = explore()
explorer.set(alpha=0.5)
explorer.show("A path, a text and a legend in the style of the course.")
print(hashlib.sha256(explorer.image.value).hexdigest())
now = dict(matplotlib.rcParams)
print("changed:", *(key for key in before if before[key] != now[key]))
"""
READERS = {
    "dark": "axes.facecolor: black\nfigure.facecolor: black\nsavefig.facecolor: black\ntext.color: white\n"
    "axes.edgecolor: white\naxes.labelcolor: white\nxtick.color: white\nytick.color: white\n"
    "lines.color: white\nlegend.frameon: True\naxes.grid: True\naxes.prop_cycle: cycler('color', ['r', 'g'])",
    "large letters that are missing": "font.family: NanumGothic\nfont.size: 30\nlines.linewidth: 6\n"
    "axes.unicode_minus: False\nfigure.dpi: 50\nsavefig.dpi: 30\npath.simplify: False",
}


def drawn(rc):
    """What `DRAW` prints under this matplotlibrc; every warning is an error."""
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", DRAW],
        env=os.environ | {"MATPLOTLIBRC": str(rc), "MPLBACKEND": "agg"},
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0 and not run.stderr, run.stderr
    return run.stdout.splitlines()


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    rc = tmp_path_factory.mktemp("plain") / "matplotlibrc"
    rc.write_text("")
    return drawn(rc)


@pytest.mark.parametrize("reader", READERS)
def test_pictures_are_the_same_bytes_whatever_the_reader_has_set(reader, plain, tmp_path):
    rc = tmp_path / "matplotlibrc"
    rc.write_text(READERS[reader])
    *pictures, changed = drawn(rc)
    assert len(set(pictures)) == 4 and pictures == plain[:-1]
    assert changed == "changed:"  # neither importing nor drawing changes the reader's own settings


def test_style_holds_only_what_differs_from_the_defaults():
    course = matplotlib.rc_params_from_file(STYLE, use_default_template=False)
    assert course and all(matplotlib.rcParamsDefault[key] != value for key, value in course.items())


@pytest.fixture
def quiet(monkeypatch):
    """Nothing is displayed."""
    monkeypatch.setattr(display, "display", lambda *objects, **kwargs: None)


def test_style_of_the_course_holds_from_the_figure_until_it_is_shown(quiet):
    with matplotlib.rc_context({"lines.linewidth": 7, "axes.spines.top": True}):
        fig, ax = plots.figure()
        assert not ax.spines["top"].get_visible()
        assert ax.plot([0, 1])[0].get_linewidth() == 1.8
        plots.show(fig, CAPTION)
        assert matplotlib.rcParams["lines.linewidth"] == 7 and matplotlib.rcParams["axes.spines.top"]


def test_figure_that_was_never_shown_does_not_keep_the_style_for_ever(quiet):
    with matplotlib.rc_context({"lines.linewidth": 7}):
        for _ in range(3):
            fig, _ = plots.figure()
        plots.show(fig, CAPTION)
        assert matplotlib.rcParams["lines.linewidth"] == 7
    plt.close("all")


def test_letters_are_large_enough_in_a_figure(quiet):
    fig, ax = plots.figure()
    ax.plot([0, 1], label="a")
    ax.legend(title="b")
    ax.set(title="c", xlabel="d")
    plots.show(fig, CAPTION)
    texts = [text for text in fig.findobj(matplotlib.text.Text) if text.get_text()]
    assert len(texts) > 10 and min(text.get_fontsize() for text in texts) >= 9

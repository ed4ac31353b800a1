"""`python -m course_utils.lecture`: which lessons it takes, what it writes, what it says where it cannot."""

import re
import sys
from importlib.metadata import PackageNotFoundError

import nbformat
import pytest
from lessons import lesson

pytest.importorskip("ziamath", reason='slides need the extra: pip install -e ".[lecture]"')
from course_utils.lecture import __main__ as command
from course_utils.lecture import pdf, slides


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A folder with three lessons in `notebooks/`, in which the command is started; no browser is found."""
    (tmp_path / "notebooks").mkdir()
    for name in ("00_descent", "02_momentum", "10_race", "readme"):
        nbformat.write(lesson(), tmp_path / "notebooks" / f"{name}.ipynb")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(pdf, "find_chromium", lambda: None)
    return tmp_path


def written(folder):
    """The names of the decks that lie in a folder of the course."""
    return sorted(path.name for path in (folder / "build" / "lecture" / "slides").glob("*"))


def test_without_a_number_it_takes_every_lesson_and_no_other_notebook(course, capsys):
    command.main([])
    assert written(course) == ["00_descent.html", "02_momentum.html", "10_race.html"]
    assert re.findall(r"slides.(\w+\.html)", capsys.readouterr().out) == written(course)


@pytest.mark.parametrize("numbers", [["02", "10"], ["2", "10", "02"]])
def test_numbers_choose(course, numbers):
    command.main(numbers)
    assert written(course) == ["02_momentum.html", "10_race.html"]


def test_it_also_starts_among_the_notebooks(course, monkeypatch):
    monkeypatch.chdir(course / "notebooks")
    command.main(["02"])
    assert written(course / "notebooks") == ["02_momentum.html"]


def test_without_a_browser_it_says_what_is_missing_and_that_the_slides_are_there(course, capsys):
    command.main(["02"])
    assert "No PDF: neither Chromium nor Chrome nor Edge was found." in capsys.readouterr().out


def test_with_a_browser_a_pdf_lies_beside_the_slides(course, monkeypatch, capsys):
    monkeypatch.setattr(pdf, "find_chromium", lambda: "a browser")
    monkeypatch.setattr(pdf, "print_pdf", lambda deck, browser: deck.with_suffix(".pdf"))
    command.main(["02"])
    assert "02_momentum.pdf" in capsys.readouterr().out


def test_unknown_numbers_are_named_beside_those_there_are(course):
    with pytest.raises(SystemExit, match=r"There is no lesson 11, 0x\. There are: 00 02 10"):
        command.main(["11", "02", "x"])


def test_where_there_are_no_lessons_it_says_where_to_start(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit, match=r"No lessons in .*: start in the folder of the course"):
        command.main([])


INSTALL = r"\. In the folder of the course: pip install -e \"\.\[lecture\]\"$"


def test_missing_package_is_named_with_the_line_that_installs_it(course, monkeypatch):
    for part in ("formulas", "page", "slides"):
        monkeypatch.delitem(sys.modules, f"course_utils.lecture.{part}")
        monkeypatch.delattr(f"course_utils.lecture.{part}")
    monkeypatch.setitem(sys.modules, "ziamath", None)
    with pytest.raises(SystemExit, match="^Slides need ziamath" + INSTALL):
        command.main(["02"])


def test_missing_reveal_is_named_with_the_line_that_installs_it(course, monkeypatch):
    def nothing(name):
        raise PackageNotFoundError(name)

    slides._reveal.cache_clear()
    monkeypatch.setattr(slides, "files", nothing)
    with pytest.raises(SystemExit, match="^Slides need pyreveal" + INSTALL):
        command.main(["02"])


def test_fault_of_a_notebook_is_said_in_one_sentence(course):
    broken = lesson()
    broken.cells[2].source += " $\\frac$"
    nbformat.write(broken, course / "notebooks" / "02_momentum.ipynb")
    with pytest.raises(
        SystemExit, match=r"^notebooks.02_momentum\.ipynb: this formula cannot be typeset: .frac$"
    ):
        command.main(["02"])


def test_browser_that_prints_nothing_is_quoted(tmp_path):
    deck = tmp_path / "02.html"
    deck.write_text('<div class="page">', encoding="utf-8")
    browser = tmp_path / "browser"
    browser.write_text("#!/bin/sh\necho out of paper >&2\n", encoding="utf-8")
    browser.chmod(0o755)
    with pytest.raises(RuntimeError, match=r"did not print every slide of .*02\.html:\nout of paper"):
        pdf.print_pdf(deck, str(browser))

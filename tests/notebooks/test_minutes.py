"""The minutes of a notebook: the model against sums by hand. What they may be is promised in `promises`."""

import nbformat
import pytest
import small
from books import NOTEBOOKS
from nbformat.v4 import new_notebook
from pytest import approx
from small import md, picture, printed, py

from course_utils.lecture.minutes import measure, reading, stated, table, teaching, top_row

MORE = 1.05  # for running cells and being lost


@pytest.mark.parametrize(
    ("source", "minutes"),
    {
        "word " * 300: 2,
        "": 0,
        "$$\nx = 1\n$$": 1.2,
        "$$\n\\begin{aligned}\nx &= 1 \\\\\ny &= 2 \\\\\nz &= 3\n\\end{aligned}\n$$": 1.2 * 1.8,
        "$a$ and $b$": 1 / 150 + 2 * 2 / 60,
        "**Predict.** How many": 3 / 150 + 0.5,
        "```python\nx = 1\ny = 2\n```": 2 * 4 / 60,
        "학습률 falls": 2 / 150,
    }.items(),
)
def test_text_is_read_at_150_words_a_minute_and_formulas_take_longer(source, minutes):
    assert reading(md("a", source)) == approx(MORE * minutes)


@pytest.mark.parametrize(
    ("cell", "minutes"),
    [
        (py("a", "import numpy as np\nfrom os import path\n\nx = 1\ny = 2"), 2 * 4 / 60),
        (py("a", "show(fig)\nx = 1", picture()), 2 * 1.5 / 60 + 0.5),
        (py("a", "", printed("one two three\nfour 5\n")), 5 / 150),
        (py("a", "", small.CAPTION), 11 / 150),
    ],
)
def test_code_takes_seconds_a_line_and_what_it_shows_is_read(cell, minutes):
    assert reading(cell) == approx(MORE * minutes)


def test_the_explorer_takes_six_minutes_and_notes_take_none():
    cell = py("a", "explore().show(caption)", tags=["play"])
    assert reading(cell) == approx(6 + MORE * 4 / 60)
    assert reading(md("a", "word " * 300, "notes")) == 0


@pytest.mark.parametrize(
    ("cell", "minutes"),
    [
        (md("a", "word " * 130), 1),
        (md("a", "word " * 130, "slide"), 1.25),
        (md("a", "$$\nx\n$$ so $a$"), 0.75 + 2 / 60 + 1 / 130),
        (md("a", "**Predict.** How many"), 0.75 + 3 / 130),
        (md("a", "word " * 140, "notes"), 1),
        (py("a", "x = 1\n" * 10, picture(), printed("1\n2\n")), (35 + 2 * 4) / 60),
    ],
)
def test_teaching_counts_slides_words_pictures_and_not_code(cell, minutes):
    assert teaching(cell) == approx(minutes)


def made():
    return new_notebook(
        cells=[
            md("title", "word " * 150, "slide"),
            md("note", "word " * 140, "notes"),
            md("one", "## One\n\n" + "word " * 149, "slide"),
            py("below", "", picture(), slide="subslide", tags=["rule"]),
            md("skipped", "word " * 150, "skip"),
            py("film", "", picture(), tags=["moves"]),
            md("two", "## Two\n\n" + "word " * 149, "slide"),
            md("hidden", "word " * 150, "skip"),
            py("explorer", "", picture(), tags=["play"]),
            md("tasks", "## 3. Exercises\n\n" + "word " * 149, "skip"),
            md("end", "## Summary\n\n" + "word " * 149, "subslide"),
        ]
    )


def test_sections_marks_and_sums():
    found = measure(made())
    assert found.cells == 10  # the note is none
    names, lengths = zip(*found.sections, strict=True)
    assert names == ("", "One", "Two", "3. Exercises", "Summary")
    assert lengths == approx([MORE, MORE * 3, MORE * 2.5 + 6, MORE * (1 + 1 / 150), MORE])
    assert found.alone == approx(sum(lengths) - lengths[3]) and found.exercises == approx(lengths[3])
    assert found.rule == approx(MORE * 2.5)  # read to its end
    assert found.moves == approx(MORE * 4)
    assert found.play == approx(MORE * 6)  # where it begins


def test_top_row_leaves_out_what_stands_below_and_what_is_skipped():
    assert [cell.id for cell in top_row(made())] == ["title", "note", "one", "two", "explorer"]
    found = measure(made())
    assert (found.slides, found.pictures) == (3, 1)
    assert found.lecture == approx(3 * 0.25 + (150 + 150 + 150) / 130 + 1 + 35 / 60)


def test_without_marks_there_is_no_minute_for_them():
    found = measure(new_notebook(cells=[md("a", "word")]))
    assert (found.rule, found.moves, found.play) == (None, None, None)


def test_a_heading_says_whole_minutes_and_at_least_one():
    assert [stated(m) for m in (0.1, 1.4, 1.6, 12.3)] == [
        "*1 minute*",
        "*1 minute*",
        "*2 minutes*",
        "*12 minutes*",
    ]


def test_table_shows_the_minutes_of_each_notebook():
    path = NOTEBOOKS / "02_momentum.ipynb"
    head, row = table([path]).splitlines()
    found = measure(nbformat.read(path, as_version=4))
    assert row.split()[:3] == ["02_momentum", str(found.cells), f"{found.alone:.0f}"]
    assert {"cells", "alone", "rule", "moves", "play"} <= set(head.split())

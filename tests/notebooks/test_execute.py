"""What the tool that runs notebooks does to them: clean metadata, no widgets, minutes written in."""

import copy

import small
from books import Book
from execute_notebooks import clean, state_in_readme, state_minutes
from promises_of_files import clean_metadata
from promises_of_lessons import WIDGET, explorers_stay_when_the_kernel_goes, minutes_are_stated

from course_utils.lecture.minutes import measure


def test_it_leaves_clean_metadata_and_of_an_explorer_its_picture():
    notebook = copy.deepcopy(small.lesson().notebook)
    notebook.metadata["widgets"] = {}
    for cell in notebook.cells:
        cell.metadata["execution"] = {"started": "today"}
        cell.metadata.setdefault("jupyter", {})["collapsed"] = True
    play = next(cell for cell in notebook.cells if cell.id == "play")
    play.outputs.insert(1, small.new_output("display_data", data={WIDGET: {"model_id": "1"}}))
    clean(notebook)
    assert not [*clean_metadata(Book("99_a_lesson", notebook))]
    assert not [*explorers_stay_when_the_kernel_goes(Book("99_a_lesson", notebook))]
    assert [cell.metadata for cell in notebook.cells] == [cell.metadata for cell in small.lesson().cells]
    assert [cell.get("outputs") for cell in notebook.cells] == [
        c.get("outputs") for c in small.lesson().cells
    ]


def test_it_writes_the_minutes_that_the_promise_asks_for():
    notebook = copy.deepcopy(small.lesson().notebook)
    notebook.cells[2].source += " word" * 600
    assert list(minutes_are_stated(Book("99_a_lesson", notebook)))
    state_minutes(notebook, measure(notebook))
    assert not list(minutes_are_stated(Book("99_a_lesson", notebook)))


def test_it_writes_them_into_the_row_of_the_readme_alone():
    rows = "| 99 | [A](notebooks/99_a.ipynb) | why? | 1 / 2 |\n| [B](notebooks/deeper/b.ipynb) | so? | 7 |\n"
    minutes = measure(small.lesson().notebook)
    alone, both = f"{minutes.alone:.0f}", f"{minutes.lecture:.0f} / {minutes.alone:.0f}"
    assert state_in_readme(rows, "notebooks/99_a.ipynb", minutes) == rows.replace("1 / 2", both)
    assert state_in_readme(rows, "notebooks/deeper/b.ipynb", minutes) == rows.replace("| 7 |", f"| {alone} |")

"""A small lesson and a small deep dive that keep every promise, for the tests to break."""

import ast
import inspect
from functools import cache

import nbformat
from books import Book
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from promises_of_files import HELP
from promises_of_lessons import without_docstring

from course_utils import optimizers
from course_utils.lecture.minutes import stated

METADATA = {"kernelspec": {"display_name": "x", "name": "python3"}, "language_info": {"name": "python"}}
CAPTION = new_output(
    "display_data", data={"text/markdown": "*Twice the rate, half of the steps, up to the limit.*"}
)


FOLDED, HIDDEN = {"outputs_hidden": True}, {"source_hidden": True}


def picture():
    alt = {"image/png": {"alt": "A line that falls from left to right."}}
    return new_output(
        "display_data", data={"image/png": "iVBORw0KGgo=", "text/plain": "<Figure>"}, metadata=alt
    )


def printed(text):
    return new_output("stream", name="stdout", text=text)


def md(name, source, slide="-", **metadata):
    return new_markdown_cell(source, id=name, metadata={"slideshow": {"slide_type": slide}, **metadata})


def py(name, source, *outputs, slide="-", **metadata):
    metadata = {"slideshow": {"slide_type": slide}, **metadata}
    return new_code_cell(source, id=name, outputs=list(outputs), metadata=metadata)


def section(k):
    """One slide of the top row: a step, its check, a prediction with its answer, a picture, a note."""
    step = f"**Step {k} · algebra.** " + "word " * 500
    return [
        md(f"step-{k}", f"## Section {k}\n\nMINUTES\n\n{step}\n\n$$\n1 \\tag{{99.{2 * k - 1}}}\n$$", "slide"),
        py(f"step-{k}-check", f'equation("99.{2 * k - 1}", {k}, x)', printed("(99) left 0.5, right 0.5")),
        md(f"ask-{k}", "**Predict.** How many?", "subslide"),
        py(f"run-{k}", "print('steps:', 7)", printed("steps:\n7\n"), tags=["predict"], jupyter=FOLDED),
        md(f"answer-{k}", "<details><summary>Answer</summary>\n\nSeven.\n\n</details>", tags=["answer"]),
        md(f"law-{k}", f"### Law {k}\n\n$$\n2 \\tag{{99.{2 * k}}}\n$$", "slide"),
        py(f"law-{k}-check", f'inequality("99.{2 * k}", {k}, x)', printed("(99) 1 ≤ 2")),
        md(f"see-{k}", "Look."),
        py(f"picture-{k}", "assert x > 1\nshow(fig)", picture(), CAPTION),
        md(f"again-{k}", "And again."),
        py(f"again-{k}-picture", "assert x > 1\nshow(fig)", picture(), CAPTION, jupyter=HIDDEN),
    ]  # fmt: skip


def with_notes(cells):
    """The cells with a note at the end of each slide of the top row."""
    note = "<details><summary>For the lecturer</summary>\n\n**Say:** this.\n</details>"
    done, on_top = [], False
    for cell in [*cells, md("end-of-slides", "", "subslide")]:
        kind = cell.metadata.slideshow.slide_type
        if on_top and kind in ("slide", "subslide"):
            done.append(md(f"note-{len(done)}", note, "notes"))
        on_top = kind == "slide" if kind in ("slide", "subslide") else on_top
        done.append(cell)
    return done[:-1]


def finished(name, cells):
    """The book of these cells: counted as if they had run, minutes written in."""
    notebook = new_notebook(cells=cells, metadata=nbformat.from_dict(METADATA))
    book = Book(name, notebook)
    for k, cell in enumerate(book.code, start=1):
        cell.execution_count = k
    for heading, length in book.minutes.sections:
        for cell in cells:
            cell.source = cell.source.replace(f"## {heading}\n\nMINUTES", f"## {heading}\n\n{stated(length)}")
    card = cells[0].source.replace("CARD", book.minutes.card)
    cells[0].source = card.replace("ALONE", f"{book.minutes.alone:.0f}")
    return Book(name, notebook)  # measured anew


@cache
def lesson():
    rule = without_docstring(ast.parse(inspect.getsource(optimizers.momentum)).body[0])
    cells = [
        md("title", "# 99 A lesson\n\nCARD", "slide"),
        py("imports", f"import numpy as np\n\n{HELP}\nfrom course_utils.optimizers import sgd"),
        md("rule-say", "### The rule, see [its summary](#Summary)", "subslide"),
        py("rule", rule, tags=["rule"]),
        md("moves-say", "It moves."),
        py("moves", "assert x\nshow(fig)", picture(), CAPTION, tags=["moves"]),
        md("play-say", "Move it."),
        py("play", "explore().show(caption)\nassert x", picture(), CAPTION, tags=["play"]),
        *(cell for k in range(1, 7) for cell in section(k)),
        md("long", "word " * 4000, "skip"),
        md("exercises", "## Exercises\n\nMINUTES", "skip"),
        md("read", "## You will read that …\n\nMINUTES\n\nOne often reads that it is so.", "skip"),
        md("summary", "## Summary\n\nMINUTES", "skip"),
    ]  # fmt: skip
    return finished("99_a_lesson", with_notes(cells))


@cache
def dive():
    cells = [
        md("title", "# A deep dive\n\n| Time | ALONE minutes |"),
        py("imports", f"{HELP}\nfrom course_utils.optimizers import sgd"),
        md("law", "## A law\n\nMINUTES\n\n" + "word " * 300 + "\n\n$$\n1 \\tag{Z.1}\n$$"),
        py("law-check", 'equation("Z.1", 1, x)', printed("(Z.1) left 1, right 1")),
        md("see", "Look."),
        py("picture", "show(fig)", picture(), CAPTION),
    ]
    return finished("deeper/a_dive", cells)

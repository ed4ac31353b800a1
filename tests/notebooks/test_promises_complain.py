"""Each promise complains of a small notebook that breaks it, so that none of them can only pass."""

import copy

import pytest
import small
from books import Book
from nbformat.v4 import new_output
from promises import (
    DIVE,
    EACH,
    FIRST_EDITION,
    LESSON,
    PROMISES,
    SECOND_EDITION,
    SECOND_LESSON,
    files,
    lessons,
    text,
)


def cell(book, name):
    return next(c for c in book.cells if c.id == name)


def source(name, text):
    return lambda book: cell(book, name).update(source=text)


def said(text):
    return source("see-1", text)


def code(text):
    return source("picture-1", text)


def added(name, text):
    return lambda book: cell(book, name).update(source=cell(book, name).source + text)


def dropped(*names):
    return lambda book: book.notebook.update(cells=[c for c in book.cells if c.id not in names])


def metadata(name, **changed):
    return lambda book: cell(book, name).metadata.update(changed)


def printing(name, text):
    return lambda book: cell(book, name).update(outputs=[new_output("stream", name="stdout", text=text)])


def first_output(cell_id, **changed):
    return lambda book: cell(book, cell_id).outputs[0].update(changed)


def slide(name, kind):
    return metadata(name, slideshow={"slide_type": kind})


def moved_to_the_end(name):
    return lambda book: book.cells.append(book.cells.pop(book.cells.index(cell(book, name))))


def note(book):
    return next(c for c in book.cells if c.id.startswith("note"))


def every_cell_has_five_lines(book):
    for c in book.code:
        c.source = "x = 1\n" * 5


LONG = "word " * 2000

BREAKS = [
    (files.clean_metadata, lambda b: b.notebook.metadata.update(widgets={})),
    (files.clean_metadata, lambda b: b.notebook.metadata.language_info.update(version="3.11.7")),
    (files.clean_metadata, metadata("see-1", execution={})),
    (files.clean_metadata, metadata("see-1", jupyter={"outputs_hidden": True, "collapsed": True})),
    (files.clean_metadata, lambda b: cell(b, "see-1").update(id="see-2")),
    (files.run_in_order, lambda b: cell(b, "picture-1").update(execution_count=7)),
    (files.outputs_are_committed, lambda b: cell(b, "step-1-check").update(outputs=[])),
    (files.outputs_are_committed, first_output("step-1-check", name="stderr")),
    (files.outputs_are_committed, lambda b: cell(b, "imports").outputs.append(new_output("error"))),
    (files.no_exception_is_waved_through, metadata("picture-1", tags=["raises-exception"])),
    (files.few_digits, printing("step-1-check", "0.12345")),
    (files.light, source("title", "# 99 " + "x" * 2_000_000)),
    (files.light, lambda b: cell(b, "picture-1").outputs[0].data.update({"image/png": "x" * 900_000})),
    (files.small_cells, code("x = 1\n" * 16)),
    (files.small_cells, every_cell_has_five_lines),
    (files.imports_once, source("step-1-check", "import os")),
    (files.imports_once, source("imports", "import os\nx = 1")),
    (files.imports_once, source("imports", "from os import *")),
    (files.a_missing_package_is_explained, source("imports", "from course_utils import surfaces")),
    (files.narrow_code, code(f"show(fig, '{'x' * 80}')")),
    (files.little_drawing, code("ax.plot(x)\n" * 5)),
    (files.hidden_code_draws, metadata("step-1-check", jupyter={"source_hidden": True})),
    (files.asserts_are_claims, source("step-1-check", "assert x")),
    (files.asserts_are_claims, code("assert x > 1 and y > 1\nshow(fig)")),
    (text.a_sentence_before_code, dropped("see-1")),
    (text.equations_are_evaluated, source("step-1-check", "assert True")),
    (text.equations_are_evaluated, code('equation("99.13", 1, x)')),
    (text.equations_are_evaluated, code('inequality("99.13", 1, x)')),
    (text.equations_are_evaluated, added("again-6", "\n\n$$\n1 = 1\n$$\n" + "\n\n$$\n1 \\tag{99.13}\n$$")),
    (text.equations_are_evaluated, dropped("law-1-check")),
    (text.equations_are_numbered, said("$$\n1 = 1 \\tag{99.20}\n$$")),
    (text.equations_are_numbered, lambda b: Book("deeper/a_dive", b.notebook)),
    (text.sides_differ, source("step-1-check", 'equation("99.1", f(x), f( x ))')),
    (text.figures_speak, lambda b: cell(b, "picture-1").outputs[0].metadata.clear()),
    (text.figures_speak, lambda b: cell(b, "picture-1").outputs.pop()),
    (text.portable_markdown, said(r"so $\bm{x}$")),
    (text.portable_markdown, said(r"so \(x\)")),
    (text.portable_markdown, said("a note[^1]")),
    (text.portable_markdown, said("> [!NOTE]\n> x")),
    (text.portable_markdown, said("<div>x</div>")),
    (text.portable_markdown, said("<details><summary>x</summary>\nx</details>")),
    (text.portable_markdown, said("It works!")),
    (text.portable_markdown, said("so $$x = 1$$ here")),
    (text.portable_markdown, said("| a | $|x|$ |")),
    (text.links_lead_somewhere, said("[there](#Nowhere)")),
    (text.links_lead_somewhere, said("[there](98_nothing.ipynb)")),
    (text.links_lead_somewhere, said("[there](02_momentum.ipynb#Nowhere)")),
    (text.links_lead_somewhere, said("[there](../02_momentum.ipynb)")),
    (text.links_lead_somewhere, said("[there](deeper/nothing.ipynb)")),
    (text.captions_conclude, lambda b: cell(b, "picture-1").outputs[1].data.update(
        {"text/markdown": "*A line that falls from left to right.*"})),
    (text.derivations_are_displayed, said("**Step 9 · algebra.** So $x = 1$.")),
    (text.derivations_are_displayed, said("**Step 9.**\n\n$$\nx = 1\n$$")),
    (text.predictions_are_folded, metadata("run-1", jupyter={})),
    (text.predictions_are_folded, metadata("run-1", tags=[])),
    (text.predictions_are_folded, metadata("run-1", jupyter={}, tags=[])),
    (text.predictions_are_folded, printing("run-1", "7")),
    (text.predictions_are_folded, lambda b: cell(b, "run-1").update(outputs=[small.picture()])),
    (text.predictions_are_folded, metadata("answer-1", tags=[])),
    (text.predictions_are_folded, source("answer-1", "Seven.")),
    (text.figures_are_asserted, lambda b: [cell(b, f"{name}-6{end}").update(source="show(fig)")
                                          for name, end in (("picture", ""), ("again", "-picture"))]),
    (lessons.titled, source("title", "# A lesson")),
    (lessons.titled, lambda b: Book("deeper/a_dive", b.notebook)),
    (lessons.mistakes_point_to_equations, lambda b: Book("02_momentum", b.notebook)),
    (lessons.exercises_are_unsolved, source("step-1-check", 'check("99.1", ...)')),
    (lessons.exercises_are_unsolved, lambda b: Book("01_sgd", b.notebook)),
    (lessons.explorers_stay_when_the_kernel_goes, source("play", "x = 1\n" * 5 + "explore().show(caption)")),
    (lessons.explorers_stay_when_the_kernel_goes, lambda b: cell(b, "play").update(outputs=[])),
    (lessons.explorers_stay_when_the_kernel_goes, lambda b: cell(b, "play").outputs[0].data.update(
        {lessons.WIDGET: {}})),
    (lessons.minutes_of_links_hold, said("[Deeper](deeper/fact_check.ipynb), 99 minutes")),
    (lessons.has_an_explorer, source("play", "assert x")),
    (lessons.slide_types, metadata("see-1", slideshow={})),
    (lessons.first_skeleton, dropped("read")),
    (lessons.skeleton, source("exercises", "## More exercises")),
    (lessons.skeleton, dropped("summary")),
    (lessons.skeleton, source("read", "## You will read that …")),
    (lessons.known_tags, metadata("see-1", tags=["hide"])),
    (lessons.marks_mean_what_they_say, metadata("see-1", tags=["moves"])),
    (lessons.marks_mean_what_they_say, metadata("moves", tags=[])),
    (lessons.marks_mean_what_they_say, added("rule", " + 0")),
    (lessons.marks_mean_what_they_say, lambda b: cell(b, "moves").update(outputs=[])),
    (lessons.marks_mean_what_they_say, moved_to_the_end("rule")),
    (lessons.marks_mean_what_they_say, source("play", "fig")),
    (lessons.notes_for_the_lecturer, lambda b: dropped(note(b).id)(b)),
    (lessons.notes_for_the_lecturer, lambda b: note(b).update(source="Say: this.")),
    (lessons.notes_for_the_lecturer, slide("see-1", "notes")),
    (lessons.budget, said(LONG * 2)),
    (lessons.budget, source("long", "")),
    (lessons.budget, lambda b: b.cells.extend(copy.deepcopy(b.cells) * 2)),
    (lessons.budget, lambda b: cell(b, "rule-say").update(source=LONG * 2)),
    (lessons.budget, lambda b: [slide(c.id, "skip")(b) for c in b.cells]),
    (lessons.budget, lambda b: cell(b, "run-1").metadata.update(tags=[])),
    (lessons.minutes_are_stated, added("step-1", LONG)),
    (lessons.minutes_are_stated, source("title", "# 99 A lesson")),
]  # fmt: skip

DIVE_BREAKS = [
    (lessons.dive_is_short, added("law", "\n\n" + LONG * 5)),
    (lessons.dive_is_short, lambda b: b.cells.extend(copy.deepcopy(b.cells) * 20)),
    (lessons.dive_checks_and_draws, source("law-check", "assert x")),
    (lessons.dive_checks_and_draws, lambda b: cell(b, "picture").update(outputs=[])),
    (text.equations_are_numbered, source("law", "## A law\n\n$$\n1 \\tag{1.1}\n$$")),
    (text.links_lead_somewhere, source("see", "[there](02_momentum.ipynb)")),
    (lessons.minutes_are_stated, source("title", "# A dive")),
]
CASES = [(small.lesson, *case) for case in BREAKS] + [(small.dive, *case) for case in DIVE_BREAKS]


def complaints(promises, book):
    return {promise.__name__: found for promise in promises if (found := list(promise(book)))}


def test_the_small_lesson_keeps_every_promise_of_a_lesson():
    assert not complaints(EACH + LESSON + FIRST_EDITION + SECOND_EDITION + SECOND_LESSON, small.lesson())


def test_the_small_dive_keeps_every_promise_of_a_dive():
    assert not complaints(EACH + SECOND_EDITION + DIVE, small.dive())


@pytest.mark.parametrize(("good", "promise", "break_it"), CASES, ids=lambda case: case.__name__)
def test_promise_complains(good, promise, break_it):
    book = Book(good().name, copy.deepcopy(good().notebook))
    assert not list(promise(book))
    changed = break_it(book)
    # measured anew: a book keeps its minutes
    assert list(promise(changed if isinstance(changed, Book) else Book(book.name, book.notebook)))


def test_every_promise_is_shown_to_complain():
    assert {promise for _, promise, _ in CASES} == set(PROMISES)


def test_links_to_what_is_there_are_kept():
    book = Book("deeper/a_dive", copy.deepcopy(small.dive().notebook))
    cell(book, "see").source = "[up](../02_momentum.ipynb#6.-Play), [here](#A-law), [data](../readme.png)"
    assert not list(text.links_lead_somewhere(book))


@pytest.mark.parametrize(
    ("what", "break_it"),
    {
        "alone": said(LONG * 2),
        "play": source("rule-say", LONG * 5),
        "lecture": source("step-1", LONG),
        "cells": lambda b: b.cells.extend(copy.deepcopy(b.cells) * 2),
        "equations": dropped("step-1-check"),
        "derivation": lambda b: [slide(f"step-{k}", "subslide")(b) for k in range(1, 7)],
        "predictions": metadata("run-1", tags=[]),
    }.items(),
)
def test_budget_names_what_is_out_of_it(what, break_it):
    book = Book("99_a_lesson", copy.deepcopy(small.lesson().notebook))
    break_it(book)
    assert any(what in complaint for _, complaint in lessons.budget(Book(book.name, book.notebook)))

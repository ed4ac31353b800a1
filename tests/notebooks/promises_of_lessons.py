"""Promises: what a lesson has: its parts, exercises, an explorer, slides, tags, and minutes that hold."""

import ast
import inspect
import re

from books import CHAPTERS, lines, of_chapter, pictures, prose
from books import book as named
from promises_of_text import STEP, evaluated, labels

from course_utils import optimizers
from course_utils.lecture.minutes import MARKS, slide_type, stated, tags, top_row

SLIDE_TYPES = {"slide", "subslide", "fragment", "skip", "notes", "-"}
TAGS = {*MARKS, "show", "predict", "answer", "exercise", "solution", "readme"}
WIDGET = "application/vnd.jupyter.widget-view+json"
NOTE = re.compile(r"<details><summary>For the lecturer</summary>\n\n.*\n\n?</details>", re.S)


def headings(book, level=2):
    return [
        found
        for cell in book.markdown
        for found in re.findall(rf"^{'#' * level} +(.*?) *$", prose(cell), re.M)
    ]


def titled(book):
    """# 02 Momentum for a lesson, # Rates for a deep dive."""
    if not re.match(rf"# {book.name[:2] if book.is_lesson else '[A-Z]'}", book.cells[0].source):
        yield book.cells[0].id, "the first cell does not start with a title like # 02 Momentum"


def mistakes_point_to_equations(book):
    there = labels(book)
    for chapter in CHAPTERS:
        for mistake in dict(of_chapter(chapter, "mistakes")).values():
            if mistake.equation.split(".")[0] == book.number and mistake.equation not in there:
                yield "notebook", f"the checker sends to ({mistake.equation}), which does not exist"


def exercises_are_unsolved(book):
    numbers = []
    for k, cell in enumerate(book.cells):
        if cell.cell_type != "code":
            continue
        for found in re.findall(r'check\("(.*?)"', cell.source):
            numbers.append(found)
            text = "".join(o.get("text", "") for o in cell.outputs)
            if "exercise" not in tags(cell) or f"{found} … not attempted yet" not in text:
                yield cell.id, f"exercise {found} is not tagged, or not left for the reader"
            after = book.cells[k + 1 :]
            if not any("solution" in tags(c) and "<summary>Solution" in c.source for c in after[:2]):
                yield cell.id, f"exercise {found} has no folded solution after it"
    registered = of_chapter(book.chapter, "exercises")
    if sorted(numbers) != sorted(registered):
        yield "notebook", f"checks exercises {numbers}, but {[*registered]} are registered"


def explorer_cells(book):
    return [cell for cell in book.code if re.search(r"\bexplore\w*\([\s\S]*\.show\(", cell.source)]


def explorers_stay_when_the_kernel_goes(book):
    """At most five lines that show one; without a kernel its picture stays, and no empty widget."""
    for cell in explorer_cells(book):
        if len(lines(cell)) > 5:
            yield cell.id, f"an explorer takes {len(lines(cell))} lines, 5 are allowed"
        if not pictures(cell):
            yield cell.id, "an explorer without its picture"
        if any(WIDGET in output.get("data", {}) for output in cell.outputs):
            yield cell.id, "a widget is stored, which is nothing without a kernel"


def has_an_explorer(book):
    if not explorer_cells(book):
        yield "notebook", "no explorer"


def slide_types(book):
    for cell in book.cells:
        if cell.metadata.get("slideshow", {}).get("slide_type") not in SLIDE_TYPES:
            yield cell.id, "has no slide type"


# -------------------------------------------------------------------------------- of the first edition


def first_skeleton(book):
    for part in ("Exercises", "You will read that", "Summary"):
        if not any(part in heading for heading in headings(book)):
            yield "notebook", f"no section {part!r}"


# ---------------------------------------------------------------------------- since the second edition


def skeleton(book):
    if sum(bool(re.fullmatch(r"(\d+\.? )?Exercises", heading)) for heading in headings(book)) != 1:
        yield "notebook", "no section headed Exercises, or several"
    if not any("Summary" in heading for heading in headings(book)):
        yield "notebook", "no section 'Summary'"
    if not any("ne often reads" in prose(cell) for cell in book.markdown):
        yield "notebook", "no beliefs: what one often reads"


def known_tags(book):
    for cell in book.cells:
        if unknown := set(tags(cell)) - TAGS:
            yield cell.id, f"has the tags {sorted(unknown)}"


def tagged(book, tag):
    return [cell for cell in book.cells if tag in tags(cell)]


def marks_mean_what_they_say(book):
    """`rule` is the rule as `optimizers` has it, `moves` its picture, later, `play` the explorer."""
    if wrong := [mark for mark in MARKS if len(tagged(book, mark)) != 1]:
        yield "notebook", f"not one cell tagged {', not one tagged '.join(wrong)}"
        return
    rule, moves, play = (tagged(book, mark)[0] for mark in MARKS)
    if not defines_a_rule(rule):
        yield rule.id, "is tagged rule, but defines none of `optimizers` as it stands there"
    if not pictures(moves):
        yield moves.id, "is tagged moves, but has no picture"
    if book.cells.index(moves) < book.cells.index(rule):
        yield moves.id, "is tagged moves, but stands before the rule"
    if play not in explorer_cells(book):
        yield play.id, "is tagged play, but shows no explorer"


def defines_a_rule(cell):
    """Whether the cell defines a function of `optimizers` just so; the docstring may differ."""
    if cell.cell_type != "code":
        return False
    defined = [node for node in ast.parse(cell.source).body if isinstance(node, ast.FunctionDef)]
    known = [
        node for node in ast.parse(inspect.getsource(optimizers)).body if isinstance(node, ast.FunctionDef)
    ]
    return any(without_docstring(one) == without_docstring(other) for one in defined for other in known)


def without_docstring(function):
    """The source of a function, whatever its layout."""
    if ast.get_docstring(function) is not None:
        function.body = function.body[1:]
    return ast.unparse(function)


def notes_for_the_lecturer(book):
    """One on each slide of the top row, folded."""
    counts, last = {}, None
    for cell in top_row(book.notebook):
        if slide_type(cell) == "slide":
            last = cell.id
            counts[last] = 0
        counts[last] += slide_type(cell) == "notes"
    for slide, count in counts.items():
        if count != 1:
            yield slide, f"has {count} notes for the lecturer instead of one"
    for cell in book.cells:
        if slide_type(cell) == "notes" and not NOTE.fullmatch(cell.source.strip()):
            yield cell.id, "a note is not folded under 'For the lecturer'"


LIMITS = {"cells": 170, "alone": 90, "rule": 25, "moves": 30, "play": 50, "lecture": 50}
LEAST = {"alone": 60, "lecture": 35, "pictures": 6}


def budget(book):
    """What the guide allows, and what a lesson must not be short of."""
    for what, most in LIMITS.items():
        if (value := getattr(book.minutes, what)) is not None and value > most:
            yield "notebook", f"{what}: {value:.1f}, {most} are allowed"
    for what, least in LEAST.items():
        if (value := getattr(book.minutes, what)) < least:
            yield "notebook", f"{what}: {value:.1f}, {least} are asked for"
    if (count := sum(len(pictures(cell)) for cell in book.code)) < 10:
        yield "notebook", f"{count} pictures, 10 are asked for"
    if (count := len({label for cell in book.code for label in evaluated(cell)})) < 12:
        yield "notebook", f"{count} equations are checked, 12 are asked for"
    if not any(STEP.search(cell.source) for cell in top_row(book.notebook)):
        yield "notebook", "no step of the derivation on the top row of slides"
    if not 6 <= (count := len(tagged(book, "predict"))) <= 8:
        yield "notebook", f"{count} predictions, 6 to 8 are asked for"


def minutes_are_stated(book):
    """Under each heading ## and on the card, as the model has them."""
    for heading, minutes in book.minutes.sections[1:]:
        line = f"## {heading}\n\n{stated(minutes)}\n"
        if not any(line in f"{cell.source}\n" for cell in book.markdown):
            yield "notebook", f"under a heading should stand {line!r}"
    card = book.minutes.card if book.is_lesson else f"| Time | {book.minutes.alone:.0f} minutes |"
    if card not in book.cells[0].source:
        yield book.cells[0].id, f"the card should say {card!r}"


def minutes_of_links_hold(book):
    """A link to a deep dive, or to a section of it, says how long that is."""
    link = re.compile(r"\]\((?:\.\./)?deeper/(\w+)\.ipynb(?:#([^)\s]+))?\)[^\n\[]*?(\d+) minutes?")
    for cell in book.markdown:
        for dive, anchor, said in link.findall(prose(cell)):
            minutes = named(f"deeper/{dive}").minutes
            sections = {heading.replace(" ", "-"): length for heading, length in minutes.sections}
            length = max(1, round(sections.get(anchor, minutes.alone)))
            if int(said) != length:
                yield (
                    cell.id,
                    f"says {said} minutes of deeper/{dive}{anchor and '#' + anchor}, which has {length}",
                )


# ------------------------------------------------------------------------------------------ deep dives


def dive_is_short(book):
    for what, most in {"cells": 120, "alone": 60}.items():
        if (value := getattr(book.minutes, what)) > most:
            yield "notebook", f"{what}: {value:.1f}, {most} are allowed"


def dive_checks_and_draws(book):
    if not any(map(pictures, book.code)):
        yield "notebook", "no figure"
    if not any(map(evaluated, book.code)):
        yield "notebook", "no equation is checked"

"""Minutes: how long a notebook takes to read, and its top row of slides to teach, by a plain model.

    python -m course_utils.lecture.minutes notebooks/*.ipynb

Reading, by a learner at a desk: 150 words a minute, captions and printed words included; 1.2 minutes for a
displayed equation and 0.4 of that for each further row of it; 2 s for a formula in a line; 4 s for a line of
code, 1.5 s in a cell that draws; 30 s for a picture; 30 s for a *Predict*; 6 minutes with the explorer; and a
twentieth more for running cells and being lost. Notes for the lecturer are not read, and the section headed
"Exercises" is counted apart. Two independent readers of the first edition were within 5 % of the model.

Teaching, from the top row (each `slide` and what follows up to the next `subslide`): 15 s a slide, 130 words
a minute, 45 s for a displayed equation, 2 s for a formula in a line, 35 s for a picture, 45 s for a
*Predict*, 4 s for a printed line; code is not read out; the notes are said at 140 words a minute.
"""

import re
import sys
from dataclasses import dataclass
from pathlib import Path

import nbformat

MARKS = ("rule", "moves", "play")

_WORD = re.compile(r"[A-Za-z0-9'’가-힣]+")
_EQUATION = re.compile(r"\$\$.+?\$\$", re.S)
_FORMULA = re.compile(r"\$[^$\n]+\$")
_FENCED = re.compile(r"^```.*?^```", re.S | re.M)
_HEADING = re.compile(r"^## (.+)$", re.M)
_EXERCISES = re.compile(r"(\d+\.? *)?Exercises\b.*")


@dataclass(frozen=True)
class Minutes:
    """What the model says of a notebook.

    cells: how many, notes for the lecturer not counted
    sections: (heading, minutes) in order; what stands above the first heading is headed ""
    alone: minutes of reading, without the exercises
    exercises: minutes of reading them (not of solving them)
    rule, moves: the minute at which the cell tagged so has been read; None where there is none
    play: the minute at which the cell tagged so begins; None where there is none
    slides, pictures: how many the top row has
    lecture: minutes of teaching the top row
    """

    cells: int
    sections: tuple
    alone: float
    exercises: float
    rule: float | None
    moves: float | None
    play: float | None
    slides: int
    pictures: int
    lecture: float

    @property
    def card(self):
        """What the card of a lesson says: "45 minutes as a lecture, 80 alone"."""
        return f"{self.lecture:.0f} minutes as a lecture, {self.alone:.0f} alone"


def measure(notebook):
    """The `Minutes` of a notebook as nbformat reads it."""
    sections, marks, alone, exercises = [["", 0.0]], dict.fromkeys(MARKS), 0.0, 0.0
    for cell in notebook.cells:
        if heading := cell.cell_type == "markdown" and _HEADING.search(cell.source):
            sections.append([heading[1], 0.0])
        minutes = reading(cell)
        sections[-1][1] += minutes
        before = alone
        if _EXERCISES.fullmatch(sections[-1][0]):
            exercises += minutes
        else:
            alone += minutes
        for mark in MARKS:
            if mark in tags(cell) and marks[mark] is None:
                marks[mark] = before if mark == "play" else alone
    top = top_row(notebook)
    return Minutes(
        cells=sum(slide_type(cell) != "notes" for cell in notebook.cells),
        sections=tuple(map(tuple, sections)),
        alone=alone,
        exercises=exercises,
        **marks,
        slides=sum(slide_type(cell) == "slide" for cell in top),
        pictures=sum(_pictures(cell) for cell in top if slide_type(cell) != "notes"),
        lecture=sum(teaching(cell) for cell in top),
    )


def reading(cell):
    """Minutes for which a learner reads the cell."""
    if slide_type(cell) == "notes":
        return 0.0
    if cell.cell_type == "markdown":
        code = sum(max(block.count("\n") - 1, 0) for block in _FENCED.findall(cell.source))
        words, equations, formulas = _counts(_FENCED.sub(" ", cell.source))
        seconds = 2 * formulas + 4 * code + 30 * ("**Predict" in cell.source)
        return 1.05 * (words / 150 + 1.2 * equations + seconds / 60)
    if cell.cell_type == "code":
        lines = [line for line in cell.source.splitlines() if line.strip()]
        code = sum(not line.startswith(("from ", "import ")) for line in lines)
        pictures = _pictures(cell)
        seconds = (1.5 if pictures else 4) * code + 30 * pictures
        return 1.05 * (_words_shown(cell) / 150 + seconds / 60) + 6 * ("play" in tags(cell))
    return 0.0


def teaching(cell):
    """Minutes for which a lecturer shows the cell, which is one of the top row."""
    if slide_type(cell) == "notes":
        return _counts(cell.source)[0] / 140
    new = 15 / 60 if slide_type(cell) == "slide" else 0
    if cell.cell_type != "markdown":
        return new + (35 * _pictures(cell) + 4 * _lines_printed(cell)) / 60
    words, equations, formulas = _counts(cell.source)
    return new + words / 130 + (45 * equations + 2 * formulas + 45 * ("**Predict" in cell.source)) / 60


def top_row(notebook):
    """The cells of the top row of slides and their notes."""
    top, on_top = [], False
    for cell in notebook.cells:
        if slide_type(cell) in ("slide", "subslide"):
            on_top = slide_type(cell) == "slide"
        if on_top and slide_type(cell) != "skip":
            top.append(cell)
    return top


def slide_type(cell):
    """What the cell begins: "slide", "subslide", "fragment", "skip", "notes", or "-" where it goes on."""
    return cell.metadata.get("slideshow", {}).get("slide_type", "-")


def tags(cell):
    """The tags of the cell."""
    return cell.metadata.get("tags", [])


def stated(length):
    """The line under a heading: "*6 minutes*"; at least one."""
    whole = max(1, round(length))
    return f"*{whole} minute{'s' * (whole != 1)}*"


def _counts(text):
    """Words, displayed equations and formulas in a line; a further row of an equation counts 0.4."""
    equations = sum(1 + 0.4 * block.count(r"\\") for block in _EQUATION.findall(text))
    text, formulas = _FORMULA.subn(" ", _EQUATION.sub(" ", text))
    return len(_WORD.findall(text)), equations, formulas


def _words_shown(cell):
    """Words that a code cell puts on the page: what it prints, captions, tables."""
    texts = []
    for output in cell.get("outputs", []):
        data = output.get("data", {})
        texts.append(output.get("text") or data.get("text/markdown") or data.get("text/html") or "")
    return sum(len(_WORD.findall(re.sub(r"<[^>]*>", " ", text))) for text in texts)


def _lines_printed(cell):
    outputs = (o for o in cell.get("outputs", []) if o.output_type == "stream")
    return sum(len(o.text.splitlines()) for o in outputs)


def _pictures(cell):
    kinds = {"image/png", "image/svg+xml"}
    return sum(bool(kinds & set(output.get("data", {}))) for output in cell.get("outputs", []))


def table(paths):
    """The minutes of these notebooks as a table of text."""
    marks = "".join(f"{mark:>7}" for mark in MARKS)
    rows = [f"{'':28}  cells  alone{marks}  top row: slides  pictures  minutes"]
    for path in map(Path, paths):
        found = measure(nbformat.read(path, as_version=4))
        minutes = (getattr(found, mark) for mark in MARKS)
        marks = "".join(f"{'-' if minute is None else round(minute):>7}" for minute in minutes)
        top = f"{found.slides:17}{found.pictures:10}{found.lecture:9.0f}"
        rows.append(f"{path.stem:28}{found.cells:7}{found.alone:7.0f}{marks}{top}")
    return "\n".join(rows)


if __name__ == "__main__":
    print(table(sys.argv[1:]))

"""The notebooks of the course, as the tests see them."""

import re
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import import_module
from pathlib import Path

import nbformat

from course_utils.lecture.minutes import measure

ROOT = Path(__file__).parents[2]
NOTEBOOKS = ROOT / "notebooks"


def name_of(path):
    """What the tests call a notebook: its place below `notebooks/`, like "02_momentum" or "deeper/rates"."""
    return path.resolve().relative_to(NOTEBOOKS).with_suffix("").as_posix()


CHAPTERS = [path.parent.name for path in sorted(ROOT.glob("course_utils/chapters/*/__init__.py"))]
LESSONS = [name_of(path) for path in sorted(NOTEBOOKS.glob("*.ipynb"))]
DIVES = [name_of(path) for path in sorted(NOTEBOOKS.glob("deeper/*.ipynb"))]


@dataclass(frozen=True)
class Book:
    """A notebook, by name, and what is in it."""

    name: str
    notebook: nbformat.NotebookNode

    @property
    def cells(self):
        return self.notebook.cells

    @property
    def is_lesson(self):
        return "/" not in self.name

    @property
    def number(self):
        """The number of a lesson as its equations have it: "2" for "02_momentum"; "" for a deep dive."""
        return str(int(self.name[:2])) if self.is_lesson else ""

    @property
    def chapter(self):
        """What the notebook is called in the package: "02_momentum" is the chapter "momentum"."""
        return re.sub(r"^\d\d_", "", Path(self.name).name)

    @property
    def code(self):
        return [cell for cell in self.cells if cell.cell_type == "code"]

    @property
    def markdown(self):
        return [cell for cell in self.cells if cell.cell_type == "markdown"]

    @cached_property
    def anchors(self):
        """What a link can lead to: the headings, spelt as JupyterLab does."""
        found = (re.findall(r"^#+ +(.*?) *$", prose(cell), re.M) for cell in self.markdown)
        return {heading.replace(" ", "-") for headings in found for heading in headings}

    @cached_property
    def pytorch_block(self):
        """The Python block of the section "In your framework"; "" where it has none."""
        text = "\n\n".join(cell.source for cell in self.markdown)
        section = re.search(r"^## [^\n]*In your framework *$(.*?)(?=^## |\Z)", text, re.M | re.S)
        blocks = re.findall(r"^```python\n(.*?)^```", section[1], re.M | re.S) if section else []
        assert len(blocks) < 2, f"{self.name} has {len(blocks)} Python blocks in that section"
        return "".join(blocks)

    @cached_property
    def minutes(self):
        return measure(self.notebook)


def of_chapter(chapter, part, default=()):
    """What that part of a chapter is about: EXERCISES of its exercises, MISTAKES of its mistakes."""
    if not (ROOT / "course_utils" / "chapters" / chapter / f"{part}.py").exists():
        return default
    return getattr(import_module(f"course_utils.chapters.{chapter}.{part}"), part.upper())


@cache
def book(name):
    """The notebook at that place. It is read once, so nobody may change it."""
    return Book(name, nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4))


def prose(cell):
    """The markdown of a cell without its code."""
    return re.sub(r"```.*?```|`[^`\n]*`", " ", cell.source, flags=re.S)


def lines(cell):
    return [line for line in cell.source.splitlines() if line.strip()]


def pictures(cell):
    return [o for o in cell.get("outputs", []) if "image/png" in o.get("data", {})]


def printed(cell):
    """The lines that a code cell prints."""
    return "".join(o.text for o in cell.get("outputs", []) if o.output_type == "stream").splitlines()


def tables(book, cell_id):
    """The rows of the tables in a cell of a notebook, headers left out."""
    source = next(cell.source for cell in book.cells if cell.id == cell_id)
    table = [re.split(r"(?<!\\)\|", line)[1:-1] for line in source.splitlines() if line.startswith("|")]
    rules = [k for k, row in enumerate(table) if set("".join(row)) <= set("-")]
    kept = [row for k, row in enumerate(table) if k not in rules and k + 1 not in rules]
    return [[entry.strip() for entry in row] for row in kept]

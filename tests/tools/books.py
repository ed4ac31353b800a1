"""The notebooks of the course, as the tests see them."""

import re
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import nbformat

ROOT = Path(__file__).parents[2]
NOTEBOOKS = ROOT / "notebooks"
LESSONS = [path.stem for path in sorted(NOTEBOOKS.glob("*.ipynb"))]
DIVES = [f"deeper/{path.stem}" for path in sorted(NOTEBOOKS.glob("deeper/*.ipynb"))]


@dataclass(frozen=True)
class Book:
    """A notebook: its place below `notebooks/`, like "02_momentum" or "deeper/rates", and what is in it."""

    name: str
    notebook: nbformat.NotebookNode

    @property
    def cells(self):
        return self.notebook.cells

    @property
    def is_lesson(self):
        return "/" not in self.name

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


@cache
def book(name):
    """The notebook at that place. It is read once, so nobody may change it."""
    return Book(name, nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4))


def prose(cell):
    """The markdown of a cell without its code."""
    return re.sub(r"```.*?```|`[^`\n]*`", " ", cell.source, flags=re.S)


def lines(cell):
    return [line for line in cell.source.splitlines() if line.strip()]


def tags(cell):
    return cell.metadata.get("tags", [])


def slide(cell):
    """What the cell begins in the slide show: "slide", "subslide", "fragment", "skip", "notes" or "-"."""
    return cell.metadata.get("slideshow", {}).get("slide_type", "-")


def pictures(cell):
    return [o for o in cell.get("outputs", []) if "image/png" in o.get("data", {})]


def printed(cell):
    """The lines that a code cell prints."""
    text = "".join(o.text for o in cell.get("outputs", []) if o.output_type == "stream")
    return text.splitlines()

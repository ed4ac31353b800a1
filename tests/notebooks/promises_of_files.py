"""Promises: a notebook is committed as it ran, is light, and its code cells are small.

A promise is a function of a `Book` that yields (cell id, complaint).
"""

import ast
import re
from statistics import median

import nbformat
from books import lines, pictures, printed

from course_utils.lecture.minutes import tags

METADATA = {"slideshow": {"slide_type"}, "tags": None, "jupyter": {"outputs_hidden", "source_hidden"}}
WAVED = {"raises-exception", "nbval-skip", "nbval-ignore-output"}
SHOWS = re.compile(r"^\s*(print|show|film|animate|equation|inequality|check|figures\.\w+)\(|\.show\(", re.M)
DRAWS = re.compile(
    r"\b(figure|subplots|contours|path|losses|over_time|vectors)\(|\b(ax|axes|fig|left|right)\b[\w\[\], ]*\."
)


def clean_metadata(book):
    notebook = book.notebook
    if set(notebook.metadata) != {"kernelspec", "language_info"}:
        yield "notebook", f"metadata holds {sorted(notebook.metadata)}"
    elif notebook.metadata.kernelspec.name != "python3" or set(notebook.metadata.language_info) != {"name"}:
        yield "notebook", "the kernel is not python3, or language_info holds more than a name"
    for cell in book.cells:
        if extra := set(cell.metadata) - set(METADATA):
            yield cell.id, f"cell metadata holds {sorted(extra)}"
        for part in ("slideshow", "jupyter"):
            if extra := set(cell.metadata.get(part, {})) - METADATA[part]:
                yield cell.id, f"{part} in the metadata holds {sorted(extra)}"
    ids = [cell.id for cell in book.cells]
    for repeated in {i for i in ids if ids.count(i) > 1}:
        yield repeated, "the cell id is used twice"


def run_in_order(book):
    for k, cell in enumerate(book.code, start=1):
        if cell.execution_count != k:
            yield cell.id, f"execution count is {cell.execution_count} instead of {k}"


def outputs_are_committed(book):
    for cell in book.code:
        if SHOWS.search(cell.source) and not cell.outputs:
            yield cell.id, "it prints or shows something, but no output is stored"
        for output in cell.outputs:
            if output.output_type == "error":
                yield cell.id, "an error is stored"
            if output.get("name") == "stderr":
                yield cell.id, "a warning is stored"


def no_exception_is_waved_through(book):
    for cell in book.code:
        if WAVED & set(tags(cell)):
            yield cell.id, f"tags {tags(cell)} would hide a failure"


def few_digits(book):
    for cell in book.code:
        plain = [output.get("data", {}).get("text/plain", "") for output in cell.outputs]
        for found in re.findall(r"(?<![\w.])\d+\.\d+", "\n".join([*printed(cell), *plain])):
            if len(found.replace(".", "").lstrip("0")) > 4:
                yield cell.id, f"prints {found}: more than 4 significant digits"


def light(book):
    size = len(nbformat.writes(book.notebook))
    if size > 1.5e6:
        yield "notebook", f"has {size / 1e6:.2f} MB, 1.5 are allowed"
    for cell in book.code:
        for picture in pictures(cell):
            if len(picture.data["image/png"]) > 600e3 * 4 / 3:
                yield cell.id, "a picture has more than 600 kB"


def small_cells(book):
    sizes = {cell.id: len(lines(cell)) for cell in book.code}
    for cell, size in sizes.items():
        if size > 15:
            yield cell, f"has {size} lines of code, 15 are allowed"
    if sizes and median(sizes.values()) > 4:
        yield "notebook", f"the median code cell has {median(sizes.values())} lines, 4 are allowed"


def imports_once(book):
    for cell in book.code[1:]:
        if re.search(r"^\s*(import|from) ", cell.source, re.M):
            yield cell.id, "imports belong to the first code cell"
    first = book.code[0]
    if any(not re.match(r"(import |from |    |\)|#)", line) for line in lines(first)):
        yield first.id, "the first code cell holds more than imports"
    if re.search(r"import \*|sys\.path", first.source):
        yield first.id, "a star import or a change of sys.path"


HELP = "# missing? in the folder of the course: %pip install -e ."


def a_missing_package_is_explained(book):
    """Above the first import of the package, so that the traceback shows it where that is missing."""
    found = lines(book.code[0])
    ours = next((k for k, line in enumerate(found) if re.match(r"(from|import) course_utils", line)), None)
    if ours is not None and HELP not in found[max(0, ours - 1) : ours]:
        yield book.code[0].id, f"no {HELP!r} above the first import of course_utils"


# ---------------------------------------------------------------------------- since the second edition


def narrow_code(book):
    for cell in book.code:
        for line in lines(cell):
            if len(line) > 88:
                yield cell.id, f"a line has {len(line)} columns, 88 are allowed: {line.strip()[:40]} …"


def little_drawing(book):
    for cell in book.code:
        count = sum(bool(DRAWS.search(re.sub(r'"[^"]*"', "", line))) for line in lines(cell))
        if count > 4:
            yield cell.id, f"has {count} lines of drawing, 4 are allowed: name them in the chapter's figures"


def hidden_code_draws(book):
    for cell in book.code:
        if cell.metadata.get("jupyter", {}).get("source_hidden") and not pictures(cell):
            yield cell.id, "its source is hidden, and it draws nothing"


def asserts_are_claims(book):
    """One relation an assert, in the cell it guards."""
    for cell in book.code:
        body = ast.parse("\n".join("" if line.startswith("%") else line for line in lines(cell))).body
        asserts = [statement for statement in body if isinstance(statement, ast.Assert)]
        if asserts and len(asserts) == len(body):
            yield cell.id, "holds nothing but asserts"
        if any(isinstance(statement.test, ast.BoolOp) for statement in asserts):
            yield cell.id, "an assert joins relations: one a line"

"""Promises: what stands in a notebook is read everywhere, is evaluated, and leads somewhere."""

import ast
import re

from books import NOTEBOOKS, name_of, pictures, prose
from books import book as named

from course_utils.lecture.minutes import slide_type, tags

NEAR = 3  # cells that fit one screen
STEP = re.compile(r"\*\*Step \d+")
KINDS = ("definition", "algebra", "approximation", "choice")


def checks_something(cell):
    return cell.cell_type == "code" and re.search(r"\b(assert|equation\(|inequality\()", cell.source)


def evaluated(cell):
    """The labels of the equations that a code cell evaluates."""
    return re.findall(r'\b(?:equation|inequality)\(\s*"(.*?)"', cell.source)


def seen(book):
    """The cells that a reader has before him: notes for the lecturer are folded."""
    return [cell for cell in book.cells if slide_type(cell) != "notes"]


def labels(book):
    """The labels of the displayed equations, in order."""
    return [label for cell in book.markdown for label in re.findall(r"\\tag\{(.*?)\}", prose(cell))]


def a_sentence_before_code(book):
    for before, cell in zip(book.cells, book.cells[1:], strict=False):
        if cell.cell_type == "code" and before.cell_type != "markdown":
            yield cell.id, "no sentence before it says what to look for"


def equations_are_evaluated(book):
    cells = seen(book)
    for k, cell in enumerate(cells):
        if cell.cell_type != "markdown":
            continue
        near = [c for c in cells[k + 1 : k + 1 + NEAR] if checks_something(c)]
        for block in re.findall(r"\$\$(.*?)\$\$", prose(cell), re.S):
            found = re.findall(r"\\tag\{(.*?)\}", block)
            for label in found:
                if not any(label in evaluated(c) for c in near):
                    yield cell.id, f"({label}) is not evaluated within {NEAR} cells"
            if not found and not near:
                yield cell.id, f"an equation is not evaluated within {NEAR} cells: {block.strip()[:40]}"
    for cell in book.code:
        for label in evaluated(cell):
            if label not in labels(book):
                yield cell.id, f"evaluates ({label}), which is not an equation of this notebook"


def equations_are_numbered(book):
    """A lesson numbers them by its number, a deep dive by a letter of its own."""
    found = labels(book)
    sign = book.number or (found[0][0] if found else "")
    if found != [f"{sign}.{i}" for i in range(1, len(found) + 1)]:
        yield "notebook", f"equations are not numbered {sign}.1, {sign}.2, …: {found}"
    if found and not book.is_lesson and not sign.isupper():
        yield "notebook", f"the equations of a deep dive begin with a letter, not {sign}"


def sides_differ(book):
    """An equation whose two sides are the same source cannot fail."""
    for cell in book.code:
        for call in ast.walk(ast.parse(re.sub(r"^%.*$", "", cell.source, flags=re.M))):
            if isinstance(call, ast.Call) and ast.unparse(call.func) in ("equation", "inequality"):
                label, left, right = map(ast.unparse, call.args[:3])
                if left == right:
                    yield cell.id, f"both sides of ({label}) are {left}"


def figures_speak(book):
    for cell in book.code:
        texts = "".join(o.get("data", {}).get("text/markdown", "") for o in cell.outputs)
        for picture in pictures(cell):
            if len(picture.metadata.get("image/png", {}).get("alt", "")) < 30:
                yield cell.id, "a picture has no alternative text of a sentence"
            if len(texts) < 30:
                yield cell.id, "a picture has no sentence under it"


FORBIDDEN = {
    r"\\(bm|eqref|operatorname|mbox|phantom|newcommand)\b": "a LaTeX command that some viewer lacks",
    r"\\[(\[]": r"\( or \[ instead of $ or $$",
    r"\[\^": "a footnote",
    r"> \[!": "a GitHub alert",
    r"<(?!/?(details|summary|br)\b)/?[a-zA-Z][^<>\n]*>": "an HTML tag",
    r"style=": "a style attribute",
    r"<summary>[^\n]*</summary>\n(?!\n)": "no empty line after </summary>",
    r"(?<=[a-z])!(?=\s|$)": "an exclamation mark",
}


def portable_markdown(book):
    for cell in book.markdown:
        text = prose(cell)
        for pattern, complaint in FORBIDDEN.items():
            if found := re.search(pattern, text):
                yield cell.id, f"{complaint}: {found[0]!r}"
        if text.count("$$") % 2 or re.search(r"\S[ \t]*\$\$|\$\$[ \t]*\S", text):
            yield cell.id, "$$ does not stand on a line of its own"
        for row in (row for row in text.splitlines() if row.lstrip().startswith("|")):
            for cell_of_row in row.split("|"):
                if cell_of_row.count("$") % 2:
                    yield cell.id, f"a table row has | inside math: {row.strip()[:60]}"


def links_lead_somewhere(book):
    """Inside the notebook, into others, in their folders too, and to files beside them."""
    folder = (NOTEBOOKS / book.name).parent
    for cell in book.markdown:
        for target in re.findall(r"\]\(([^)\s]+)\)", prose(cell)):
            place, _, anchor = target.partition("#")
            if "://" in target:
                continue
            if place and not (folder / place).is_file():
                yield cell.id, f"nothing for the link {target}"
            elif anchor and anchor not in (named(name_of(folder / place)) if place else book).anchors:
                yield cell.id, f"no heading for the link {target}"


# ---------------------------------------------------------------------------- since the second edition


def captions_conclude(book):
    """The caption draws the conclusion, the alternative text says what one sees: they are two texts."""
    for cell in book.code:
        texts = "".join(o.get("data", {}).get("text/markdown", "") for o in cell.outputs)
        if any(picture.metadata.get("image/png", {}).get("alt", "") in texts for picture in pictures(cell)):
            yield cell.id, "the caption repeats the alternative text"


def derivations_are_displayed(book):
    for cell in book.markdown:
        if STEP.search(cell.source):
            if not re.search(rf"\*\*Step \d+ · ({'|'.join(KINDS)})\b", cell.source):
                yield cell.id, f"a step is none of {', '.join(KINDS)}"
            if "$$" not in cell.source:
                yield cell.id, "a step of the derivation is not displayed"


def predictions_are_folded(book):
    """The run's output is folded, begins with a line of words, and the answer is repeated in folded text."""
    cells = seen(book)
    for k, cell in enumerate(cells):
        hidden, following = cell.metadata.get("jupyter", {}).get("outputs_hidden", False), cells[k + 1 :]
        if ("predict" in tags(cell)) != hidden:
            yield cell.id, "the tag predict and a folded output belong together"
        if "**Predict" in cell.source and not any("predict" in tags(c) for c in following[:2]):
            yield cell.id, "no cell tagged predict follows the question"
        if "predict" not in tags(cell):
            continue
        if not printed_first(cell):
            yield cell.id, "its output does not begin with a line of words, the numbers below it"
        if not any("answer" in tags(c) and "<details><summary>" in c.source for c in following[:NEAR]):
            yield cell.id, "no folded answer follows"


def printed_first(cell):
    """Whether a cell prints before it shows a picture, and more than the one line that stays visible."""
    outputs = cell.get("outputs", [])
    return bool(outputs) and outputs[0].output_type == "stream" and len(outputs[0].text.splitlines()) > 1


# -------------------------------------------------------------------------------- of the first edition


def figures_are_asserted(book):
    for k, cell in enumerate(book.cells):
        if cell.cell_type == "code" and pictures(cell):
            following = [c for c in book.cells[k + 1 :] if c.cell_type == "code"][:2]
            if not any(map(checks_something, [cell, *following])):
                yield cell.id, "nothing is asserted of the data drawn, here or in the next two code cells"

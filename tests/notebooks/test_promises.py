"""What a program can see of the rules that every notebook of the course keeps.

A rule is a function that yields (cell id, complaint). Each runs on every notebook; and each must complain
about a small notebook that breaks it, so that none of them can only pass.
"""

import copy
import re
from pathlib import Path
from statistics import median

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from course_utils.exercises import EXERCISES
from course_utils.mistakes import MISTAKES

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
SLIDE_TYPES = {"slide", "subslide", "fragment", "skip", "notes", "-"}
NEAR = 3  # cells that fit one screen


def code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def markdown(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "markdown"]


def tags(cell):
    return cell.metadata.get("tags", [])


def prose(cell):
    """The markdown of a cell without its code."""
    return re.sub(r"```.*?```|`[^`\n]*`", " ", cell.source, flags=re.S)


def lines(cell):
    return [line for line in cell.source.splitlines() if line.strip()]


def pictures(cell):
    return [o for o in cell.outputs if "image/png" in o.get("data", {})]


def checks_something(cell):
    return cell.cell_type == "code" and re.search(r"\b(assert|equation\()", cell.source)


def evaluated(cell):
    """The labels of the equations that a code cell evaluates."""
    return re.findall(r'equation\(\s*"(.*?)"', cell.source)


def number(notebook):
    """The two digits of the title: "# 02 Momentum" gives "02"."""
    title = re.match(r"# (\d\d) ", notebook.cells[0].source)
    return title[1] if title else None


# ---------------------------------------------------------------------------------------------- the rules


def clean_metadata(notebook):
    if set(notebook.metadata) != {"kernelspec", "language_info"}:
        yield "notebook", f"metadata holds {sorted(notebook.metadata)}"
    elif notebook.metadata.kernelspec.name != "python3" or set(notebook.metadata.language_info) != {"name"}:
        yield "notebook", "the kernel is not python3, or language_info holds more than a name"
    for cell in notebook.cells:
        if extra := set(cell.metadata) - {"slideshow", "tags"}:
            yield cell.id, f"cell metadata holds {sorted(extra)}"
    ids = [cell.id for cell in notebook.cells]
    for repeated in {i for i in ids if ids.count(i) > 1}:
        yield repeated, "the cell id is used twice"


def run_in_order(notebook):
    for k, cell in enumerate(code(notebook), start=1):
        if cell.execution_count != k:
            yield cell.id, f"execution count is {cell.execution_count} instead of {k}"


def outputs_are_committed(notebook):
    for cell in code(notebook):
        if re.search(r"^\s*(print|show|animate|equation|check)\(", cell.source, re.M) and not cell.outputs:
            yield cell.id, "it prints or shows something, but no output is stored"
        for output in cell.outputs:
            if output.output_type == "error":
                yield cell.id, "an error is stored"
            if output.get("name") == "stderr":
                yield cell.id, "a warning is stored"


def no_exception_is_waved_through(notebook):
    for cell in code(notebook):
        if set(tags(cell)) & {"raises-exception", "nbval-skip", "nbval-ignore-output"}:
            yield cell.id, f"tags {tags(cell)} would hide a failure"


def few_digits(notebook):
    for cell in code(notebook):
        for output in cell.outputs:
            text = output.get("text", "") + output.get("data", {}).get("text/plain", "")
            for found in re.findall(r"(?<![\w.])\d+\.\d+", text):
                if len(found.replace(".", "").lstrip("0")) > 4:
                    yield cell.id, f"prints {found}: more than 4 significant digits"


def slide_types(notebook):
    for cell in notebook.cells:
        if cell.metadata.get("slideshow", {}).get("slide_type") not in SLIDE_TYPES:
            yield cell.id, "has no slide type"


def small_cells(notebook):
    sizes = {cell.id: len(lines(cell)) for cell in code(notebook)}
    for cell, size in sizes.items():
        if size > 15:
            yield cell, f"has {size} lines of code, 15 are allowed"
    if sizes and median(sizes.values()) > 4:
        yield "notebook", f"the median code cell has {median(sizes.values())} lines, 4 are allowed"


def imports_once(notebook):
    for cell in code(notebook)[1:]:
        if re.search(r"^\s*(import|from) ", cell.source, re.M):
            yield cell.id, "imports belong to the first code cell"
    first = code(notebook)[0]
    if any(not re.match(r"(import |from |    |\))", line) for line in lines(first)):
        yield first.id, "the first code cell holds more than imports"
    if re.search(r"import \*|sys\.path", first.source):
        yield first.id, "a star import or a change of sys.path"


def a_sentence_before_code(notebook):
    for before, cell in zip(notebook.cells, notebook.cells[1:], strict=False):
        if cell.cell_type == "code" and before.cell_type != "markdown":
            yield cell.id, "no sentence before it says what to look for"


def equations_are_evaluated(notebook):
    seen = []
    for k, cell in enumerate(notebook.cells):
        if cell.cell_type != "markdown":
            continue
        near = [c for c in notebook.cells[k + 1 : k + 1 + NEAR] if checks_something(c)]
        for block in re.findall(r"\$\$(.*?)\$\$", prose(cell), re.S):
            labels = re.findall(r"\\tag\{(.*?)\}", block)
            seen += labels
            for label in labels:
                if not any(label in evaluated(c) for c in near):
                    yield cell.id, f"({label}) is not evaluated within {NEAR} cells"
            if not labels and not near:
                yield cell.id, f"an equation is not evaluated within {NEAR} cells: {block.strip()[:40]}"
    chapter = str(int(number(notebook) or 0))
    if seen != [f"{chapter}.{i}" for i in range(1, len(seen) + 1)]:
        yield "notebook", f"equations are not numbered {chapter}.1, {chapter}.2, …: {seen}"
    for cell in code(notebook):
        for label in evaluated(cell):
            if label not in seen:
                yield cell.id, f"evaluates ({label}), which is not an equation of this notebook"


def mistakes_point_to_equations(notebook):
    chapter = str(int(number(notebook) or 0))
    text = "".join(cell.source for cell in markdown(notebook))
    for mistake in (m for found in MISTAKES.values() for m in found):
        if mistake.equation.split(".")[0] == chapter and f"\\tag{{{mistake.equation}}}" not in text:
            yield "notebook", f"the checker sends to ({mistake.equation}), which does not exist"


def figures_speak(notebook):
    for cell in code(notebook):
        texts = "".join(o.get("data", {}).get("text/markdown", "") for o in cell.outputs)
        for picture in pictures(cell):
            alt = picture.metadata.get("image/png", {}).get("alt", "")
            if len(alt) < 30 or alt not in texts:
                yield cell.id, "a picture has no alternative text, or it is not visible under it"


def figures_are_asserted(notebook):
    for k, cell in enumerate(notebook.cells):
        if cell.cell_type == "code" and pictures(cell):
            following = [c for c in notebook.cells[k + 1 :] if c.cell_type == "code"][:2]
            if not any(map(checks_something, [cell, *following])):
                yield cell.id, "nothing is asserted of the data drawn, here or in the next two code cells"


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


def portable_markdown(notebook):
    for cell in markdown(notebook):
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


def links_lead_somewhere(notebook):
    headings = {
        line.lstrip("#").strip().replace(" ", "-")
        for cell in markdown(notebook)
        for line in prose(cell).splitlines()
        if re.match(r"#+ ", line)
    }
    files = {path.name for path in NOTEBOOKS}
    for cell in markdown(notebook):
        for target in re.findall(r"\]\(([^)\s]+)\)", prose(cell)):
            if target.startswith("#") and target[1:] not in headings:
                yield cell.id, f"no heading for the link {target}"
            if re.match(r"\d\d_.*\.ipynb", target) and target.split("#")[0] not in files:
                yield cell.id, f"no notebook for the link {target}"


def skeleton(notebook):
    if number(notebook) is None:
        yield notebook.cells[0].id, "the first cell does not start with a title like # 02 Momentum"
    headings = re.findall(r"^## .*$", "\n".join(cell.source for cell in markdown(notebook)), re.M)
    for part in ("Exercises", "You will read that", "Summary"):
        if not any(part in heading for heading in headings):
            yield "notebook", f"no section {part!r}"


def exercises_are_unsolved(notebook):
    numbers = []
    for k, cell in enumerate(notebook.cells):
        if cell.cell_type != "code":
            continue
        for found in re.findall(r'check\("(.*?)"', cell.source):
            numbers.append(found)
            text = "".join(o.get("text", "") for o in cell.outputs)
            if "exercise" not in tags(cell) or f"{found} … not attempted yet" not in text:
                yield cell.id, f"exercise {found} is not tagged, or not left for the reader"
            after = notebook.cells[k + 1 :]
            if not any("solution" in tags(c) and "<summary>Solution" in c.source for c in after[:2]):
                yield cell.id, f"exercise {found} has no folded solution after it"
    chapter = str(int(number(notebook) or 0))
    registered = [n for n in EXERCISES if n.split(".")[0] == chapter]
    if sorted(numbers) != sorted(registered):
        yield "notebook", f"checks exercises {numbers}, but {registered} are registered"


WIDGET = "application/vnd.jupyter.widget-view+json"


def has_an_explorer(notebook):
    """At most five lines that show one; without a kernel its picture stays, and no empty widget."""
    shown = [cell for cell in code(notebook) if re.search(r"\bexplore_\w+\([\s\S]*\.show\(", cell.source)]
    if not shown:
        yield "notebook", "no explorer"
    for cell in shown:
        if len(lines(cell)) > 5:
            yield cell.id, f"an explorer takes {len(lines(cell))} lines, 5 are allowed"
        if not pictures(cell):
            yield cell.id, "an explorer without its picture"
        if any(WIDGET in output.get("data", {}) for output in cell.outputs):
            yield cell.id, "a widget is stored, which is nothing without a kernel"


def light(notebook):
    size = len(nbformat.writes(notebook))
    if size > 1.5e6:
        yield "notebook", f"has {size / 1e6:.2f} MB, 1.5 are allowed"
    for cell in code(notebook):
        for picture in pictures(cell):
            if len(picture.data["image/png"]) > 600e3 * 4 / 3:
                yield cell.id, "a picture has more than 600 kB"


RULES = [
    clean_metadata,
    run_in_order,
    outputs_are_committed,
    no_exception_is_waved_through,
    few_digits,
    slide_types,
    small_cells,
    imports_once,
    a_sentence_before_code,
    equations_are_evaluated,
    mistakes_point_to_equations,
    figures_speak,
    figures_are_asserted,
    portable_markdown,
    links_lead_somewhere,
    skeleton,
    exercises_are_unsolved,
    has_an_explorer,
    light,
]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_notebook_keeps(rule, path):
    complaints = [f"{path.name}, cell {cell}: {what}" for cell, what in rule(nbformat.read(path, 4))]
    assert not complaints, f"{rule.__name__.replace('_', ' ')}\n" + "\n".join(complaints)


# ------------------------------------------------------------------------- every solution is run


def solutions(path):
    notebook = nbformat.read(path, as_version=4)
    imports = code(notebook)[0].source
    blocks = {}
    for k, cell in enumerate(notebook.cells):
        for found, name in re.findall(r'check\("(.*?)", (\w+)\)', cell.source):
            after = next((c for c in notebook.cells[k + 1 :] if "solution" in tags(c)), None)
            block = re.search(r"```python\n(.*?)```", after.source, re.S) if after else None
            blocks[found] = (imports, block and block[1], name)
    return blocks


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_solution_is_right(path):
    for found, (imports, block, name) in solutions(path).items():
        assert block, f"{path.name}: the solution of exercise {found} has no python block"
        namespace = {}
        exec(imports + "\n" + block, namespace)
        verdict = EXERCISES[found].verdict(namespace[name])
        assert verdict.startswith("✓"), f"{path.name}, exercise {found}: {verdict}"


# ------------------------------------------------------------------- the rules themselves can fail


def good_notebook():
    """A small notebook that keeps every rule."""
    picture = new_output(
        "display_data",
        data={"image/png": "iVBORw0KGgo=", "text/plain": "<Figure>"},
        metadata={"image/png": {"alt": "A line that falls from left to right."}},
    )
    sentence = new_output("display_data", data={"text/markdown": "*A line that falls from left to right.*"})
    cells = [
        new_markdown_cell("# 99 A notebook", id="title"),
        new_code_cell("import numpy as np", id="imports"),
        new_markdown_cell("One and one, see [the end](#Summary):\n\n$$\n1 + 1 = 2 \\tag{99.1}\n$$", id="sum"),
        new_code_cell(
            'equation("99.1", 1 + 1, 2)',
            id="sum-check",
            outputs=[new_output("stream", name="stdout", text="(99.1) holds: 0.5 and 1.234")],
        ),
        new_markdown_cell("Move it.", id="play"),
        new_code_cell(
            "explore_it().show(alt)\nassert x", id="explorer", outputs=copy.deepcopy([picture, sentence])
        ),
        new_markdown_cell("A picture.", id="see"),
        new_code_cell("assert y[0] > y[1]\nshow(fig)", id="picture", outputs=[picture, sentence]),
        new_markdown_cell("## Exercises\n\n## You will read that …\n\n## Summary", id="end"),
    ]
    for k, cell in enumerate(c for c in cells if c.cell_type == "code"):
        cell.execution_count = k + 1
    for cell in cells:
        cell.metadata = nbformat.from_dict({"slideshow": {"slide_type": "-"}})
    metadata = {"kernelspec": {"display_name": "x", "name": "python3"}, "language_info": {"name": "python"}}
    return new_notebook(cells=cells, metadata=metadata)


def cell(notebook, name):
    return next(c for c in notebook.cells if c.id == name)


def drop(notebook, name):
    notebook.cells = [c for c in notebook.cells if c.id != name]


def said(text):
    return lambda n: cell(n, "see").__setattr__("source", text)


def coded(text, name="picture"):
    return lambda n: cell(n, name).__setattr__("source", text)


def unspoken_exercise(n):
    cell(n, "sum-check").source = 'check("99.1", ...)'


BREAKS = [
    (clean_metadata, lambda n: n.metadata.update(widgets={})),
    (clean_metadata, lambda n: n.metadata.language_info.update(version="3.11.7")),
    (clean_metadata, lambda n: cell(n, "see").metadata.update(execution={})),
    (clean_metadata, lambda n: cell(n, "see").update(id="sum")),
    (run_in_order, lambda n: cell(n, "picture").update(execution_count=7)),
    (outputs_are_committed, lambda n: cell(n, "sum-check").update(outputs=[])),
    (outputs_are_committed, lambda n: cell(n, "sum-check").outputs[0].update(name="stderr")),
    (outputs_are_committed, lambda n: cell(n, "imports").outputs.append(new_output("error"))),
    (no_exception_is_waved_through, lambda n: cell(n, "picture").metadata.update(tags=["raises-exception"])),
    (few_digits, lambda n: cell(n, "sum-check").outputs[0].update(text="0.12345")),
    (slide_types, lambda n: cell(n, "see").metadata.clear()),
    (small_cells, coded("x = 1\n" * 16)),
    (small_cells, lambda n: [c.__setattr__("source", "x = 1\n" * 5) for c in code(n)]),
    (imports_once, coded("import os", "sum-check")),
    (imports_once, coded("import os\nx = 1", "imports")),
    (imports_once, coded("from os import *", "imports")),
    (a_sentence_before_code, lambda n: drop(n, "see")),
    (equations_are_evaluated, coded("assert True", "sum-check")),
    (equations_are_evaluated, coded('equation("99.2", 1, 2)')),
    (equations_are_evaluated, lambda n: drop(n, "sum-check")),
    (equations_are_evaluated, said("$$\n1 = 1 \\tag{99.3}\n$$")),
    (figures_speak, lambda n: cell(n, "picture").outputs[0].metadata.clear()),
    (figures_speak, lambda n: cell(n, "picture").outputs.pop()),
    (figures_are_asserted, coded("show(fig)")),
    (portable_markdown, said(r"so $\bm{x}$")),
    (portable_markdown, said(r"so \(x\)")),
    (portable_markdown, said("a note[^1]")),
    (portable_markdown, said("> [!NOTE]\n> x")),
    (portable_markdown, said("<div>x</div>")),
    (portable_markdown, said("<details><summary>x</summary>\nx</details>")),
    (portable_markdown, said("It works!")),
    (portable_markdown, said("so $$x = 1$$ here")),
    (portable_markdown, said("| a | $|x|$ |")),
    (links_lead_somewhere, said("[there](#Nowhere)")),
    (links_lead_somewhere, said("[there](98_nothing.ipynb)")),
    (skeleton, lambda n: cell(n, "end").update(source="## Exercises")),
    (skeleton, lambda n: cell(n, "title").update(source="A notebook")),
    (exercises_are_unsolved, unspoken_exercise),
    (has_an_explorer, coded("assert x", "explorer")),
    (has_an_explorer, coded("x = 1\n" * 5 + "explore_it().show(alt)\nassert x", "explorer")),
    (has_an_explorer, lambda n: cell(n, "explorer").update(outputs=[])),
    (has_an_explorer, lambda n: cell(n, "explorer").outputs[0].data.update({WIDGET: {}})),
    (light, lambda n: cell(n, "title").update(source="# 99 " + "x" * 2_000_000)),
    (light, lambda n: cell(n, "picture").outputs[0].data.update({"image/png": "x" * 900_000})),
]


def test_the_good_notebook_keeps_every_rule():
    assert [list(rule(good_notebook())) for rule in RULES] == [[]] * len(RULES)


@pytest.mark.parametrize(("rule", "break_it"), BREAKS)
def test_rule_complains(rule, break_it):
    notebook = copy.deepcopy(good_notebook())
    break_it(notebook)
    assert list(rule(notebook))


def test_a_mistake_that_points_nowhere_is_found():
    notebook = good_notebook()
    notebook.cells[0].source = "# 01 A notebook"
    assert list(mistakes_point_to_equations(notebook))


def test_every_rule_is_shown_to_complain():
    assert {rule for rule, _ in BREAKS} | {mistakes_point_to_equations} == set(RULES)

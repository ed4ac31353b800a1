"""Run notebooks in place and leave them as they are committed: outputs, counts 1, 2, 3 …, clean metadata.

    python tests/tools/execute_notebooks.py notebooks/01_sgd.ipynb [more.ipynb …]      (or all)

Of an explorer the still picture is kept, not the widget, which is nothing without a kernel. Minutes
are written anew where notebook and README state them. The picture of the cell tagged `readme` goes beside
the notebooks.
"""

import base64
import re
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from course_utils.lecture.minutes import measure, stated, tags

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
KEPT = {"slideshow": ("slide_type",), "jupyter": ("outputs_hidden", "source_hidden")}
WIDGET = "application/vnd.jupyter.widget-view+json"


def execute(path):
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook, timeout=300, kernel_name="python3", record_timing=False, coalesce_streams=True
    )
    client.execute(cwd=path.parent)
    clean(notebook)
    minutes = measure(notebook)
    state_minutes(notebook, minutes)
    readme, link = NOTEBOOKS.parent / "README.md", path.resolve().relative_to(NOTEBOOKS.parent).as_posix()
    readme.write_text(state_in_readme(readme.read_text(encoding="utf-8"), link, minutes), encoding="utf-8")
    nbformat.validate(notebook)
    nbformat.write(notebook, path)
    for cell in notebook.cells:
        if "readme" in tags(cell):
            png = next(o.data["image/png"] for o in cell.outputs if "image/png" in o.get("data", {}))
            (NOTEBOOKS / "readme.png").write_bytes(base64.b64decode(png))


def clean(notebook):
    """Leave the metadata that the tests allow, and no widgets."""
    notebook.metadata = nbformat.from_dict(METADATA)
    for cell in notebook.cells:
        kept = {
            part: {name: cell.metadata[part][name] for name in names if name in cell.metadata[part]}
            for part, names in KEPT.items()
            if part in cell.metadata
        }
        if tags(cell):
            kept["tags"] = tags(cell)
        cell.metadata = nbformat.from_dict({part: value for part, value in kept.items() if value})
        for output in cell.get("outputs", []):
            output.get("data", {}).pop(WIDGET, None)
        if cell.cell_type == "code":
            cell.outputs = [output for output in cell.outputs if output.get("data") != {}]


def state_minutes(notebook, minutes):
    """Write the minutes under the headings and on the card, where there are some."""
    lines = {heading: stated(length) for heading, length in minutes.sections}
    for cell in notebook.cells:
        cell.source = re.sub(
            r"^(## (.+)\n\n)\*\d+ minutes?\*$", lambda m: m[1] + lines[m[2]], cell.source, flags=re.M
        )
    card = notebook.cells[0]
    card.source = re.sub(r"\d+ minutes as a lecture, \d+ alone", minutes.card, card.source)
    card.source = re.sub(r"\| Time \| \d+ minutes \|", f"| Time | {minutes.alone:.0f} minutes |", card.source)


def state_in_readme(text, link, minutes):
    """The README with the minutes in the row that links to the notebook."""
    both = f"{minutes.lecture:.0f} / {minutes.alone:.0f}"
    for old, new in ((r"\d+ / \d+", both), (r"\d+", f"{minutes.alone:.0f}")):
        text = re.sub(rf"({link}\) \| .* \| ){old} \|", lambda row, new=new: f"{row[1]}{new} |", text)
    return text


if __name__ == "__main__":
    for path in map(Path, sys.argv[1:]) if sys.argv[1:] else sorted(NOTEBOOKS.rglob("[!.]*.ipynb")):
        execute(path)
        print(f"{path.name}: {path.stat().st_size / 1e3:.0f} kB")

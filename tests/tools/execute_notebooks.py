"""Run notebooks in place and leave them as they are committed: outputs, counts 1, 2, 3 …, clean metadata.

Of an explorer the picture is kept, not the widget, which is nothing without a kernel.

python tests/tools/execute_notebooks.py notebooks/01_sgd.ipynb [more.ipynb …]      (all of them by default)

The picture of the cell tagged `readme` is written beside the notebooks, for the README.
"""

import base64
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
WIDGET = "application/vnd.jupyter.widget-view+json"


def execute(path):
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook, timeout=300, kernel_name="python3", record_timing=False, coalesce_streams=True
    )
    client.execute(cwd=path.parent)
    notebook.metadata = nbformat.from_dict(METADATA)
    for cell in notebook.cells:
        cell.metadata = nbformat.from_dict(
            {k: v for k, v in cell.metadata.items() if k in ("slideshow", "tags")}
        )
        for output in cell.get("outputs", []):
            output.get("data", {}).pop(WIDGET, None)
    nbformat.validate(notebook)
    nbformat.write(notebook, path)
    for cell in notebook.cells:
        if "readme" in cell.metadata.get("tags", []):
            png = next(o.data["image/png"] for o in cell.outputs if "image/png" in o.get("data", {}))
            (NOTEBOOKS / "readme.png").write_bytes(base64.b64decode(png))


if __name__ == "__main__":
    for path in map(Path, sys.argv[1:]) if sys.argv[1:] else sorted(NOTEBOOKS.glob("*.ipynb")):
        execute(path)
        print(f"{path.name}: {path.stat().st_size / 1e3:.0f} kB")

"""The plugin `backward` tells what bears a second run from what does not."""

import os
import tomllib
from pathlib import Path

import backward
import nbformat
from books import ROOT
from nbformat.v4 import new_code_cell, new_notebook, new_output

pytest_plugins = ["pytester"]


def printed(text):
    return new_output("stream", name="stdout", text=f"{text}\n")


SHOWN = new_output("display_data", data={"text/plain": "2"})
FINE = [("a = 1\nprint(a)", [printed(1)]), ("b = a + 1\nprint(b)", [printed(2)])]
BREAKS = [("a = 1", []), ("b = a + 1", []), ("a = 'one'", [])]
OTHERWISE = [
    ("a = [1]\nprint(len(a))", [printed(1)]),
    ("print(len(a))", [printed(1)]),
    ("a.append(2)", []),
]
# name of a notebook: its cells, each the source and what is stored under it
MADE = {
    "alone": FINE,
    "breaks": BREAKS,
    "listed_breaks": BREAKS,
    "listed_fine": FINE,
    "otherwise": OTHERWISE,
    "two_outputs": [("print(1)\ndisplay(2)\nprint(3)", [printed(1), SHOWN, printed(3)])],
}


def made(cells):
    notebook = new_notebook(cells=[new_code_cell(source) for source, _ in cells])
    for k, (cell, (_, outputs)) in enumerate(zip(notebook.cells, cells, strict=True)):
        cell.id, cell.execution_count, cell.outputs = f"cell-{k}", k + 1, outputs
    return notebook


def test_what_breaks_or_prints_otherwise_is_named_and_the_list_holds_strictly(pytester, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "tests" / "tools"), prepend=os.pathsep)
    pytester.makeconftest("import backward; backward.NOT_YET = {'listed_fine', 'listed_breaks'}")
    for name, cells in MADE.items():
        nbformat.write(made(cells), pytester.path / f"{name}.ipynb")
    files = [f"{name}.ipynb" for name in MADE if name != "alone"]
    run = pytester.runpytest_subprocess(
        *("-p", "backward", "--nbval", "--nbval-current-env", "-rA", "alone.ipynb::backwards", *files)
    )
    run.stdout.fnmatch_lines(["cell cell-1: TypeError: can only concatenate*"])
    run.stdout.no_fnmatch_line("cell cell-0*")
    run.stdout.fnmatch_lines(["cell cell-1: Cell outputs differ", "*'1?n' == '3?n'*"])
    run.stdout.fnmatch_lines(["listed_fine.ipynb bears it: take it off the list*"])
    outcomes = [
        "PASSED two_outputs.ipynb::backwards",
        "SKIPPED*only after all its cells have run forwards",
        "XFAIL listed_breaks.ipynb::backwards*",
        "FAILED breaks.ipynb::backwards*",
        "FAILED listed_fine.ipynb::backwards*",
        "FAILED otherwise.ipynb::backwards*",
    ]
    run.stdout.fnmatch_lines_random(outcomes)


def test_it_acts_wherever_pytest_is_called_in_the_repository():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["pytest"]
    assert "-p backward" in settings["ini_options"]["addopts"]
    assert Path(backward.__file__).parent in [ROOT / path for path in settings["ini_options"]["pythonpath"]]

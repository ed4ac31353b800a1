"""The plugin `backward` tells what bears a second run from what does not."""

import tomllib
from pathlib import Path

import backward
import nbformat
import pytest
from books import ROOT
from nbformat.v4 import new_code_cell, new_notebook, new_output

pytest_plugins = ["pytester"]

# name of a notebook: its cells, each the source and what it prints
MADE = {
    "fine": [("a = 1\nprint(a)", "1"), ("b = a + 1\nprint(b)", "2")],
    "breaks": [("a = 1", ""), ("b = a + 1", ""), ("a = 'one'", "")],
    "prints_otherwise": [("a = [1]\nprint(len(a))", "1"), ("print(len(a))", "1"), ("a.append(2)", "")],
    "two_outputs": [("print(1)\ndisplay(2)\nprint(3)", "1\n3")],
}


def made(cells):
    notebook = new_notebook(
        cells=[new_code_cell(source, id=f"cell-{k}") for k, (source, _) in enumerate(cells)]
    )
    for count, (cell, (_, text)) in enumerate(zip(notebook.cells, cells, strict=True), start=1):
        cell.execution_count = count
        if text:
            cell.outputs = [new_output("stream", name="stdout", text=f"{text}\n")]
    return notebook


@pytest.fixture
def run(pytester, monkeypatch):
    """run(*arguments): pytest with the plugin, where the notebooks above are."""
    for name, cells in MADE.items():
        nbformat.write(made(cells), pytester.path / f"{name}.ipynb")
    display = nbformat.read(pytester.path / "two_outputs.ipynb", as_version=4)
    first, last = (new_output("stream", name="stdout", text=f"{k}\n") for k in (1, 3))
    display.cells[0].outputs = [first, new_output("display_data", data={"text/plain": "2"}), last]
    nbformat.write(display, pytester.path / "two_outputs.ipynb")
    return lambda *more: pytester.inline_run("-p", "backward", "--nbval", "--nbval-current-env", *more)


def outcomes(run):
    passed, skipped, failed = run.listoutcomes()
    return {
        report.nodeid: (outcome, str(report.longrepr))
        for outcome, reports in (("passed", passed), ("skipped", skipped), ("failed", failed))
        for report in reports
        if report.nodeid.endswith("backwards")
    }


def test_a_cell_that_breaks_or_prints_otherwise_is_named_with_its_complaint(run):
    found = outcomes(run("breaks.ipynb", "prints_otherwise.ipynb", "two_outputs.ipynb"))
    assert found["two_outputs.ipynb::backwards"][0] == "passed"
    assert found["breaks.ipynb::backwards"][0] == "failed"
    assert "cell cell-1: TypeError" in found["breaks.ipynb::backwards"][1]
    assert "cell cell-0" not in found["breaks.ipynb::backwards"][1]
    outcome, complaint = found["prints_otherwise.ipynb::backwards"]
    assert outcome == "failed" and "cell cell-1: Cell outputs differ" in complaint
    assert "'1\\n' == '3\\n'" in complaint


def test_the_list_holds_strictly(run, monkeypatch):
    monkeypatch.setattr("backward.NOT_YET", {"fine", "breaks"})
    found = outcomes(run("fine.ipynb", "breaks.ipynb"))
    assert found["fine.ipynb::backwards"][0] == "failed"
    assert "take it off the list" in found["fine.ipynb::backwards"][1]
    assert found["breaks.ipynb::backwards"][0] == "skipped"  # expected to fail, and it does


def test_alone_it_has_nothing_to_go_back_to(run):
    assert outcomes(run("fine.ipynb::backwards"))["fine.ipynb::backwards"][0] == "skipped"


def test_it_acts_wherever_pytest_is_called_in_the_repository():
    options = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["pytest"][
        "ini_options"
    ]
    assert "-p backward" in options["addopts"]
    assert [ROOT / folder for folder in options["pythonpath"]] == [Path(backward.__file__).parent]

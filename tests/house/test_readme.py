"""The README says what is there: its commands, its table of notebooks, its links and its picture."""

import base64
import re
from pathlib import Path

import nbformat

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
COMMANDS = re.findall(r"^python3 -m venv .*$", README, re.M)


def test_there_are_two_commands_and_each_begins_from_nothing():
    opening, testing = COMMANDS
    assert "pip install -e . &&" in opening and testing.endswith(
        'pip install -e ".[test]" && .venv/bin/pytest'
    )


def test_the_course_opens_at_its_first_notebook():
    first = re.search(r"default_url=/lab/tree/(\S+)", COMMANDS[0])[1]
    assert ROOT / first == NOTEBOOKS[0]


def test_the_gate_runs_the_test_command():
    gate = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    block = re.search(r"<!-- tests -->\n```bash\n(.*?)\n```", README, re.S)[1]
    assert block == COMMANDS[1] and "sed -n '/<!-- tests -->/,/```$/p' README.md" in gate


def test_every_notebook_is_in_the_table_in_reading_order():
    assert re.findall(r"\]\((notebooks/\w+\.ipynb)\)", README) == [f"notebooks/{p.name}" for p in NOTEBOOKS]


def test_links_lead_to_files():
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert target.startswith("https://") or (ROOT / target).exists(), target


def test_the_picture_is_a_figure_of_a_notebook_with_its_alternative_text():
    alt, file = re.search(r"!\[(.*?)\]\((.*?)\)", README).groups()
    tagged = [
        cell
        for path in NOTEBOOKS
        for cell in nbformat.read(path, as_version=4).cells
        if "readme" in cell.metadata.get("tags", [])
    ]
    assert len(tagged) == 1
    picture = next(o for o in tagged[0].outputs if "image/png" in o.get("data", {}))
    assert base64.b64decode(picture.data["image/png"]) == (ROOT / file).read_bytes()
    assert picture.metadata["image/png"]["alt"] == alt

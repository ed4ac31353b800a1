"""README and CONTRIBUTING say what is there: commands, notebooks with their minutes, files, the picture."""

import base64
import re

import pytest
from books import DIVES, LESSONS, ROOT, book, pictures

from course_utils.lecture.minutes import tags

README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^python3 -m venv .*$", README, re.M)
each_text = pytest.mark.parametrize("text", [README, CONTRIBUTING], ids=["README", "CONTRIBUTING"])


def test_there_are_two_commands_and_each_begins_from_nothing():
    opening, testing = COMMANDS
    assert "pip install -e . &&" in opening and testing.endswith("/pytest")
    assert "allow-root" not in opening and re.search(r"^\.venv/bin/jupyter lab --allow-root ", README, re.M)


def test_the_course_opens_at_its_first_notebook():
    places = re.findall(r"default_url=/lab/tree/notebooks/(\w+)\.ipynb", README)
    assert places == [LESSONS[0]] * 2


def test_the_gate_runs_the_test_command():
    gate = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    block = re.search(r"<!-- tests -->\n```bash\n(.*?)\n```", README, re.S)[1]
    assert block == COMMANDS[1] and "sed -n '/<!-- tests -->/,/```$/p' README.md" in gate


def test_every_lesson_is_in_the_table_in_reading_order_with_its_minutes():
    rows = re.findall(r"^\| (\d\d) \| .*\]\(notebooks/(\w+)\.ipynb\) .* (\d+) / (\d+) \|$", README, re.M)
    minutes = [(f"{book(name).minutes.lecture:.0f}", f"{book(name).minutes.alone:.0f}") for name in LESSONS]
    assert rows == [(name[:2], name, *both) for name, both in zip(LESSONS, minutes, strict=True)]


def test_every_deep_dive_is_in_the_table_with_its_minutes():
    rows = re.findall(r"^\| .*\]\(notebooks/(deeper/\w+)\.ipynb\) .* (\d+) \|$", README, re.M)
    assert sorted(rows) == [(name, f"{book(name).minutes.alone:.0f}") for name in DIVES]


@each_text
def test_links_lead_to_files(text):
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        assert target.startswith("https://") or (ROOT / target).exists(), target


@each_text
def test_files_that_are_named_are_there(text):
    named = re.findall(r"`((?:notebooks|course_utils|tests)/[\w./]*)`", text)
    assert not [path for path in named if not (ROOT / path).exists()]


def test_the_picture_is_a_figure_of_a_notebook_with_its_alternative_text():
    alt, file = re.search(r"!\[(.*?)\]\((.*?)\)", README).groups()
    [cell] = [cell for name in LESSONS for cell in book(name).code if "readme" in tags(cell)]
    picture = pictures(cell)[0]
    assert base64.b64decode(picture.data["image/png"]) == (ROOT / file).read_bytes()
    assert picture.metadata["image/png"]["alt"] == alt

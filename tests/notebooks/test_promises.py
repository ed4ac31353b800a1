"""Each notebook keeps its promises, and its solutions are right."""

import re

import pytest
from books import DIVES, LESSONS, book, of_chapter
from promises import KEPT, NOT_YET, SECOND_EDITION, SECOND_LESSON

from course_utils.lecture.minutes import tags

each_notebook = pytest.mark.parametrize("name", [*LESSONS, *DIVES])


def called(promise):
    return getattr(promise, "__name__", None)


@pytest.mark.parametrize(("promise", "name"), KEPT, ids=called)
def test_notebook_keeps(promise, name):
    complaints = [f"{name}, cell {cell}: {what}" for cell, what in promise(book(name))]
    assert not complaints, f"{promise.__name__.replace('_', ' ')}\n" + "\n".join(complaints)


@pytest.mark.parametrize("name", sorted(NOT_YET))
def test_the_list_of_the_first_edition_only_shrinks(name):
    assert name in LESSONS
    broken = [promise for promise in SECOND_EDITION + SECOND_LESSON if list(promise(book(name)))]
    assert broken, f"{name} keeps the promises of the second edition: take it off the list"


def solutions(book):
    """{exercise: (imports, python of its solution, name of the answer)}"""
    blocks = {}
    for k, cell in enumerate(book.cells):
        for found, name in re.findall(r'check\("(.*?)", (\w+)\)', cell.source):
            after = next((c for c in book.cells[k + 1 :] if "solution" in tags(c)), None)
            block = re.search(r"```python\n(.*?)```", after.source, re.S) if after else None
            blocks[found] = (book.code[0].source, block and block[1], name)
    return blocks


@each_notebook
def test_every_solution_is_right(name):
    for found, (imports, block, answer) in solutions(book(name)).items():
        assert block, f"{name}: the solution of exercise {found} has no python block"
        namespace = {}
        exec(imports + "\n" + block, namespace)
        verdict = of_chapter(book(name).chapter, "exercises")[found].verdict(namespace[answer])
        assert verdict.startswith("✓"), f"{name}, exercise {found}: {verdict}"

"""The house: the map in the package's docstring is true, sentence by sentence."""

import ast
import importlib
import re
import subprocess
import sys
from pathlib import Path

import pytest
from books import CHAPTERS, ROOT

import course_utils

HOUSE = ROOT / "course_utils"
MAP = re.sub(r",\n {5,}", ", ", course_utils.__doc__)  # a long row goes on in the next line
FLOORS = {
    heading: dict(re.findall(r"^    (\w+) +(\S.*)$", lines, re.M))
    for heading, lines in re.findall(r"^(\w+), [^\n]*:\n((?:    .*\n)+)", MAP, re.M)
}
LISTED = [module for modules in FLOORS.values() for module in modules]
FILES = [path.relative_to(HOUSE) for path in sorted(HOUSE.rglob("*.py"))]
TREES = {file: ast.parse((HOUSE / file).read_text(encoding="utf-8")) for file in FILES}
each_file = pytest.mark.parametrize("file", FILES, ids=Path.as_posix)
TESTED = set()


def says(sentence):
    """Marks the test of a sentence of the map."""
    TESTED.add(sentence)
    return lambda test: test


def imported(tree):
    """The dotted names that a module imports, inside its functions too."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "a relative import"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def room(dotted):
    """Where a name of the package lives: ("descent",), or ("chapters", "momentum") for a chapter."""
    parts = (*dotted.split("."), "", "")[1:3]
    return parts if parts[0] == "chapters" else parts[:1]


def rooms_used(tree):
    return {room(name) for name in imported(tree) if name.split(".")[0] == "course_utils"}


# ------------------------------------------------------------------------------------------ the map


def test_every_sentence_of_the_map_has_its_test():
    text = re.sub(r"^    .*\n", "", course_utils.__doc__, flags=re.M)
    sentences = re.findall(r"\S[^.:]*[.:]", re.sub(r"\s+", " ", text))
    assert set(sentences[1:]) == TESTED  # the first one is the title


@says("There are five floors, listed from the ground up, each module with the names it is for.")
def test_map_lists_every_module_once_on_its_floor_with_names_that_it_has():
    assert list(FLOORS) == ["core", "learning", "pictures", "chapters", "lecture"]
    there = {file.parts[0].removesuffix(".py") for file in FILES} - {"__init__"}
    assert sorted(LISTED) == sorted(there)
    for name, names in (pair for modules in FLOORS.values() for pair in modules.items()):
        if name == "lecture":  # its parts need an extra
            assert all((HOUSE / name / f"{part}.py").exists() for part in names.split(", "))
        else:
            module = importlib.import_module(f"course_utils.{name}")
            parts = CHAPTERS if name == "chapters" else dir(module)
            assert not set(names.split(", ")) - set(parts), name


@says("A module imports only modules listed before it, and a chapter never imports another chapter.")
@each_file
def test_imports_go_only_downwards(file):
    used = rooms_used(TREES[file])
    own = room(".".join(["course_utils", *file.with_suffix("").parts]))
    if own == ("__init__",):
        assert not used
    else:
        before = LISTED[: LISTED.index(own[0])]
        assert not {name for name in used if name != own and name[0] not in before}


def test_that_order_is_seen_in_every_form_of_import():
    forms = "import course_utils.digits; from course_utils.descent import a"
    inside = "def f():\n    from course_utils import plots\n    from course_utils.chapters.nag import run"
    found = rooms_used(ast.parse(f"{forms}\n{inside}"))
    assert found == {("digits",), ("descent",), ("plots",), ("chapters", "nag")}


@says("No file is longer than 270 lines.")
@each_file
def test_no_file_is_longer_than_270_lines(file):
    assert len((HOUSE / file).read_text(encoding="utf-8").splitlines()) <= 270


@says("chapters, one folder for what belongs to one notebook alone:")
def test_chapters_are_folders_of_a_lesson_or_a_deep_dive():
    assert set(re.split(", ", FLOORS["chapters"]["chapters"])) == set(CHAPTERS)
    assert {file.name for file in FILES if file.parts[0] == "chapters" and len(file.parts) == 2} == {
        "__init__.py"
    }


@says("A lesson's chapter exports `check` and `explore`; that of a deep dive what it draws or plays with.")
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_chapter_exports_what_its_notebook_needs(chapter):
    module = importlib.import_module(f"course_utils.chapters.{chapter}")
    is_lesson = (HOUSE / "chapters" / chapter / "exercises.py").exists()
    assert module.__all__ and set(module.__all__) >= ({"check", "explore"} if is_lesson else set())
    assert all(hasattr(module, name) for name in module.__all__)


# ------------------------------------------------------------------------------------ what an import loads


def loaded_by(*modules):
    """What is in sys.modules of a fresh Python after these imports, every warning being an error."""
    code = f"import sys, {', '.join(modules)}; print(*sys.modules)"
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, cwd=ROOT
    )
    assert run.returncode == 0, run.stderr
    return set(run.stdout.split())


DRAWING = {"matplotlib", "IPython", "ipywidgets", "PIL"}


@says("`import course_utils` loads nothing but itself.")
def test_package_alone_loads_nothing_but_itself():
    loaded = loaded_by("course_utils")
    assert not loaded & {"numpy", *DRAWING}
    assert {name for name in loaded if name.startswith("course_utils")} == {"course_utils"}


@says("core, which needs numpy alone:")
@says("learning, which needs numpy alone:")
def test_core_and_learning_load_numpy_and_nothing_that_draws():
    modules = {f"course_utils.{name}" for floor in ("core", "learning") for name in FLOORS[floor]}
    loaded = loaded_by(*sorted(modules))
    assert loaded >= {"numpy", *modules} and not loaded & DRAWING


@says("pictures, which need matplotlib, and ipywidgets for `explorer`:")
@pytest.mark.parametrize("module", FLOORS["pictures"])
def test_pictures_load_matplotlib_and_explorers_ipywidgets(module):
    loaded = loaded_by(f"course_utils.{module}")
    assert "matplotlib" in loaded
    assert ("ipywidgets" in loaded) == (module == "explorer")


@says("lecture, for those who teach:")
def test_lecture_is_imported_by_nobody_else():
    users = {file for file in FILES if file.parts[0] != "lecture" and ("lecture",) in rooms_used(TREES[file])}
    assert not users and not loaded_by("course_utils.lecture") & {"numpy", *DRAWING}


def test_a_chapter_loads_no_other_chapter():
    loaded = loaded_by("course_utils.chapters.momentum")
    assert {name for name in loaded if re.fullmatch(r"course_utils\.chapters\.\w+", name)} == {
        "course_utils.chapters.momentum"
    }


# -------------------------------------------------------------------------------------------------- names


def defined(tree):
    """The names that a file gives to what it makes."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.arg):
            yield node.arg


NUMBERED = re.compile(r"(^|_)(0\d|10)(_|$)")


@each_file
def test_no_name_has_the_number_of_a_chapter(file):
    assert not [
        name for name in {*defined(TREES[file]), *file.with_suffix("").parts} if NUMBERED.search(name)
    ]


def test_such_a_name_is_seen():
    names = defined(ast.parse("def f(lr_02): start_00 = 1\nclass A_05: pass"))
    assert {name for name in names if NUMBERED.search(name)} == {"lr_02", "start_00", "A_05"}


@each_file
def test_module_is_named_by_a_docstring_and_so_is_all_that_is_public(file):
    assert ast.get_docstring(TREES[file])
    for node in TREES[file].body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), node.name

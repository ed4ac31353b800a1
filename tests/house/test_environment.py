"""What the course is installed from, and what pytest refuses."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions, requires, version
from pathlib import Path

import pytest
import yaml
from books import ROOT
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT = PYPROJECT["project"]
EXTRAS = PROJECT["optional-dependencies"]
NEEDED = {str(r): Requirement(r) for r in (*PROJECT["dependencies"], *EXTRAS["test"])}
ENVIRONMENT = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
FILES = sorted((ROOT / "course_utils").rglob("*.py"))


def named(requirements):
    return {canonicalize_name(Requirement(r).name) for r in requirements}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(ROOT / "course_utils").as_posix())
def test_other_imports_are_declared_or_come_with_what_is(file):
    lecture = EXTRAS.get("lecture", []) if "lecture" in file.parts else []
    declared = named(PROJECT["dependencies"]) | named(lecture)
    near = declared | {name for other in declared for name in named(requires(other) or ())}
    tops = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            tops |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            tops.add(node.module.split(".")[0])
    for top in tops - sys.stdlib_module_names - {"course_utils"}:
        assert near & {canonicalize_name(name) for name in packages_distributions()[top]}, top


def test_environment_installs_the_package_with_its_tests_and_lists_nothing_else():
    python, *others = ENVIRONMENT["dependencies"]
    assert python == f"python{PROJECT['requires-python']}"
    assert others == ["pip", {"pip": ["-e .[test]"]}]
    assert ENVIRONMENT["channels"] == ["conda-forge"] and ENVIRONMENT["name"] == PROJECT["name"]


def test_python_versions_named_are_those_allowed():
    named = [c.split(" :: ")[-1] for c in PROJECT["classifiers"] if re.search(r":: 3\.\d+$", c)]
    assert named == ["3.11", "3.12", "3.13", "3.14"]
    allowed = SpecifierSet(PROJECT["requires-python"])
    assert [v for v in ("3.9", "3.10", *named) if v in allowed] == named
    assert allowed.contains("{}.{}.{}".format(*sys.version_info))


@pytest.mark.parametrize("need", NEEDED)
def test_requirement_has_a_lower_bound_that_the_installed_version_meets(need):
    assert {bound.operator for bound in NEEDED[need].specifier} == {">="}
    assert NEEDED[need].specifier.contains(version(NEEDED[need].name), prereleases=True)


def test_installing_touches_nothing_outside_of_the_package():
    wheel = PYPROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert wheel == {"packages": ["course_utils"]} and "entry-points" not in PROJECT


def test_authors_are_those_of_the_licence():
    [author] = PROJECT["authors"]
    assert author["name"] in (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert all((ROOT / file).is_file() for file in PROJECT["license-files"])


def test_pytest_refuses_to_run_without_asserts():
    command = [sys.executable, "-O", "-m", "pytest", "--collect-only", "-n0", Path(__file__)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert run.returncode != 0 and "assertions not in test modules" in run.stdout + run.stderr


@pytest.mark.skipif(not (ROOT / ".git").exists() or not shutil.which("git"), reason="nothing to clone")
def test_a_clone_on_windows_has_the_same_bytes(tmp_path):
    clone = tmp_path / "clone"
    subprocess.run(["git", "-c", "core.autocrlf=true", "clone", "--quiet", ROOT, clone], check=True)
    files = [file for file in clone.rglob("*") if file.is_file() and ".git" not in file.parts]
    text = [file for file in files if file.suffix not in (".npz", ".png")]
    assert not [file for file in text if b"\r\n" in file.read_bytes()]
    for file in set(files) - set(text):
        assert file.read_bytes() == (ROOT / file.relative_to(clone)).read_bytes()
    if shutil.which("bash"):
        subprocess.run(["bash", "-n", clone / ".ci" / "run"], check=True)

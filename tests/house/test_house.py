"""The house: which module may import which, what an import loads, and what an environment is made of."""

import ast
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions, requires, version
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from rattler import MatchSpec

import course_utils

ROOT = Path(__file__).parents[2]
FILES = {path.stem: path for path in sorted(ROOT.glob("course_utils/*.py")) if path.stem != "__init__"}
TREES = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in FILES.items()}
LISTED = re.findall(r"^    (\w+)  +\S", course_utils.__doc__, flags=re.M)
DRAWING, WIDGETS = {"plots", "views", "explorers"}, {"controls", "explorers"}
each_module = pytest.mark.parametrize("module", TREES)

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
NEEDED = [Requirement(r) for r in (*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["test"])]
ENVIRONMENT = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
CONDA = [spec for spec in ENVIRONMENT["dependencies"] if isinstance(spec, str)]
each_need = pytest.mark.parametrize("need", NEEDED, ids=lambda need: need.name)


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


def own(tree):
    """The modules of the package among them; "" for the package itself."""
    return {(*name.split("."), "")[1] for name in imported(tree) if name.split(".")[0] == "course_utils"}


# ---------------------------------------------------------------------------------------- order of modules


def test_docstring_of_the_package_lists_every_module_once_and_no_other():
    assert sorted(LISTED) == sorted(FILES)


@each_module
def test_module_imports_only_modules_listed_above_it(module):
    assert own(TREES[module]) <= set(LISTED[: LISTED.index(module)])


def test_that_order_is_seen_in_every_form_of_import():
    forms = "import course_utils.digits; from course_utils.descent import a"
    inside = "def f(): from course_utils import plots"
    assert own(ast.parse(f"{forms}\n{inside}")) == {"digits", "descent", "plots"}


@each_module
def test_other_imports_are_declared_or_come_with_what_is(module):
    declared = {canonicalize_name(Requirement(r).name) for r in PROJECT["dependencies"]}
    near = declared | {
        canonicalize_name(Requirement(r).name) for name in declared for r in requires(name) or ()
    }
    tops = (
        {name.split(".")[0] for name in imported(TREES[module])} - sys.stdlib_module_names - {"course_utils"}
    )
    for top in tops:
        assert near & {canonicalize_name(name) for name in packages_distributions()[top]}, top


def words(decorator):
    """The strings that a decorator is given."""
    return [
        a for a in getattr(decorator, "args", []) if isinstance(a, ast.Constant) and isinstance(a.value, str)
    ]


@each_module
def test_module_is_named_by_a_docstring_and_so_is_all_that_is_public(module):
    assert ast.get_docstring(TREES[module])
    for node in TREES[module].body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            # a wrong version is described where it is registered: its name, its remedy, its equation
            registered = any(len(words(call)) == 3 for call in node.decorator_list)
            assert ast.get_docstring(node) or registered, node.name


# ------------------------------------------------------------------------------------ what an import loads


def loaded_by(*modules):
    """What is in sys.modules of a fresh Python after these imports, every warning being an error."""
    code = f"import sys, {', '.join(modules)}; print(*sys.modules)"
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, cwd=ROOT
    )
    assert run.returncode == 0, run.stderr
    return set(run.stdout.split())


def test_package_alone_loads_nothing_but_itself():
    loaded = loaded_by("course_utils")
    assert not loaded & {"numpy", "matplotlib", "IPython", "ipywidgets", "PIL"}
    assert {name for name in loaded if name.startswith("course_utils")} == {"course_utils"}


def test_modules_that_do_not_draw_load_numpy_alone():
    modules = {f"course_utils.{name}" for name in FILES if name not in DRAWING | WIDGETS}
    loaded = loaded_by(*sorted(modules))
    assert loaded >= {"numpy", *modules}
    assert not loaded & {"matplotlib", "IPython", "ipywidgets", "PIL"}


@pytest.mark.parametrize("module", sorted(DRAWING | WIDGETS))
def test_modules_that_draw_load_matplotlib_and_those_with_sliders_ipywidgets(module):
    loaded = loaded_by(f"course_utils.{module}")
    assert ("matplotlib" in loaded) == (module in DRAWING)
    assert ("ipywidgets" in loaded) == (module in WIDGETS)


# ------------------------------------------------------------------------------------------ the environment


@pytest.mark.parametrize("spec", CONDA)
def test_spec_of_the_environment_parses_strictly(spec):
    assert str(MatchSpec(spec, strict=True))


def test_environment_installs_the_package_with_its_tests_and_lists_nothing_else():
    names = [re.match(r"[\w-]+", spec)[0] for spec in CONDA]
    assert names == ["python", "pip"]
    assert [spec for spec in ENVIRONMENT["dependencies"] if spec not in CONDA] == [{"pip": ["-e .[test]"]}]
    assert ENVIRONMENT["channels"] == ["conda-forge"]
    assert ENVIRONMENT["name"] == PROJECT["name"]


def test_python_of_the_environment_is_that_of_the_package():
    python = MatchSpec(CONDA[0], strict=True)
    assert SpecifierSet(python.version) == SpecifierSet(PROJECT["requires-python"])


def test_python_versions_named_are_those_allowed():
    named = [c.split(" :: ")[-1] for c in PROJECT["classifiers"] if re.search(r":: 3\.\d+$", c)]
    assert named == ["3.11", "3.12", "3.13", "3.14"]
    allowed = SpecifierSet(PROJECT["requires-python"])
    assert [v for v in ("3.9", "3.10", *named) if v in allowed] == named


@each_need
def test_requirement_has_a_lower_bound_that_the_installed_version_meets(need):
    assert {bound.operator for bound in need.specifier} == {">="}
    assert need.specifier.contains(version(need.name), prereleases=True)


def test_python_that_runs_this_is_allowed():
    assert SpecifierSet(PROJECT["requires-python"]).contains("{}.{}.{}".format(*sys.version_info))

"""The six rules walk the paths of PyTorch, Keras and Optax (`reference.npz`, see `make_reference.py`).

What the libraries write in another way, and how it is converted:

- momentum: PyTorch and Optax keep the sum of the gradients, b ← αb + g, and take W ← W − ηb, so b = −v/η.
  At a constant η the path is the same. Keras keeps v itself.
- NAG: all three follow the shifted point y = W + αv, where the next gradient is asked for.
  As W₊ = W + v₊ and y₊ = W₊ + αv₊, the course's W is recovered by W₊ = (y₊ + αW) / (1 + α).
- AdaGrad: Keras and Optax start from h = 0.1 and divide by √(h + ε); PyTorch from 0, by √h + ε as here.
- RMSProp: Keras and Optax divide by √(h + ε) (Optax unless `eps_in_sqrt=False`), PyTorch by √h + ε.
  γ is `alpha` = 0.99 in PyTorch, `rho` = 0.9 in Keras, `decay` = 0.9 in Optax.
- Adam: Keras adds ε to √v before the correction (the paper's ε̂), which is ε = ε̂ / √(1 − β₂ᵗ) after it.
  PyTorch and Optax do as the paper's Algorithm 1.
"""

import json
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from course_utils import mistakes, optimizers, surfaces
from course_utils.descent import iterates, trajectory

with np.load(Path(__file__).with_name("reference.npz")) as file:
    PATHS, ABOUT = file["paths"], json.loads(file["about"].item())

LIBRARIES, NAMES, PROBLEMS = ABOUT["libraries"], ABOUT["rules"], list(ABOUT["problems"])
STEPS = PATHS.shape[-2] - 1
RULES = {rule.__name__: rule for rule in optimizers.RULES}
CASES = list(product(LIBRARIES, NAMES, PROBLEMS, (0, 1)))
every_path = pytest.mark.parametrize(("problem", "n"), list(product(PROBLEMS, (0, 1))))


# ------------------------------------------------------------ a rule, in the form of another library


def started_at(h0, rule):
    """`rule` with another h before the first step."""

    def started(grad, W, h=h0, **hyper):
        return rule(grad, W, h, **hyper)

    return started


def eps_in_root(rule):
    """`rule` without ε, its memory raised so that the new one is h + ε: γ(h + ε/γ) + (1−γ)g² = h₊ + ε.

    AdaGrad forgets nothing, so that there γ = 1.
    """

    def inside(grad, W, h=0.0, *, eps, **hyper):
        W, h = rule(grad, W, h + eps / hyper.get("gamma", 1.0), eps=0.0, **hyper)
        return W, h - eps

    return inside


def eps_before_correction(rule):
    """`rule` with the ε of step t+1 that does what ε̂ does before the correction."""

    def hat(grad, W, m=0.0, v=0.0, t=0, *, eps, beta2, **hyper):
        return rule(grad, W, m, v, t, eps=eps / np.sqrt(1 - beta2 ** (t + 1)), beta2=beta2, **hyper)

    return hat


FORMS = {
    ("Keras", "adagrad"): eps_in_root,
    ("Optax", "adagrad"): eps_in_root,
    ("Keras", "rmsprop"): eps_in_root,
    ("Optax", "rmsprop"): eps_in_root,
    ("Keras", "adam"): eps_before_correction,
}


# ------------------------------------------------------------------------------ both sides of a test


def stored(library, name, problem, n):
    """The path of the library, as it is in the file, and the setting."""
    i, j, k = LIBRARIES.index(library), NAMES.index(name), PROBLEMS.index(problem)
    return PATHS[i, j, k, n], dict(ABOUT["settings"][library][name][n])


def expected(library, name, problem, n):
    """The path of W: of NAG it is recovered from the shifted points."""
    path, setting = stored(library, name, problem, n)
    if name == "nag":
        alpha, path = setting["alpha"], path.copy()
        for k in range(STEPS):
            path[k + 1] = (path[k + 1] + alpha * path[k]) / (1 + alpha)
    return path


def walked(rule, library, name, problem, n, form=lambda rule: rule):
    """The path of `rule`, right or wrong, put into a form and started as the library does."""
    path, setting = stored(library, name, problem, n)
    rule = form(rule)
    if "h" in setting:
        rule = started_at(setting.pop("h"), rule)
    return trajectory(rule, surface(problem).grad, path[0], STEPS, **setting)


def surface(problem):
    return getattr(surfaces, problem)(**ABOUT["problems"][problem])


def distance(path, reference):
    """The largest distance, relative to the scale of the path; inf where the path is not finite."""
    off = np.abs(path - reference).max() / np.abs(reference).max()
    return off if np.isfinite(off) else np.inf


# --------------------------------------------------------------------------------------------- tests


def test_the_file_is_whole():
    assert LIBRARIES == ["PyTorch", "Keras", "Optax"]
    assert list(RULES) == NAMES
    assert PATHS.shape == (3, 6, len(PROBLEMS), 2, 101, 2) and len(PROBLEMS) == 2 and len(CASES) == 72
    assert PATHS.dtype == np.float64 and np.isfinite(PATHS).all()
    assert set(ABOUT["versions"]) == {"torch", "keras", "optax", "jax", "numpy"}
    for library, name, problem, n in CASES:
        path, setting = stored(library, name, problem, n)
        np.testing.assert_array_equal(path[0], surface(problem).start)
        assert np.abs(np.diff(path, axis=0)).max(axis=1).all(), "a path that stands still tests nothing"
        assert all(isinstance(value, int | float) for value in setting.values())


@pytest.mark.parametrize(("library", "name", "problem", "n"), CASES)
def test_the_rule_walks_the_path_of_the_library(library, name, problem, n):
    form = FORMS.get((library, name), lambda rule: rule)
    path = walked(RULES[name], library, name, problem, n, form)
    assert distance(path, expected(library, name, problem, n)) < 1e-10


@pytest.mark.parametrize(("library", "name"), FORMS)
@pytest.mark.parametrize("problem", PROBLEMS)
def test_without_the_conversion_of_eps_the_path_is_another(library, name, problem):
    path = walked(RULES[name], library, name, problem, 1)  # the setting with a large ε
    assert distance(path, expected(library, name, problem, 1)) > 1e-3


@pytest.mark.parametrize("library", LIBRARIES)
@every_path
def test_libraries_follow_the_point_where_nag_asks_for_the_gradient(library, problem, n):
    path, setting = stored(library, "nag", problem, n)
    asked = []

    def grad(W):
        asked.append(W)
        return surface(problem).grad(W)

    trajectory(optimizers.nag, grad, path[0], STEPS, **setting)
    assert distance(np.array(asked), path[:-1]) < 1e-10


# Three wrong versions of momentum move W as they should, as long as η is constant, but remember something
# else than the step just made. PyTorch and Optax write the last of them.
OTHER_MEMORY = [mistakes.momentum_opposite_v, mistakes.momentum_lr_outside, mistakes.momentum_pytorch]
WRONG = [
    (rule.__name__, mistake.rule)
    for rule, known in mistakes.MISTAKES.items()
    for mistake in known
    if mistake.rule not in OTHER_MEMORY
]


@pytest.mark.parametrize("problem", PROBLEMS)
@pytest.mark.parametrize(
    ("name", "wrong"), [pytest.param(name, wrong, id=f"{name}-{k}") for k, (name, wrong) in enumerate(WRONG)]
)
def test_a_wrong_version_walks_another_path(name, wrong, problem):
    """Against PyTorch, which needs no conversion of the rule, in the setting whose ε shows."""
    path = walked(wrong, "PyTorch", name, problem, 1)
    assert distance(path, expected("PyTorch", name, problem, 1)) > 1e-3


@every_path
def test_three_wrong_momenta_differ_in_v_alone(problem, n):
    """v is the step just made: the true rule's is, theirs is not, though the path is right."""
    path, setting = stored("PyTorch", "momentum", problem, n)
    for rule in (optimizers.momentum, *OTHER_MEMORY):
        assert distance(walked(rule, "PyTorch", "momentum", problem, n), path) < 1e-10
        states = iterates(rule, surface(problem).grad, path[0], **setting)
        next(states)
        v = np.array([next(states)[1] for _ in range(STEPS)])
        off = distance(v, np.diff(path, axis=0))
        assert off < 1e-10 if rule is optimizers.momentum else off > 1


# What is wrong in the course is the form of a library elsewhere.
LIBRARY_FORMS = [
    *((mistakes.nag_shifted, "nag", library) for library in LIBRARIES),
    *((mistakes.adagrad_eps_inside, "adagrad", library) for library in ("Keras", "Optax")),
    *((mistakes.rmsprop_eps_inside, "rmsprop", library) for library in ("Keras", "Optax")),
    (mistakes.adam_eps_hat, "adam", "Keras"),
]


@pytest.mark.parametrize(("wrong", "name", "library"), LIBRARY_FORMS)
@every_path
def test_some_wrong_versions_are_the_form_of_a_library(wrong, name, library, problem, n):
    path = stored(library, name, problem, n)[0]
    assert distance(walked(wrong, library, name, problem, n), path) < 1e-10

"""The paths of PyTorch, Keras and Optax (`reference.npz`, see `make_reference.py`), and ours in their forms.

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

from course_utils import optimizers, surfaces
from course_utils.descent import descend

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
    return descend(rule, surface(problem), STEPS, start=path[0], **setting).W.T


def surface(problem):
    return getattr(surfaces, problem)(**ABOUT["problems"][problem])


def distance(path, reference):
    """The largest distance, relative to the scale of the path; inf where the path is not finite."""
    off = np.abs(path - reference).max() / np.abs(reference).max()
    return off if np.isfinite(off) else np.inf

"""Write `reference.npz`: what PyTorch, Keras and Optax do with the six rules, and the blocks of the lessons.

    python tests/tools/make_reference.py

in an environment that has this package, nbformat, and the packages torch, keras, optax and jax (Keras runs
on JAX). Of a library that is not installed the file keeps what it has. The tests read the file and need none
of them. The libraries get the gradients as arrays, so that what is recorded is their optimizers and nothing
else; everything is float64.

The file holds `paths`, of shape (libraries, rules, problems, settings, steps + 1, 2), always the weights as
the library has them, and `about`, a JSON text: the versions, the names along the axes of `paths`, the
arguments of the problems, each library's defaults and the settings, both under the course's names (`h` is
the memory of AdaGrad before the first step).

The PyTorch block of a lesson ("In your framework") is run as it stands, by PyTorch alone, on a linear model:
`problem_X`, `problem_y` and the start `problem_W` are the same for all. Of each lesson the file holds
`<lesson>_weights` after the block, `<lesson>_rows`, the numbers of the samples in the order in which the
model saw them, and `<lesson>_sizes`, how many of them each batch had; `about` holds the text of the block,
and the rule and the hyperparameters that its optimizer had.
"""

import inspect
import json
import os
import sys
from importlib import import_module
from importlib.util import find_spec
from itertools import islice, product
from pathlib import Path

import numpy as np
from books import LESSONS, book

from course_utils import surfaces

os.environ["KERAS_BACKEND"] = "jax"
os.environ["JAX_ENABLE_X64"] = "1"

FILE = Path(__file__).parents[1] / "core" / "reference.npz"
STEPS = 100
PROBLEMS = {"quadratic": {"kappa": 25.0, "angle": 30.0}, "beale": {}}

# The first setting leaves all that is not named at the default of the library. In the second nothing is
# at a default, and ε is so large that its place shows.
SETTINGS = {
    "sgd": [{"lr": 0.002}, {"lr": 0.01}],
    "momentum": [{"lr": 0.005, "alpha": 0.9}, {"lr": 0.01, "alpha": 0.8}],
    "nag": [{"lr": 0.005, "alpha": 0.9}, {"lr": 0.01, "alpha": 0.7}],
    "adagrad": [{"lr": 0.1}, {"lr": 0.5, "eps": 0.5, "h": 2.0}],
    "rmsprop": [{"lr": 0.01}, {"lr": 0.02, "gamma": 0.8, "eps": 0.5}],
    "adam": [{"lr": 0.05}, {"lr": 0.1, "beta1": 0.8, "beta2": 0.99, "eps": 0.5}],
}

# Per library: the packages it needs, and where its optimizers are.
PACKAGES = {"PyTorch": ["torch"], "Keras": ["keras", "jax"], "Optax": ["optax", "jax"]}
HOMES = {"PyTorch": "torch.optim", "Keras": "keras.optimizers", "Optax": "optax"}
INSTALLED = [library for library, packages in PACKAGES.items() if all(map(find_spec, packages))]

# Per library and rule: the optimizer, and what it calls the hyperparameters of the course.
OPTIMIZERS = {
    "PyTorch": {
        "sgd": ("SGD", {"lr": "lr"}),
        "momentum": ("SGD", {"lr": "lr", "alpha": "momentum"}),
        "nag": ("SGD", {"lr": "lr", "alpha": "momentum"}),
        "adagrad": ("Adagrad", {"lr": "lr", "eps": "eps", "h": "initial_accumulator_value"}),
        "rmsprop": ("RMSprop", {"lr": "lr", "gamma": "alpha", "eps": "eps"}),
        "adam": ("Adam", {"lr": "lr", "beta1": "betas", "beta2": "betas", "eps": "eps"}),
    },
    "Keras": {
        "sgd": ("SGD", {"lr": "learning_rate"}),
        "momentum": ("SGD", {"lr": "learning_rate", "alpha": "momentum"}),
        "nag": ("SGD", {"lr": "learning_rate", "alpha": "momentum"}),
        "adagrad": (
            "Adagrad",
            {"lr": "learning_rate", "eps": "epsilon", "h": "initial_accumulator_value"},
        ),
        "rmsprop": ("RMSprop", {"lr": "learning_rate", "gamma": "rho", "eps": "epsilon"}),
        "adam": (
            "Adam",
            {"lr": "learning_rate", "beta1": "beta_1", "beta2": "beta_2", "eps": "epsilon"},
        ),
    },
    "Optax": {
        "sgd": ("sgd", {"lr": "learning_rate"}),
        "momentum": ("sgd", {"lr": "learning_rate", "alpha": "momentum"}),
        "nag": ("sgd", {"lr": "learning_rate", "alpha": "momentum"}),
        "adagrad": (
            "adagrad",
            {"lr": "learning_rate", "eps": "eps", "h": "initial_accumulator_value"},
        ),
        "rmsprop": ("rmsprop", {"lr": "learning_rate", "gamma": "decay", "eps": "eps"}),
        "adam": ("adam", {"lr": "learning_rate", "beta1": "b1", "beta2": "b2", "eps": "eps"}),
    },
}


def maker(library, rule):
    """What makes the optimizer of the library."""
    return getattr(import_module(HOMES[library]), OPTIMIZERS[library][rule][0])


def in_our_names(library, rule, values):
    """The hyperparameters of a rule under the course's names, out of what the library calls otherwise."""
    names = OPTIMIZERS[library][rule][1]
    ours = {our: values[theirs] for our, theirs in names.items()}
    for place, our in enumerate(("beta1", "beta2")):
        if names.get(our) == "betas":
            ours[our] = ours[our][place]
    return ours


def defaults(library, rule):
    """The defaults of the library, under the course's names; None where an argument must be given."""
    parameters = inspect.signature(maker(library, rule)).parameters
    values = in_our_names(library, rule, {name: known.default for name, known in parameters.items()})
    return {our: None if value is inspect.Parameter.empty else value for our, value in values.items()}


def arguments(library, rule, given):
    """The arguments of the library for hyperparameters under the course's names."""
    names = OPTIMIZERS[library][rule][1]
    values = {names[ours]: value for ours, value in given.items()}
    if "betas" in values:
        values["betas"] = (given["beta1"], given["beta2"])
    return values | ({"nesterov": True} if rule == "nag" else {})


def pytorch_path(make, surface, arguments):
    import torch

    W = torch.tensor(surface.start, dtype=torch.float64)
    optimizer = make([W], **arguments)
    yield W.numpy().copy()
    while True:
        W.grad = torch.from_numpy(surface.grad(W.numpy()))
        optimizer.step()
        yield W.numpy().copy()


def keras_path(make, surface, arguments):
    import keras

    keras.config.set_floatx("float64")
    W = keras.Variable(surface.start, dtype="float64")
    optimizer = make(**arguments)
    yield keras.ops.convert_to_numpy(W)
    while True:
        optimizer.apply([keras.ops.array(surface.grad(keras.ops.convert_to_numpy(W)))], [W])
        yield keras.ops.convert_to_numpy(W)


def optax_path(make, surface, arguments):
    import jax
    import optax

    W = jax.numpy.asarray(surface.start)
    optimizer = make(**arguments)
    state = optimizer.init(W)
    yield np.array(W)
    while True:
        updates, state = optimizer.update(jax.numpy.asarray(surface.grad(np.array(W))), state, W)
        W = optax.apply_updates(W, updates)
        yield np.array(W)


WALKS = {"PyTorch": pytorch_path, "Keras": keras_path, "Optax": optax_path}


def walked(library):
    """The paths of a library, of shape (rules, problems, settings, steps + 1, 2)."""
    paths = np.empty((len(SETTINGS), len(PROBLEMS), 2, STEPS + 1, 2))
    axes = product(SETTINGS, PROBLEMS.items(), range(2))
    for path, (rule, (problem, known), n) in zip(paths.reshape(-1, STEPS + 1, 2), axes, strict=True):
        given = arguments(library, rule, SETTINGS[rule][n])
        walk = WALKS[library](maker(library, rule), getattr(surfaces, problem)(**known), given)
        for step, W in enumerate(islice(walk, STEPS + 1)):
            assert W.dtype == np.float64
            path[step] = W
    return paths


# ---------------------------------------------------------------- the blocks of the lessons


def small_problem():
    """Samples (200, 3), targets (200,) and a start (3,).

    The curvatures of the mean squared error are about 0.1, 0.005 and 0.0002: rates up to about 15 are
    stable, and none arrives soon in all directions, so that the weights still tell how they got there.
    """
    rng = np.random.default_rng(0)
    X = rng.normal(size=(200, 3)) * [0.25, 0.05, 0.01]
    return X, X @ [3.0, -8.0, 20.0] + 0.1 * rng.normal(size=200), np.array([1.0, -2.0, 0.5])


def run_block(lesson, block):
    """The arrays and the facts of a lesson, after its block has run with the names that it may use."""
    import torch

    X, y, W = map(torch.from_numpy, small_problem())
    model = torch.nn.Linear(3, 1, bias=False, dtype=torch.float64)
    with torch.no_grad():
        model.weight[:] = W
    seen = []
    model.register_forward_pre_hook(lambda model, inputs: seen.append(inputs[0]))
    batches = list(zip(X.split(20), y[:, None].split(20), strict=True))
    given = {"X": X, "y": y[:, None], "batches": batches, "loader": batches}
    names = {"torch": torch, "model": model, "loss_function": torch.nn.MSELoss(), **given}
    torch.manual_seed(0)
    try:
        exec(block, names)
    except Exception as error:
        error.add_note(f"in the PyTorch block of {lesson}, which must run as it is pasted")
        raise
    (optimizer,) = (value for value in names.values() if isinstance(value, torch.optim.Optimizer))
    rule, hyper = recognized(optimizer)
    rows = [np.argmax((batch[:, None] == X).all(-1).numpy(), axis=1) for batch in seen]
    arrays = {
        "weights": model.weight.detach().numpy()[0],
        "rows": np.concatenate(rows).astype(np.uint8),
        "sizes": np.array([len(batch) for batch in rows]),
    }
    return arrays, {"block": block, "rule": rule, "hyper": hyper}


def recognized(optimizer):
    """The rule of a PyTorch optimizer and its hyperparameters, under the course's names."""
    group, name = optimizer.param_groups[0], type(optimizer).__name__
    plain = "nag" if group.get("nesterov") else "momentum" if group.get("momentum") else "sgd"
    rule = plain if name == "SGD" else name.lower()
    return rule, in_our_names("PyTorch", rule, group)


def run_blocks():
    """The arrays of all lessons that have a block, by their names in the file, and the facts by lesson."""
    arrays = dict(zip(("problem_X", "problem_y", "problem_W"), small_problem(), strict=True))
    facts = {}
    for lesson in LESSONS:
        if block := book(lesson).pytorch_block:
            found, facts[lesson] = run_block(lesson, block)
            arrays |= {f"{lesson}_{name}": array for name, array in found.items()}
    return arrays, facts


# -------------------------------------------------------------------------------- the file


def main():
    if not INSTALLED:
        sys.exit(f"none of {', '.join(OPTIMIZERS)} is installed: nothing to run")
    with np.load(FILE) as file:
        old = dict(file)
    known = json.loads(old.pop("about").item())
    old_paths = dict(zip(known["libraries"], old.pop("paths"), strict=True))

    own = {
        library: {rule: defaults(library, rule) for rule in SETTINGS}
        if library in INSTALLED
        else known["defaults"][library]
        for library in OPTIMIZERS
    }
    about = {
        "versions": dict(known["versions"]),
        "libraries": list(OPTIMIZERS),
        "rules": list(SETTINGS),
        "problems": PROBLEMS,
        "defaults": own,
        "settings": {
            library: {rule: [own[library][rule] | given for given in SETTINGS[rule]] for rule in SETTINGS}
            for library in OPTIMIZERS
        },
    }
    for library in set(OPTIMIZERS) - set(INSTALLED):
        same = about["settings"][library] == known["settings"][library] and known["problems"] == PROBLEMS
        if not same or old_paths[library].shape[-2] != STEPS + 1:
            sys.exit(f"{library} is not installed, and what the file has of it is of other problems")
    used = {"numpy"}.union(*(PACKAGES[library] for library in INSTALLED))
    about["versions"] |= {name: import_module(name).__version__ for name in used}
    paths = [walked(library) if library in INSTALLED else old_paths[library] for library in OPTIMIZERS]
    arrays, about["blocks"] = run_blocks() if "PyTorch" in INSTALLED else (old, known["blocks"])
    np.savez_compressed(FILE, paths=np.array(paths), about=json.dumps(about), **arrays)
    print(f"{FILE.name}: {FILE.stat().st_size / 1000:.0f} kB, {about['versions']}")
    for library in OPTIMIZERS:
        print(library, "run anew" if library in INSTALLED else "kept: it is not installed")


if __name__ == "__main__":
    main()

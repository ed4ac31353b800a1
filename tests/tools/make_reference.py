"""Write `reference.npz`: the paths of the six rules, walked by PyTorch, Keras and Optax.

    python tests/tools/make_reference.py

in an environment that has this package and the packages torch, keras, optax and jax (Keras runs on JAX).
The tests read the file and need none of them. The libraries get the gradients as arrays, so that what is
recorded is their optimizers and nothing else; everything is float64.

The file holds `paths`, of shape (libraries, rules, problems, settings, steps + 1, 2), always the weights as
the library has them, and `about`, a JSON text: the versions, the names along the axes of `paths`, the
arguments of the problems, each library's defaults and the settings, both under the course's names (`h` is
the memory of AdaGrad before the first step).
"""

import inspect
import json
import os
from itertools import islice, product
from pathlib import Path

os.environ["KERAS_BACKEND"] = "jax"
os.environ["JAX_ENABLE_X64"] = "1"

import jax
import keras
import numpy as np
import optax
import torch

from course_utils import surfaces

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

# Per library and rule: what makes the optimizer, and what it calls the hyperparameters of the course.
SGD, KERAS = torch.optim.SGD, keras.optimizers
OPTIMIZERS = {
    "PyTorch": {
        "sgd": (SGD, {"lr": "lr"}),
        "momentum": (SGD, {"lr": "lr", "alpha": "momentum"}),
        "nag": (SGD, {"lr": "lr", "alpha": "momentum"}),
        "adagrad": (torch.optim.Adagrad, {"lr": "lr", "eps": "eps", "h": "initial_accumulator_value"}),
        "rmsprop": (torch.optim.RMSprop, {"lr": "lr", "gamma": "alpha", "eps": "eps"}),
        "adam": (torch.optim.Adam, {"lr": "lr", "beta1": "betas", "beta2": "betas", "eps": "eps"}),
    },
    "Keras": {
        "sgd": (KERAS.SGD, {"lr": "learning_rate"}),
        "momentum": (KERAS.SGD, {"lr": "learning_rate", "alpha": "momentum"}),
        "nag": (KERAS.SGD, {"lr": "learning_rate", "alpha": "momentum"}),
        "adagrad": (
            KERAS.Adagrad,
            {"lr": "learning_rate", "eps": "epsilon", "h": "initial_accumulator_value"},
        ),
        "rmsprop": (KERAS.RMSprop, {"lr": "learning_rate", "gamma": "rho", "eps": "epsilon"}),
        "adam": (
            KERAS.Adam,
            {"lr": "learning_rate", "beta1": "beta_1", "beta2": "beta_2", "eps": "epsilon"},
        ),
    },
    "Optax": {
        "sgd": (optax.sgd, {"lr": "learning_rate"}),
        "momentum": (optax.sgd, {"lr": "learning_rate", "alpha": "momentum"}),
        "nag": (optax.sgd, {"lr": "learning_rate", "alpha": "momentum"}),
        "adagrad": (
            optax.adagrad,
            {"lr": "learning_rate", "eps": "eps", "h": "initial_accumulator_value"},
        ),
        "rmsprop": (optax.rmsprop, {"lr": "learning_rate", "gamma": "decay", "eps": "eps"}),
        "adam": (optax.adam, {"lr": "learning_rate", "beta1": "b1", "beta2": "b2", "eps": "eps"}),
    },
}


def defaults(library, rule):
    """The defaults of the library, under the course's names; None where an argument must be given."""
    make, names = OPTIMIZERS[library][rule]
    parameters = inspect.signature(make).parameters
    values = {ours: parameters[theirs].default for ours, theirs in names.items()}
    for place, ours in enumerate(("beta1", "beta2")):
        if names.get(ours) == "betas":
            values[ours] = values[ours][place]
    return {ours: None if value is inspect.Parameter.empty else value for ours, value in values.items()}


def arguments(library, rule, given):
    """The arguments of the library for hyperparameters under the course's names."""
    names = OPTIMIZERS[library][rule][1]
    values = {names[ours]: value for ours, value in given.items()}
    if "betas" in values:
        values["betas"] = (given["beta1"], given["beta2"])
    return values | ({"nesterov": True} if rule == "nag" else {})


def pytorch_path(make, surface, arguments):
    W = torch.tensor(surface.start, dtype=torch.float64)
    optimizer = make([W], **arguments)
    yield W.numpy().copy()
    while True:
        W.grad = torch.from_numpy(surface.grad(W.numpy()))
        optimizer.step()
        yield W.numpy().copy()


def keras_path(make, surface, arguments):
    W = keras.Variable(surface.start, dtype="float64")
    optimizer = make(**arguments)
    yield keras.ops.convert_to_numpy(W)
    while True:
        optimizer.apply([keras.ops.array(surface.grad(keras.ops.convert_to_numpy(W)))], [W])
        yield keras.ops.convert_to_numpy(W)


def optax_path(make, surface, arguments):
    W = jax.numpy.asarray(surface.start)
    optimizer = make(**arguments)
    state = optimizer.init(W)
    yield np.array(W)
    while True:
        updates, state = optimizer.update(jax.numpy.asarray(surface.grad(np.array(W))), state, W)
        W = optax.apply_updates(W, updates)
        yield np.array(W)


WALKS = {"PyTorch": pytorch_path, "Keras": keras_path, "Optax": optax_path}


def main():
    keras.config.set_floatx("float64")
    paths = np.empty((len(OPTIMIZERS), len(SETTINGS), len(PROBLEMS), 2, STEPS + 1, 2))
    axes = product(OPTIMIZERS, SETTINGS, PROBLEMS.items(), range(2))
    for path, (library, rule, (problem, known), n) in zip(paths.reshape(-1, STEPS + 1, 2), axes, strict=True):
        make, given = OPTIMIZERS[library][rule][0], arguments(library, rule, SETTINGS[rule][n])
        walk = WALKS[library](make, getattr(surfaces, problem)(**known), given)
        for step, W in enumerate(islice(walk, STEPS + 1)):
            assert W.dtype == np.float64
            path[step] = W
    own = {library: {rule: defaults(library, rule) for rule in SETTINGS} for library in OPTIMIZERS}
    about = {
        "versions": {module.__name__: module.__version__ for module in (torch, keras, optax, jax, np)},
        "libraries": list(OPTIMIZERS),
        "rules": list(SETTINGS),
        "problems": PROBLEMS,
        "defaults": own,
        "settings": {
            library: {rule: [own[library][rule] | given for given in SETTINGS[rule]] for rule in SETTINGS}
            for library in OPTIMIZERS
        },
    }
    file = Path(__file__).parents[1] / "core" / "reference.npz"
    np.savez_compressed(file, paths=paths, about=json.dumps(about))
    print(f"{file.name}: {file.stat().st_size / 1000:.0f} kB, {about['versions']}")


if __name__ == "__main__":
    main()

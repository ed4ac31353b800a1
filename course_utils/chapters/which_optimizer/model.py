"""All six rules from one start, from numbers to arrays."""

from course_utils.descent import descend
from course_utils.optimizers import ADAPTIVE, RULES
from course_utils.surfaces import beale, himmelblau, ravine, rosenbrock, saddle

SURFACES = {
    "saddle": saddle(),
    "ravine": ravine(),
    "Rosenbrock": rosenbrock(),
    "Beale": beale(),
    "Himmelblau": himmelblau(),
}


def run(surface, lr, adaptive_lr, x, y, steps):
    """All six rules from one start on one of the `SURFACES`.

    lr: η of SGD, momentum and NAG.
    adaptive_lr: η of AdaGrad, RMSProp and Adam.
    Returns {rule name: {"path": (2, steps + 1), "loss": (steps + 1,)}}.
    """
    surface, runs = SURFACES[surface], {}
    for rule in RULES:
        w = descend(rule, surface, steps, start=[x, y], lr=adaptive_lr if rule in ADAPTIVE else lr)
        runs[rule.__name__] = {"path": w.W, "loss": w.loss}
    return runs

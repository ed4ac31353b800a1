"""Momentum and NAG side by side, from numbers to arrays."""

from course_utils.descent import descend
from course_utils.optimizers import momentum, nag


def run(surface, lr, alpha, x, y, steps):
    """Momentum and NAG from one start.

    Returns a dict with the surface and, for each rule by its name, a dict with
    path, v: (2, steps + 1). loss: (steps + 1,).
    coast: αv, the arrow from W at every step, (2, steps + 1).
    pull: −ηg, the arrow from its tip, with g asked for at W by momentum and at W + αv by NAG: the next point
        is W + αv − ηg.
    """
    both = {"surface": surface}
    for rule in (momentum, nag):
        w = descend(rule, surface, steps, start=[x, y], lr=lr, alpha=alpha)
        coast = alpha * w.v
        asked = w.W + coast if rule is nag else w.W
        both[rule.__name__] = {
            "path": w.W,
            "v": w.v,
            "loss": w.loss,
            "coast": coast,
            "pull": -lr * surface.grad(asked),
        }
    return both

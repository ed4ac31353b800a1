"""Momentum and NAG side by side, from numbers to arrays."""

from course_utils.descent import descend
from course_utils.optimizers import momentum, nag


def run(surface, lr, alpha, x, y, steps):
    """Momentum and NAG from one start, and the two arrows of every step: {rule name: …}.

    For each rule `path`, `v`, and `loss`; `coast` = αv, from W; `pull` = −ηg, asked for at W by momentum and
    at W + αv by NAG: the next point is W + αv − ηg. All but the loss are (2, steps + 1).
    """
    both = {}
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

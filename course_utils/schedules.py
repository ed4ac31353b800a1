"""Learning rates that change on the way: functions of the step t = 0, 1, …, as `descend` takes them.

    descend(adam, valley, 240, lr=linear(0.1, steps=240, warmup=24))

The rate at t is that of the step from state t to state t + 1. With an array of peaks, one per run, a
schedule returns one rate per run; asked for an array of steps it returns all their rates, steps last.
"""

import numpy as np

from course_utils.arguments import ALLOWED, reals, whole


def constant(lr):
    """η_t = η, as if the number were given itself.

    lr: η, finite and > 0, a number or one per run; ValueError otherwise.
    """
    return _schedule(lr, lambda t: np.ones(np.shape(t)))


def linear(lr, steps, warmup=0):
    """Up to the peak in a straight line, and down to 0 in another: with T steps, K of them warm-up,

        η_t = η · min((t + 1) / (K + 1), (T − t) / (T − K)),   and 0 from t = T on.

    The lines leave 0 at t = −1 and reach 0 at t = T, so no step of the run is made with rate 0:
    t = 0 has η / (K + 1), which is η itself without warm-up; t = K alone has the peak η; the last step,
    t = T − 1, has η / (T − K). From t = T on the rate is 0, which `descend` refuses: a run may not be
    longer than its schedule.

    lr: the peak η, finite and > 0, a number or one per run. steps: T, a whole number ≥ 1.
    warmup: K, a whole number from 0 to T − 1. TypeError or ValueError otherwise.
    Source: without warm-up Defazio, Cutkosky, Mehta and Mishchenko, "Optimal linear decay learning rate
    schedules and further refinements", 2023; with it Devlin et al., "BERT", 2019. Elsewhere: PyTorch's
    LinearLR(start_factor=1/(K + 1), total_iters=K), then LinearLR(1, end_factor=0, total_iters=T − K);
    get_linear_schedule_with_warmup(K + 1, T + 1) of transformers, one step later.
    """
    steps, warmup = whole("steps", steps, 1), whole("warmup", warmup, 0)
    if warmup >= steps:
        raise ValueError(f"warmup must be < steps = {steps}, so that there is a peak, not {warmup}")

    def share(t):
        t = np.asarray(t)
        return np.maximum(np.minimum((t + 1) / (warmup + 1), (steps - t) / (steps - warmup)), 0)

    return _schedule(lr, share)


def _schedule(lr, share):
    """The function t → η · share(t), η checked."""
    lr = reals("lr", lr, *ALLOWED["lr"])
    return lambda t: np.multiply.outer(lr, share(t))

"""Two measurements on data: how far off a batch is, and how many samples a batch size needs."""

import numpy as np

from course_utils.descent import descend, steps_until
from course_utils.gradients import minibatches
from course_utils.optimizers import sgd

LOOKS = 25


def batch_errors(gradients, sizes, replace, rng, batches=400):
    """Mean of |g_B − g|² over so many random batches of each size: shape (len(sizes),).

    gradients: (d, n), one column a sample; g is their mean.
    sizes: batch sizes B, from 1 to n.
    replace: whether a sample may come twice in a batch.
    rng: the numpy.random.Generator that draws.
    """
    off, n = gradients - gradients.mean(axis=1, keepdims=True), gradients.shape[1]
    errors = []
    for B in sizes:
        drawn = [np.bincount(rng.choice(n, B, replace), minlength=n) for _ in range(batches)]
        errors.append(np.mean(np.sum((off @ np.transpose(drawn) / B) ** 2, axis=0)))
    return np.array(errors)


def samples_needed(net, data, B, rates, budget, seeds=5, loss=0.2):
    """Sample gradients that SGD needs until the loss on all data is below `loss`: the median over the seeds.

    net: a `Network`.
    data: (X, y).
    B: batch size.
    rates: learning rates η; each seed has a start of its own, each run batches of its own.
    budget: sample gradients after which a run ends. The loss is looked at after each 25th part of them.

    Returns one number a rate, inf where more than half of the seeds do not get there.
    """
    rng, every = np.random.default_rng(8), budget // B // LOOKS
    starts = np.repeat(net.start(rng, seeds), len(rates), axis=1)
    w = descend(
        sgd,
        minibatches(net.grad, data, B, rng, runs=seeds * len(rates)),
        LOOKS * every,
        start=starts,
        loss=lambda W: net.loss(W, *data),
        keep="loss",
        every=every,
        lr=np.tile(rates, seeds),
    )
    needed = B * every * steps_until(w.loss < loss)
    return np.median(needed.reshape(seeds, -1), axis=0)

"""Fair comparisons: hyperparameters are chosen on some seeds and judged on others, and a tie is called a tie.

    def trial(rule):
        def run(seed, lr):                      # all that is random comes from the seed; a loss per rate
            rng = np.random.default_rng(seed)
            start, batches = net.start(rng), minibatches(net.grad, train, 50, rng)
            w = descend(rule, batches, 240, start=start, runs=len(lr), lr=lr, loss=full, every=240)
            return w.loss[:, -1]
        return run

    best = {rule: search(trial(rule), range(10), lr=rates) for rule in RULES}
    fresh = judge(best, range(10, 30))          # 20 losses of each rule, at its own best rate
    verdict(fresh[adam], fresh[nag])            # 1: Adam is better, −1: NAG is, 0: a tie

A run that diverged has the loss inf: it loses against every finite one.
"""

from dataclasses import dataclass
from itertools import product
from math import comb

import numpy as np


@dataclass(frozen=True, eq=False)
class Search:
    """What `search` found.

    run, seeds: what was run, on which seeds.
    values: {name: the values tried}, as they were given.
    losses: (seeds, values), for several names (seeds, values of the first, values of the second, …); inf for
        a run that diverged.
    scores: what was compared, the losses without their first axis.
    best: {name: the best value}, a number each.
    """

    run: object
    seeds: tuple
    values: dict
    losses: np.ndarray
    scores: np.ndarray
    best: dict

    @property
    def at_edge(self):
        """Whether a best value is the first or last of several: then a better one may lie outside."""
        place = np.unravel_index(self.scores.argmin(), self.scores.shape)
        return any(n > 1 and k in (0, n - 1) for k, n in zip(place, self.scores.shape, strict=True))

    def __repr__(self):
        best = ", ".join(f"{name} = {value:.3g}" for name, value in self.best.items())
        edge = ", at the edge of what was tried" * self.at_edge
        return f"<{best}: {self.scores.min():.3g} over {len(self.seeds)} seeds{edge}>"


def search(run, seeds, by=np.median, **values):
    """Try all values on all seeds and take the best: a `Search`.

    run: `run(seed, **hyper)`, the final losses of that seed, one for each value: every hyperparameter comes
        as an array of shape (n,), all combinations side by side, and n losses go back, as `descend` gives
        them for runs=n. (A function of single numbers: `np.vectorize(run)`.) It may return a tuple whose
        first entry is the losses; the others, test accuracies say, are for the eyes of `judge`.
    seeds: whole numbers, all different. A run takes its start, its order of batches and its noise from
        `default_rng(seed)` alone, so that all values and all contestants meet the same.
    by: what is compared, a function with an axis, such as np.mean. A mean is inf as soon as one seed
        diverges; a median does not see it before half of them do.
    values: the values to try, by name: `lr=rates`, or `lr=rates, alpha=(0.8, 0.9)` for every combination.

    Of equals the first is the best. ValueError for equal seeds, for no values, and for another number of
    losses than of values.
    """
    seeds = _seeds(seeds)
    values = {name: np.atleast_1d(tried) for name, tried in values.items()}
    if not values or not all(tried.size for tried in values.values()):
        raise ValueError("values must be given by name, such as lr=[0.01, 0.1]; there is nothing to try")
    shape = [len(tried) for tried in values.values()]
    grid = dict(zip(values, np.array(list(product(*values.values()))).T, strict=True))
    losses, _ = _outcomes(run, seeds, grid)
    scores = _lost(by(losses, axis=0))
    best = {name: tried[scores.argmin()].item() for name, tried in grid.items()}
    return Search(run, seeds, values, losses.reshape(-1, *shape), scores.reshape(shape), best)


def judge(searches, seeds):
    """Each contestant at its own best values, on seeds that none of them was tuned on.

    searches: {contestant: its `Search`}.
    seeds: whole numbers, all different. ValueError where one of them was searched: a choice flatters itself
        on the seeds that it was made on.

    Returns {contestant: losses of shape (seeds,)}; where `run` returns a tuple, the tuple of all its entries,
    seeds first.
    """
    seeds = _seeds(seeds)
    for contestant, found in searches.items():
        if seen := sorted({*seeds} & {*found.seeds}):
            name = getattr(contestant, "__name__", contestant)
            raise ValueError(f"seeds must be others than those of the search, but {name} was tuned on {seen}")
    judged = {}
    for contestant, found in searches.items():
        hyper = {name: np.array([value]) for name, value in found.best.items()}
        losses, others = _outcomes(found.run, seeds, hyper)
        judged[contestant] = (losses[:, 0], *(entry[:, 0] for entry in others)) if others else losses[:, 0]
    return judged


def verdict(a, b, level=0.01):
    """1 where a is better, −1 where b is, 0 for a tie: the sign test on losses of the same seeds.

    a, b: losses of shape (seeds,), a[k] and b[k] of the same seed.
    Better is who is lower on at least `wins_needed(seeds, level)` seeds. A seed on which both are equal, or
    on which both diverged, counts for nobody. The size of a difference plays no part, so no single seed
    decides. (A tie is no proof that both are equally good: few seeds see large differences only.)
    """
    a, b = _lost(a), _lost(b)
    if a.ndim != 1 or a.shape != b.shape:
        raise ValueError(f"a and b must be losses of the same seeds, not of shapes {a.shape} and {b.shape}")
    needed = wins_needed(len(a), level)
    return int(np.sum(a < b) >= needed) - int(np.sum(b < a) >= needed)


def wins_needed(seeds, level=0.01):
    """The smallest k with `chance(k, seeds)` ≤ level: 17 of 20, 23 of 30; seeds + 1 where there is none."""
    return next(k for k in range(seeds // 2 + 1, seeds + 2) if chance(k, seeds) <= level)


def chance(wins, seeds):
    """How often fair coins call somebody better: the probability of at least `wins` heads or as many tails
    among so many, 2 Σ_(i ≥ wins) C(seeds, i) / 2^seeds, for more wins than half; 0.0026 for 17 of 20.
    """
    return 2 * sum(comb(seeds, i) for i in range(wins, seeds + 1)) / 2**seeds


def _outcomes(run, seeds, hyper):
    """The losses, (seeds, n), and the list of the other outcomes, seeds first."""
    n = len(next(iter(hyper.values())))
    outcomes = [run(seed, **hyper) for seed in seeds]
    outcomes = [entry if isinstance(entry, tuple) else (entry,) for entry in outcomes]
    losses, *others = (np.array(entries) for entries in zip(*outcomes, strict=True))
    if losses.shape != (len(seeds), n):
        raise ValueError(
            f"run must return one loss for each value, shape ({n},), but returned shape {losses.shape[1:]}"
        )
    return _lost(losses), others


def _lost(losses):
    """nan is inf: a run that diverged."""
    losses = np.asarray(losses, dtype=float)
    return np.where(np.isnan(losses), np.inf, losses)


def _seeds(seeds):
    seeds = tuple(seeds)
    if not seeds or len({*seeds}) < len(seeds):
        raise ValueError(f"seeds must be whole numbers, all different, not {seeds}")
    return seeds

"""What the explorers show, as plain functions from numbers to arrays: the models.

Each returns a dict of arrays by name. The first axis of a path is the coordinates, the last one the steps,
the start included: a path is (2, steps + 1), what is measured along it (steps + 1,). Nothing here draws.
A run that leaves the finite numbers goes on as inf and nan, without a warning.
"""

from functools import lru_cache
from itertools import islice

import numpy as np

from course_utils.descent import iterates
from course_utils.optimizers import RULES, adagrad, adam, momentum, nag, rmsprop, sgd
from course_utils.surfaces import beale, himmelblau, quadratic, ravine, rosenbrock, saddle

SURFACES = {
    "saddle": saddle(),
    "ravine": ravine(),
    "Rosenbrock": rosenbrock(),
    "Beale": beale(),
    "Himmelblau": himmelblau(),
}


def walk(rule, grad, start, steps, **hyper):
    """A run and what the rule remembers: [path, *memory], each of shape (d, ..., steps + 1); t: (steps + 1,).

    Before the first step the memory holds the defaults of the rule's signature.
    """
    states = list(islice(iterates(rule, grad, start, **hyper), steps + 1))
    return [np.stack(np.broadcast_arrays(*part), axis=-1, dtype=float) for part in zip(*states, strict=True)]


def lengths(path):
    """The length of every step: (steps + 1,), nan at the start."""
    return np.concatenate([[np.nan], _norm(np.diff(path, axis=1))])


def gradient_descent_run(lr, kappa, angle, x, y, steps):
    """Gradient descent on a quadratic. `factors`: |1 − ηλ| for the smallest and the largest λ."""
    surface = quadratic(kappa=kappa, angle=angle)
    factors = np.abs(1 - lr * np.array([1.0, kappa]))
    return single_run(surface, sgd, lr, x, y, steps) | {"surface": surface, "factors": factors}


def sgd_run(problem, batch_size, lr, x, y, steps, runs=20):
    """SGD with batches drawn anew at every step, each without replacement, and gradient descent beside it.

    problem: (surface, gradient of a batch, data), where grad(W, *data) is the gradient of the surface.
    `path`: the first of `runs` runs; `exact`: gradient descent; `excess`, `exact_excess`, `mean_excess`: loss
    above the minimum, the last one over all runs. `noise`: |g_B − g| at each point of the path; `expected`:
    its root mean square √(s²/B · (1 − B/n)). `floor`: the mean excess at which a constant η settles on a
    quadratic whose noise is that of the minimum, ½ Σ η c/(2 − ηλ) with c the noise along each eigenvector.
    """
    surface, grad, data = problem
    n, start = len(data[0]), np.array([x, y], dtype=float)
    rows = iter(_draws(n, batch_size, steps, runs))

    def batch_grad(W):
        batch = next(rows)
        return grad(W, *(part[batch] for part in data))

    (paths,) = walk(sgd, batch_grad, np.repeat(start[:, None], runs, axis=1), steps, lr=lr)
    (exact,) = walk(sgd, surface.grad, start, steps, lr=lr)
    path, lowest = paths[:, 0], surface.loss(surface.minimum)
    with np.errstate(all="ignore"):
        noise = _norm(np.diff(path, axis=1) / -lr - surface.grad(path[:, :-1]))
        share = (1 - batch_size / n) / batch_size
        expected = np.sqrt(share * each_gradient(problem, path).var(axis=-1, ddof=1).sum(axis=0))
        curvature, Q = np.linalg.eigh(surface.grad(np.eye(2)) - surface.grad(np.zeros((2, 2))))
        c = share * np.diag(Q.T @ np.cov(each_gradient(problem, surface.minimum)) @ Q)
        floor = 0.5 * np.sum(lr * c / (2 - lr * curvature)) if lr * curvature[-1] < 2 else np.inf
        return {
            "path": path,
            "exact": exact,
            "excess": surface.loss(path) - lowest,
            "mean_excess": (surface.loss(paths) - lowest).mean(axis=0),
            "exact_excess": surface.loss(exact) - lowest,
            "noise": np.append(noise, np.nan),
            "expected": expected,
            "floor": floor,
        }


def sgd_cloud(problem, batch_size, lr, W, draws=150):
    """Where that many random batches would lead from W: (2, draws)."""
    _, grad, data = problem
    rows = _draws(len(data[0]), batch_size, 1, draws)[0]
    starts = np.repeat(np.asarray(W, dtype=float)[:, None], draws, axis=1)
    with np.errstate(all="ignore"):
        return starts - lr * grad(starts, *(part[rows] for part in data))


def each_gradient(problem, W):
    """The gradient of every sample alone: shape (*W.shape, samples)."""
    _, grad, data = problem
    n = len(data[0])
    W = np.asarray(W, dtype=float)
    points = np.repeat(W.reshape(len(W), -1), n, axis=1)
    rows = np.tile(np.arange(n), points.shape[1] // n)[:, None]
    with np.errstate(all="ignore"):
        return grad(points, *(part[rows] for part in data)).reshape(*W.shape, n)


@lru_cache(maxsize=4)
def _draws(n, batch_size, steps, runs):
    """Batches of different samples for every step and run: (steps, runs, batch_size)."""
    rng = np.random.default_rng(0)
    order = np.tile(np.arange(n), (steps * runs, 1))
    return rng.permuted(order, axis=1)[:, :batch_size].reshape(steps, runs, batch_size)


def momentum_run(rate, alpha, kappa, x, y, steps):
    """Momentum on ½(x² + κy²), with η = rate/κ: `rate` is ηλ along the steep axis y.

    `v` (2, steps + 1): the velocity. `roots`: the larger modulus of the two roots of
    z² − (1 + α − ηλ) z + α, for the flat and the steep axis.
    """
    surface = quadratic(kappa=kappa)
    path, v = walk(momentum, surface.grad, [x, y], steps, lr=rate / kappa, alpha=alpha)
    roots = [np.abs(np.roots([1, r - 1 - alpha, alpha])).max() for r in (rate / kappa, rate)]
    return {"surface": surface, "path": path, "v": v, "loss": surface.loss(path), "roots": np.array(roots)}


def nag_run(surface, lr, alpha, x, y, steps):
    """Momentum and NAG from one start, and the two arrows of every step.

    For each rule `path`, `v`, `loss`; `coast` = αv, from W; `pull` = −ηg, asked for at W by momentum and
    at W + αv by NAG: the next point is W + αv − ηg.
    """
    run = {}
    for rule in (momentum, nag):
        path, v = walk(rule, surface.grad, [x, y], steps, lr=lr, alpha=alpha)
        asked = path + alpha * v if rule is nag else path
        parts = {"path": path, "v": v, "loss": surface.loss(path), "coast": alpha * v}
        run[rule.__name__] = parts | {"pull": -lr * surface.grad(asked)}
    return run


def adagrad_run(lr, kappa, angle, x, y, steps):
    """AdaGrad on a turned quadratic. `h` and `rate` = η/√h per coordinate, nan before the first step."""
    surface = quadratic(kappa=kappa, angle=angle)
    path, h = walk(adagrad, surface.grad, [x, y], steps, lr=lr)
    return {"surface": surface, "path": path, "h": h, "loss": surface.loss(path), "rate": _rate(lr, h)}


def rmsprop_run(lr, gamma, period, noise, swap, x, y, steps):
    """RMSProp, and AdaGrad at the same η, behind a target on a circle of radius 1, curvatures 1 and 100.

    period: steps in which the target goes round. noise: standard deviation of its seen position.
    swap: whether the curvatures change places at step 150.
    `target`, and for each rule `path`, `gap` (distance to the target) and `rate` = η/√h.
    """
    angle = 2 * np.pi * np.arange(steps + 1) / period
    target = np.stack([np.cos(angle), np.sin(angle)])
    seen = target + noise * np.random.default_rng(0).standard_normal(target.shape)
    curvature = np.where(swap & (np.arange(steps + 1) >= 150), [[100.0], [1.0]], [[1.0], [100.0]])
    run = {"target": target}
    for rule, hyper in ((rmsprop, {"gamma": gamma}), (adagrad, {})):
        grad = _moving(curvature, seen)
        path, h = walk(rule, grad, [x, y], steps, lr=lr, **hyper)
        run[rule.__name__] = {"path": path, "gap": _norm(path - target), "rate": _rate(lr, h)}
    return run


def _moving(curvature, seen):
    """The gradient curvature · (W − seen), whose columns go on by one at every call."""
    columns = zip(curvature.T, seen.T, strict=True)

    def grad(W):
        k, z = next(columns)
        return k * (W - z)

    return grad


def half_life(gamma):
    """Steps after which a square has lost half its weight: ln ½ / ln γ, 0 for γ = 0."""
    return np.log(0.5) / np.log(gamma) if gamma > 0 else 0.0


def adam_uncorrected(grad, W, m=0.0, v=0.0, t=np.inf, **hyper):
    """Adam without its bias correction: after infinitely many steps βᵗ is 0."""
    return adam(grad, W, m, v, t, **hyper)


def adam_run(surface, lr, beta1, beta2, eps, corrected, x, y, steps):
    """Adam, with or without the correction. `step` (2, steps + 1): the step of each coordinate over η."""
    hyper = {"beta1": beta1, "beta2": beta2, "eps": eps}
    rule = adam if corrected else adam_uncorrected
    path, m, v, _ = walk(rule, surface.grad, [x, y], steps, lr=lr, **hyper)
    step = np.diff(path, axis=1, prepend=np.nan) / lr
    return {"path": path, "m": m, "v": v, "loss": surface.loss(path), "step": step}


def step_curve(beta1, beta2, eps, corrected, steps=1000):
    """|step|/η of Adam for a constant gradient 1, at steps 1 to `steps`: shape (steps,)."""
    t = np.arange(1, steps + 1)
    m, v = 1 - beta1**t, 1 - beta2**t
    return 1 / (1 + eps) * np.ones(steps) if corrected else m / (np.sqrt(v) + eps)


def race_run(surface, lr, adaptive_lr, x, y, steps):
    """All six rules from one start: {rule name: `path`, `loss`, `length`}.

    lr: η of SGD, momentum and NAG; adaptive_lr: η of AdaGrad, RMSProp and Adam.
    """
    surface, run = SURFACES[surface], {}
    for rule in RULES:
        adaptive = rule in (adagrad, rmsprop, adam)
        run[rule.__name__] = single_run(surface, rule, adaptive_lr if adaptive else lr, x, y, steps)
    return run


def single_run(surface, rule, lr, x, y, steps):
    """One run of any rule: `path`, `loss`, `length`."""
    path, *_ = walk(rule, surface.grad, [x, y], steps, lr=lr)
    return {"path": path, "loss": surface.loss(path), "length": lengths(path)}


# on Himmelblau's function, the largest η up to which runs that have settled stay; found by the tests
STAYS_UP_TO = {sgd: 0.0165, momentum: 0.021, nag: 0.012, adagrad: 3.1, rmsprop: 0.87, adam: 3.1}


def basins(surface, rule, lr, side=200, steps=200, low=7.0, **hyper):
    """Which minimum each start of a side × side grid over the window has reached after `steps` steps.

    Returns the column of `surface.minima` that lies within 1, or −1 where there is none: shape (side, side),
    y along the first axis. All starts are one batch, and every ten steps the runs that have settled leave it:
    loss and kinetic energy together are below `low`. `low` must lie below the lowest saddle, and all that is
    lower must lie within 1 of a minimum (Himmelblau: up to 7.5). Up to the η of `STAYS_UP_TO` the labels are
    those of full runs. Beyond it runs leave a minimum again: then only low=-np.inf, which waits for all, is
    exact.
    """
    (x0, x1), (y0, y1) = surface.window
    W = np.stack(np.meshgrid(np.linspace(x0, x1, side), np.linspace(y0, y1, side))).reshape(2, -1)
    ends, runs, state = W.copy(), np.arange(side * side), (W,)
    np.empty(2**21)  # 16 MB, freed at once: glibc then keeps what we free, instead of new pages at every step
    with np.errstate(all="ignore"):
        for k in range(1, steps + 1):
            before = state[0]
            state = rule(surface.grad, *state, lr=lr, **hyper)
            if k % 10 and k < steps:
                continue
            W, *memory = state
            kinetic = _kinetic(rule, W - before, *memory, lr=lr, **hyper)
            goes_on = (surface.loss(W) + kinetic >= low) & (k < steps)  # false for nan: it has left for good
            if k < steps and goes_on.mean() > 0.75:
                continue  # not worth the copying
            left, kept = np.flatnonzero(~goes_on), np.flatnonzero(goes_on)
            ends[:, runs[left]] = W[:, left]
            runs, state = runs[kept], tuple(part[:, kept] if np.ndim(part) else part for part in state)
            if not len(runs):
                break
    return nearest_minimum(surface, ends).reshape(side, side)


def _kinetic(rule, step, *memory, lr, **hyper):
    """How far up the velocity may still carry a run: Σ β/(2r) v² over the coordinates.

    v is the last step and r the rate of the gradient in it: η for momentum and NAG. In Adam
    v = −r m/(1 − β₁), so v²/r = −v m/(1 − β₁). With small steps and a constant r, loss plus this only falls.
    """
    hyper = (rule.__kwdefaults__ or {}) | hyper
    if "alpha" in hyper:
        return hyper["alpha"] / (2 * lr) * np.sum(step**2, axis=0)
    if "beta1" in hyper:
        return hyper["beta1"] / (2 * (1 - hyper["beta1"])) * np.sum(-step * memory[0], axis=0)
    return 0.0


def nearest_minimum(surface, W, within=1.0):
    """The column of `surface.minima` within that distance of each column of W, (d, n); −1 where none is."""
    with np.errstate(all="ignore"):
        squared = np.stack([np.sum((W - point[:, None]) ** 2, axis=0) for point in surface.minima.T])
        return np.where(squared.min(axis=0) < within**2, squared.argmin(axis=0), -1)  # nan is not below


def _norm(vectors):
    with np.errstate(all="ignore"):
        return np.sqrt(np.sum(vectors**2, axis=0))


def _rate(lr, h):
    with np.errstate(all="ignore"):
        return np.where(h > 0, lr / np.sqrt(h), np.nan)

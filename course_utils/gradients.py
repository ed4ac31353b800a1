"""Gradients that are approximate: by differences, with noise added, or from a mini-batch; and given ones.

`noisy`, `minibatches` and `feed` return a gradient *function*, so any rule can be run on it. Randomness
comes from the `numpy.random.Generator` that they are given and from nowhere else.
"""

import numpy as np

from course_utils.arguments import real, reals


def best_step(value=1.0, third=1.0):
    """The h at which a central difference is most exact: h = (3u |L| / |L‴|)^(1/3), u = 2.2e-16.

    It minimises the bound u|L|/h + h²|L‴|/6: rounding of the loss plus the first neglected Taylor term.
    value, third: sizes of the loss and of its third derivative, both finite and > 0; at 1 and 1, h = 8.7e-6.
    """
    for name, number in (("value", value), ("third", third)):
        real(name, number, "finite and > 0", lambda x: x > 0)
    return (3 * np.finfo(float).eps * value / third) ** (1 / 3)


def central_difference(loss, W, h=None):
    """The gradient of `loss` at W by (L(W + h eᵢ) − L(W − h eᵢ)) / 2h, one coordinate i at a time.

    W: shape (d,) or (d, runs); loss(W) drops the first axis. h: step > 0, by default `best_step()`.
    Error: about u|L|/h from rounding plus h²|L‴|/6 from the third derivative.
    """
    W = np.array(W, dtype=float)
    h = best_step() if h is None else real("h", h, "finite and > 0", lambda h: h > 0)
    g = np.empty_like(W)
    for i in range(len(W)):
        right, left = W.copy(), W.copy()
        right[i] += h
        left[i] -= h
        g[i] = (loss(right) - loss(left)) / (2 * h)
    return g


def noisy(grad, sigma, rng):
    """A gradient function with noise: g(W) + σ ξ, ξ standard normal and new at every call.

    sigma: standard deviation σ ≥ 0 of each coordinate, a number or an array that broadcasts to W.
    rng: the numpy.random.Generator that draws ξ.
    """
    sigma = reals("sigma", sigma, "finite and ≥ 0", lambda s: s >= 0)
    _must_be_generator(rng)
    return lambda W: grad(W) + sigma * rng.standard_normal(np.shape(W))


def minibatches(grad, data, batch_size, rng, replace=False, runs=None):
    """A gradient function that takes the next mini-batch at every call: grad(W, *batch).

        descend(sgd, minibatches(net.grad, (X, y), 50, rng, runs=80), 240, start=net.start(rng, 80))

    data: a tuple of arrays with one row per sample, such as (X, y).
    batch_size: B, from 1 to n.
    rng: the numpy.random.Generator that draws the batches.
    replace: False walks through the data in a new random order every epoch (the last batch of an epoch
        is smaller if B does not divide n); True draws each sample of each batch independently.
    runs: None for one batch, which all runs share; a number gives each run an order of its own, and `grad`
        gets arrays of shape (runs, B, ...), as `Network` takes them.
    """
    _must_be_generator(rng)
    if not isinstance(data, tuple | list):
        raise TypeError(f"data must be a tuple of arrays such as (X, y), not {type(data).__name__}")
    n = len(data[0])
    if any(len(a) != n for a in data):
        raise ValueError(f"data must have as many rows in each array, not {[len(a) for a in data]}")
    if batch_size not in range(1, n + 1):
        raise ValueError(f"batch_size must be a whole number from 1 to {n}, not {batch_size}")
    if runs is not None and (not isinstance(runs, int | np.integer) or runs < 1):
        raise ValueError(f"runs must be None or a whole number ≥ 1, not {runs}")
    batches = _batches(n, int(batch_size), rng, replace, runs)

    def minibatch_grad(W):
        if runs is not None and np.shape(W)[1:] != (runs,):
            raise ValueError(f"W must have shape (d, {runs}), as runs says, not {np.shape(W)}")
        rows = next(batches)
        return grad(W, *(a[rows] for a in data))

    return minibatch_grad


def feed(rows):
    """A gradient function that answers with the given gradients in turn, whatever W is.

        descend(momentum, feed(g), steps=20, start=0.0, lr=0.1, alpha=0.9)

    rows: one gradient per call along the first axis: (calls,) for numbers, (calls, d) for W of shape (d,).
        Where W has more axes than a row, such as one for runs, the row is the same along them.

    Errors: ValueError where a row does not broadcast to the shape of W, and at the first call after the
    last row. A function is used up by one run; make a new one for the next.
    """
    rows = np.array(rows)
    if rows.ndim == 0 or rows.dtype.kind not in "buif":
        raise TypeError(f"rows must be an array of real numbers, one gradient a row, not {rows!r}")
    rows = rows.astype(float)
    calls = iter(range(len(rows)))

    def next_row(W):
        k = next(calls, None)
        if k is None:
            raise ValueError(f"feed was given {len(rows)} gradients and is asked for one more")
        row = rows[k]
        try:
            return np.full(np.shape(W), row.reshape(row.shape + (1,) * (np.ndim(W) - row.ndim)))
        except ValueError:
            raise ValueError(
                f"rows of shape {row.shape} do not broadcast to W of shape {np.shape(W)}"
            ) from None

    return next_row


def _batches(n, batch_size, rng, replace, runs):
    while True:
        if replace:
            yield rng.integers(n, size=batch_size if runs is None else (runs, batch_size))
        else:
            order = rng.permutation(n)
            if runs is not None:
                order = rng.permuted(np.tile(order, (runs, 1)), axis=1)
            for k in range(0, n, batch_size):
                yield order[..., k : k + batch_size]


def _must_be_generator(rng):
    if not isinstance(rng, np.random.Generator):
        raise TypeError(f"rng must be a numpy.random.Generator, as default_rng(0) makes, not {rng!r}")

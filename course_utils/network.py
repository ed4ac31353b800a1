"""A classifier whose weights are one flat vector, so that any rule of the course can train it.

`softmax_regression()` has no hidden layer, `small_network()` has one with ReLU. The loss is the mean
cross-entropy of the softmax. Its gradient is back-propagation, written out.
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np


@dataclass(frozen=True)
class Network:
    """Layers of `sizes` units, ReLU between them, softmax at the end.

    W: (n,), or (n, runs) for many networks at once, n = `weights`.
    X: (samples, sizes[0]); (runs, samples, sizes[0]) where each run has samples of its own.
    y: (samples,) or (runs, samples), whole numbers from 0 to sizes[-1] − 1, the classes.

    Errors: ValueError for what does not fit, TypeError for classes that are no whole numbers.
    """

    sizes: tuple[int, ...]

    def __post_init__(self):
        if len(self.sizes) < 2 or any(not isinstance(s, int | np.integer) or s < 1 for s in self.sizes):
            raise ValueError(f"sizes must be two or more whole numbers ≥ 1, not {self.sizes}")

    @cached_property
    def weights(self):
        """The number n of weights, biases included."""
        return sum((a + 1) * b for a, b in pairwise(self.sizes))

    def start(self, rng, runs=None):
        """Random weights of variance 2/inputs (He et al. 2015), biases 0: shape (n,) or (n, runs)."""
        shape = () if runs is None else (runs,)
        layers = []
        for a, b in pairwise(self.sizes):
            layers.append(rng.standard_normal((a * b, *shape)) * np.sqrt(2 / a))
            layers.append(np.zeros((b, *shape)))
        return np.concatenate(layers)

    def loss(self, W, X, y):
        """Mean cross-entropy −log p(y | X): a number, or one per run."""
        layers, X, y = self._layers(W), *self._samples(X, y)
        self._must_be_classes(y)
        scores = self._shifted(self._forward(layers, X)[-1])
        log_p = scores - np.log(np.exp(scores).sum(axis=-1, keepdims=True))
        column = np.broadcast_to(y[..., None], (*log_p.shape[:-1], 1))
        return -np.take_along_axis(log_p, column, axis=-1).mean(axis=(-2, -1))

    def grad(self, W, X, y):
        """The gradient of `loss`, of the shape of W."""
        layers, X, y = self._layers(W), *self._samples(X, y)
        *activations, scores = self._forward(layers, X)
        p = np.exp(self._shifted(scores))
        p /= p.sum(axis=-1, keepdims=True)  # the softmax
        target = np.arange(self.sizes[-1]) == y[..., None]
        if np.count_nonzero(target) != y.size:  # a row without its class
            self._must_be_classes(y)
        delta = (p - target) / p.shape[-2]  # the derivative with respect to the scores
        parts = []
        for k in reversed(range(len(layers))):
            a = activations[k]
            dV = a.swapaxes(-1, -2) @ delta
            parts += [delta.sum(axis=-2), dV.reshape(*dV.shape[:-2], -1)]
            if k > 0:  # back through V and the ReLU before it, open where a > 0
                delta = (delta @ layers[k][0].swapaxes(-1, -2)) * (a > 0)
        return np.concatenate(parts[::-1], axis=-1).T

    def accuracy(self, W, X, y):
        """The share of samples whose highest score is that of their class: a number, or one per run."""
        layers, X, y = self._layers(W), *self._samples(X, y)
        self._must_be_classes(y)
        return (self._forward(layers, X)[-1].argmax(axis=-1) == y).mean(axis=-1)

    def _samples(self, X, y):
        """X and y as arrays that fit the network and each other."""
        X, y = np.asarray(X), np.asarray(y)
        if X.ndim < 2 or X.shape[-1] != self.sizes[0]:
            raise ValueError(f"X must have shape (samples, {self.sizes[0]}), not {X.shape}")
        if y.ndim == 0 or y.shape[-1] != X.shape[-2]:
            raise ValueError(f"y must hold one class per sample, {X.shape[-2]} of them, not shape {y.shape}")
        if y.dtype.kind not in "iu":
            raise TypeError(f"y must hold whole numbers, not {y.dtype}")
        return X, y

    def _must_be_classes(self, y):
        wrong = y[(y < 0) | (y >= self.sizes[-1])]
        if wrong.size:
            raise ValueError(f"y must hold classes from 0 to {self.sizes[-1] - 1}, not {wrong[0]}")

    def _layers(self, W):
        """[(V, b), …]: V of shape (inputs, outputs), b of shape (1, outputs); with runs these come first."""
        if len(W) != self.weights:
            raise ValueError(f"W must have {self.weights} rows, not {len(W)}")
        W = W.T
        layers, k = [], 0
        for a, b in pairwise(self.sizes):
            V, bias = W[..., k : k + a * b], W[..., k + a * b : k + (a + 1) * b]
            layers.append((V.reshape(*V.shape[:-1], a, b), bias[..., None, :]))
            k += (a + 1) * b
        return layers

    @staticmethod
    def _forward(layers, X):
        """The input of every layer, and the scores at the end."""
        activations = [X]
        for V, b in layers:
            scores = activations[-1] @ V + b
            activations.append(np.maximum(scores, 0))
        return [*activations[:-1], scores]  # no ReLU on the scores

    @staticmethod
    def _shifted(scores):
        """Less the largest score: the softmax is the same, and nothing overflows."""
        return scores - scores.max(axis=-1, keepdims=True)


def softmax_regression(inputs=64, classes=10):
    """No hidden layer: a convex loss. 650 weights for the digits."""
    return Network((inputs, classes))


def small_network(inputs=64, hidden=32, classes=10):
    """One hidden layer with ReLU: 2,410 weights for the digits."""
    return Network((inputs, hidden, classes))

"""The six rules of the course, in order of increasing complexity.

A rule is a pure function whose signature lists what it remembers:

    W, *memory = rule(grad, W, *memory, **hyperparameters)

`grad` is the gradient *function*, so that NAG can ask for it somewhere else than at `W`.
The default of a memory argument is its value before the first step: the first call is `rule(grad, W)`.

Shapes: everything is elementwise. `W` is one point `(d,)`, many runs at once `(d, runs)`, or all weights
of a network `(n,)`; the memory has the shape of `W`. A hyperparameter is a number, or an array of shape
`(runs,)` with one value per run. Nothing is changed in place.

Errors: none are raised here, so that a body is its equation and nothing else; the drivers in
`course_utils.descent` check what they are given.
"""

import numpy as np


def sgd(grad, W, *, lr=0.01):
    """Stochastic gradient descent: W ← W − η g.

    lr: learning rate η > 0. It remembers nothing, so its whole state is the one-tuple `(W,)`.
    Source: Robbins and Monro, "A stochastic approximation method", 1951.
    """
    return (W - lr * grad(W),)


def momentum(grad, W, v=0.0, *, lr=0.01, alpha=0.9):
    """Momentum (heavy ball): v ← αv − η g(W);  W ← W + v.

    v: velocity, the step just made. lr: η > 0. alpha: momentum, 0 ≤ α < 1.
    Source: Polyak, "Some methods of speeding up the convergence of iteration methods", 1964;
    in this form Sutskever, Martens, Dahl and Hinton, "On the importance of initialization and momentum
    in deep learning", 2013, equations (1) and (2).
    """
    v = alpha * v - lr * grad(W)
    return W + v, v


def nag(grad, W, v=0.0, *, lr=0.01, alpha=0.9):
    """Nesterov accelerated gradient: v ← αv − η g(W + αv);  W ← W + v.

    v: velocity, the step just made. lr: η > 0. alpha: momentum, 0 ≤ α < 1.
    Source: Nesterov, "A method of solving a convex programming problem with convergence rate O(1/k²)", 1983;
    in this form Sutskever, Martens, Dahl and Hinton, 2013, equations (3) and (4).
    """
    v = alpha * v - lr * grad(W + alpha * v)
    return W + v, v


def adagrad(grad, W, h=0.0, *, lr=0.01, eps=1e-8):
    """AdaGrad: h ← h + g²;  W ← W − η g / (√h + ε).

    h: sum of the squared gradients, per coordinate. lr: η > 0. eps: ε ≥ 0, added outside the root.
    Source: Duchi, Hazan and Singer, "Adaptive subgradient methods for online learning and stochastic
    optimization", JMLR 12, 2011 (the diagonal version).
    """
    g = grad(W)
    h = h + g * g
    return W - lr * g / (np.sqrt(h) + eps), h


def rmsprop(grad, W, h=0.0, *, lr=0.01, gamma=0.9, eps=1e-8):
    """RMSProp: h ← γh + (1 − γ) g²;  W ← W − η g / (√h + ε).

    h: moving average of the squared gradients, per coordinate. lr: η > 0. gamma: decay, 0 ≤ γ < 1,
    the weight of the past. eps: ε ≥ 0, added outside the root.
    Source: Tieleman and Hinton, lecture 6e of "Neural networks for machine learning", 2012 (slides).
    """
    g = grad(W)
    h = gamma * h + (1 - gamma) * g * g
    return W - lr * g / (np.sqrt(h) + eps), h


def adam(grad, W, m=0.0, v=0.0, t=0, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    """Adam: m ← β₁m + (1−β₁)g;  v ← β₂v + (1−β₂)g²;  W ← W − η m̂ / (√v̂ + ε),
    with m̂ = m/(1−β₁ᵗ) and v̂ = v/(1−β₂ᵗ).

    m, v: moving averages of the gradient and of its square. t: number of steps made.
    lr: η > 0. beta1, beta2: decays in [0, 1). eps: ε ≥ 0, added outside the root.
    Source: Kingma and Ba, "Adam: a method for stochastic optimization", ICLR 2015, Algorithm 1.
    """
    t = t + 1
    g = grad(W)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g * g
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return W - lr * m_hat / (np.sqrt(v_hat) + eps), m, v, t


RULES = (sgd, momentum, nag, adagrad, rmsprop, adam)
ADAPTIVE = (adagrad, rmsprop, adam)  # those that divide by √h

# what each is called in words
NAMES = {
    "sgd": "SGD",
    "momentum": "Momentum",
    "nag": "NAG",
    "adagrad": "AdaGrad",
    "rmsprop": "RMSProp",
    "adam": "Adam",
}

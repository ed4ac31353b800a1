"""The usual wrong versions of the six rules, by name.

They have the signature of the rule that they miss, and are compared with a reader's attempt to say which
mistake it holds. `MISTAKES[rule]` lists them; none of them is ever used to train anything.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from course_utils.optimizers import adagrad, adam, momentum, nag, rmsprop, sgd


@dataclass(frozen=True)
class Mistake:
    """name: what was done. remedy: what the equation asks for. equation: the label to read again."""

    name: str
    remedy: str
    equation: str
    rule: Callable


MISTAKES = {rule: [] for rule in (sgd, momentum, nag, adagrad, rmsprop, adam)}


def _mistake(rule, name, remedy, equation):
    def register(wrong):
        MISTAKES[rule].append(Mistake(name, remedy, equation, wrong))
        return wrong

    return register


# ---------------------------------------------------------------------------------------------- SGD


@_mistake(sgd, "the sign of the gradient: this goes uphill", "subtract η g", "1.1")
def sgd_uphill(grad, W, *, lr=0.01):
    return (W + lr * grad(W),)


@_mistake(sgd, "the learning rate is missing", "multiply the gradient by η", "1.1")
def sgd_without_lr(grad, W, *, lr=0.01):
    return (W - grad(W),)


@_mistake(sgd, "this is the step alone, not the new W", "add the step to W", "1.1")
def sgd_step_only(grad, W, *, lr=0.01):
    return (-lr * grad(W),)


@_mistake(sgd, "the gradient is divided by η", "multiply the gradient by η", "1.1")
def sgd_divided(grad, W, *, lr=0.01):
    return (W - grad(W) / lr,)


@_mistake(sgd, "only the sign of the gradient is used", "its size belongs to the step", "1.1")
def sgd_sign(grad, W, *, lr=0.01):
    return (W - lr * np.sign(grad(W)),)


@_mistake(sgd, "the gradient is scaled to length 1", "its length belongs to the step", "1.1")
def sgd_normalised(grad, W, *, lr=0.01):
    g = grad(W)
    return (W - lr * g / np.sqrt(np.sum(g * g, axis=0)),)


@_mistake(sgd, "W itself is shrunk by η", "only the gradient is multiplied by η", "1.1")
def sgd_shrinks(grad, W, *, lr=0.01):
    return (lr * (W - grad(W)),)


# ----------------------------------------------------------------------------------------- Momentum


@_mistake(momentum, "the sign of the gradient: this goes uphill", "subtract η g", "2.4")
def momentum_uphill(grad, W, v=0.0, *, lr=0.01, alpha=0.9):
    v = alpha * v + lr * grad(W)
    return W + v, v


@_mistake(momentum, "the sign of v: the old step is taken back", "α v is added", "2.4")
def momentum_takes_back(grad, W, v=0.0, *, lr=0.01, alpha=0.9):
    v = -alpha * v - lr * grad(W)
    return W + v, v


@_mistake(momentum, "v is subtracted from W", "the step is +v; its sign is in v already", "2.5")
def momentum_minus_v(grad, W, v=0.0, *, lr=0.01, alpha=0.9):
    v = alpha * v - lr * grad(W)
    return W - v, v


@_mistake(
    momentum,
    "v has the opposite sign: W moves as it should, but v is not the step",
    "v ← αv − η g, W ← W + v",
    "2.4",
)
def momentum_opposite_v(grad, W, v=0.0, *, lr=0.01, alpha=0.9):
    v = alpha * v + lr * grad(W)
    return W - v, v


@_mistake(
    momentum,
    "this is a moving average (EMA): the gradient is multiplied by 1 − α",
    "v is a sum, so η g enters whole",
    "2.4",
)
def momentum_ema(grad, W, v=0.0, *, lr=0.01, alpha=0.9):
    v = alpha * v - (1 - alpha) * lr * grad(W)
    return W + v, v


@_mistake(momentum, "α and 1 − α are swapped", "the past is multiplied by α", "2.4")
def momentum_swapped(grad, W, v=0.0, *, lr=0.01, alpha=0.9):
    v = (1 - alpha) * v - lr * grad(W)
    return W + v, v


@_mistake(
    momentum,
    "η stands outside v: the same path only as long as η is constant",
    "η multiplies the gradient inside v",
    "2.4",
)
def momentum_lr_outside(grad, W, v=0.0, *, lr=0.01, alpha=0.9):
    v = alpha * v - grad(W)
    return W + lr * v, v


@_mistake(
    momentum,
    "η stands outside v, which is the sum of the gradients (PyTorch's form)",
    "v is the step itself, with η inside and a minus sign",
    "2.4",
)
def momentum_pytorch(grad, W, v=0.0, *, lr=0.01, alpha=0.9):
    v = alpha * v + grad(W)
    return W - lr * v, v


@_mistake(momentum, "W moves by the old v", "W ← W + v takes the new v", "2.5")
def momentum_old_v(grad, W, v=0.0, *, lr=0.01, alpha=0.9):
    return W + v, alpha * v - lr * grad(W)


@_mistake(momentum, "η multiplies the old v as well", "η belongs to the gradient alone", "2.4")
def momentum_lr_on_both(grad, W, v=0.0, *, lr=0.01, alpha=0.9):
    v = lr * (alpha * v - grad(W))
    return W + v, v


@_mistake(momentum, "α is missing: the old step never fades", "the past is multiplied by α", "2.4")
def momentum_without_alpha(grad, W, v=0.0, *, lr=0.01, alpha=0.9):
    v = v - lr * grad(W)
    return W + v, v


@_mistake(momentum, "this is SGD: v is never used again", "αv carries the last step on", "2.4")
def momentum_forgets(grad, W, v=0.0, *, lr=0.01, alpha=0.9):
    v = -lr * grad(W)
    return W + v, v


@_mistake(momentum, "this is NAG: the gradient is taken at W + αv", "take it at W", "2.4")
def momentum_nag(grad, W, v=0.0, *, lr=0.01, alpha=0.9):
    return nag(grad, W, v, lr=lr, alpha=alpha)


# ---------------------------------------------------------------------------------------------- NAG


@_mistake(
    nag,
    "this is momentum: the gradient is taken at W",
    "NAG asks for it at W + αv",
    "3.1",
)
def nag_at_W(grad, W, v=0.0, *, lr=0.01, alpha=0.9):
    return momentum(grad, W, v, lr=lr, alpha=alpha)


@_mistake(nag, "the gradient is taken at W − αv, behind", "look ahead, at W + αv", "3.1")
def nag_behind(grad, W, v=0.0, *, lr=0.01, alpha=0.9):
    v = alpha * v - lr * grad(W - alpha * v)
    return W + v, v


@_mistake(nag, "α is missing in the look-ahead", "look at W + αv, not at W + v", "3.1")
def nag_looks_too_far(grad, W, v=0.0, *, lr=0.01, alpha=0.9):
    v = alpha * v - lr * grad(W + v)
    return W + v, v


@_mistake(
    nag,
    "αv is added to the gradient instead of to W: this is momentum with α(1 − η)",
    "the gradient function is called at W + αv",
    "3.1",
)
def nag_of_the_post(grad, W, v=0.0, *, lr=0.01, alpha=0.9):
    v = alpha * v - lr * (grad(W) + alpha * v)
    return W + v, v


@_mistake(
    nag,
    "this is the shifted form with the new v where the old one belongs",
    "the shifted form reads W ← W + α²v − (1+α) η g with the v from before the step",
    "3.9",
)
def nag_new_v(grad, W, v=0.0, *, lr=0.01, alpha=0.9):
    g = grad(W)
    v = alpha * v - lr * g
    return W + alpha * alpha * v - (1 + alpha) * lr * g, v


@_mistake(
    nag,
    "this is the shifted form: it follows the look-ahead point W + αv instead of W",
    "here W itself is asked for",
    "3.8",
)
def nag_shifted(grad, W, v=0.0, *, lr=0.01, alpha=0.9):
    g = grad(W)
    return W + alpha * alpha * v - (1 + alpha) * lr * g, alpha * v - lr * g


@_mistake(nag, "the sign of the gradient: this goes uphill", "subtract η g(W + αv)", "3.1")
def nag_uphill(grad, W, v=0.0, *, lr=0.01, alpha=0.9):
    v = alpha * v + lr * grad(W + alpha * v)
    return W + v, v


@_mistake(nag, "the sign of v: the old step is taken back", "αv is added", "3.1")
def nag_takes_back(grad, W, v=0.0, *, lr=0.01, alpha=0.9):
    v = -alpha * v - lr * grad(W + alpha * v)
    return W + v, v


@_mistake(nag, "v is subtracted from W", "the step is +v", "3.2")
def nag_minus_v(grad, W, v=0.0, *, lr=0.01, alpha=0.9):
    v = alpha * v - lr * grad(W + alpha * v)
    return W - v, v


@_mistake(
    nag,
    "this is a moving average (EMA): the gradient is multiplied by 1 − α",
    "v is a sum, so η g enters whole",
    "3.1",
)
def nag_ema(grad, W, v=0.0, *, lr=0.01, alpha=0.9):
    v = alpha * v - (1 - alpha) * lr * grad(W + alpha * v)
    return W + v, v


@_mistake(
    nag,
    "η stands outside v, so αv is not the step that was looked ahead",
    "η multiplies the gradient inside v",
    "3.1",
)
def nag_lr_outside(grad, W, v=0.0, *, lr=0.01, alpha=0.9):
    v = alpha * v - grad(W + alpha * v)
    return W + lr * v, v


@_mistake(nag, "α and 1 − α are swapped", "the past is multiplied by α", "3.1")
def nag_swapped(grad, W, v=0.0, *, lr=0.01, alpha=0.9):
    return nag(grad, W, v, lr=lr, alpha=1 - alpha)


# ------------------------------------------------------------------------------------------ AdaGrad


@_mistake(adagrad, "this is a moving average (EMA), not a sum", "h only grows: h ← h + g²", "4.13")
def adagrad_ema(grad, W, h=0.0, *, lr=0.01, eps=1e-8):
    return rmsprop(grad, W, h, lr=lr, gamma=0.9, eps=eps)


@_mistake(adagrad, "h forgets: it is the last g² alone", "h ← h + g²", "4.13")
def adagrad_forgets(grad, W, h=0.0, *, lr=0.01, eps=1e-8):
    g = grad(W)
    h = g * g
    return W - lr * g / (np.sqrt(h) + eps), h


@_mistake(adagrad, "h sums g, not g²", "h ← h + g²", "4.13")
def adagrad_not_squared(grad, W, h=0.0, *, lr=0.01, eps=1e-8):
    g = grad(W)
    h = h + g
    return W - lr * g / (np.sqrt(h) + eps), h


@_mistake(adagrad, "h sums |g|, not g²", "h ← h + g²", "4.13")
def adagrad_absolute(grad, W, h=0.0, *, lr=0.01, eps=1e-8):
    g = grad(W)
    h = h + np.abs(g)
    return W - lr * g / (np.sqrt(h) + eps), h


@_mistake(adagrad, "h adds up one number for all coordinates", "g² is taken per coordinate", "4.13")
def adagrad_norm(grad, W, h=0.0, *, lr=0.01, eps=1e-8):
    g = grad(W)
    h = h + np.sum(g * g, axis=0) + 0 * g
    return W - lr * g / (np.sqrt(h) + eps), h


@_mistake(adagrad, "the root is missing", "divide by √h + ε", "4.14")
def adagrad_without_root(grad, W, h=0.0, *, lr=0.01, eps=1e-8):
    g = grad(W)
    h = h + g * g
    return W - lr * g / (h + eps), h


@_mistake(adagrad, "ε is inside the root", "divide by √h + ε, not by √(h + ε)", "4.14")
def adagrad_eps_inside(grad, W, h=0.0, *, lr=0.01, eps=1e-8):
    g = grad(W)
    h = h + g * g
    return W - lr * g / np.sqrt(h + eps), h


@_mistake(
    adagrad,
    "parentheses are missing: ε is added to the weight",
    "put √h + ε into parentheses",
    "4.14",
)
def adagrad_parentheses(grad, W, h=0.0, *, lr=0.01, eps=1e-8):
    g = grad(W)
    h = h + g * g
    return W - lr * g / np.sqrt(h) + eps, h


@_mistake(adagrad, "ε is missing: 0/0 where a gradient is 0", "divide by √h + ε", "4.14")
def adagrad_without_eps(grad, W, h=0.0, *, lr=0.01, eps=1e-8):
    g = grad(W)
    h = h + g * g
    return W - lr * g / np.sqrt(h), h


@_mistake(adagrad, "the step divides by the old h", "add g² first, then divide", "4.14")
def adagrad_old_h(grad, W, h=0.0, *, lr=0.01, eps=1e-8):
    g = grad(W)
    return W - lr * g / (np.sqrt(h + 0 * g) + eps), h + g * g


@_mistake(adagrad, "the sign of the step: this goes uphill", "subtract it", "4.14")
def adagrad_uphill(grad, W, h=0.0, *, lr=0.01, eps=1e-8):
    g = grad(W)
    h = h + g * g
    return W + lr * g / (np.sqrt(h) + eps), h


@_mistake(adagrad, "this is SGD: h is summed but never used", "divide by √h + ε", "4.14")
def adagrad_unused_h(grad, W, h=0.0, *, lr=0.01, eps=1e-8):
    g = grad(W)
    return W - lr * g, h + g * g


@_mistake(adagrad, "η goes into h as well, and cancels", "h sums g² alone, without η", "4.13")
def adagrad_lr_in_h(grad, W, h=0.0, *, lr=0.01, eps=1e-8):
    g = grad(W)
    h = h + (lr * g) ** 2
    return W - lr * g / (np.sqrt(h) + eps), h


@_mistake(adagrad, "h remembers its root", "keep h itself, and take √h for the step alone", "4.13")
def adagrad_stores_root(grad, W, h=0.0, *, lr=0.01, eps=1e-8):
    g = grad(W)
    h = np.sqrt(h + g * g)
    return W - lr * g / (h + eps), h


@_mistake(adagrad, "g is squared in the step, so its sign is lost", "the step is η g / (√h + ε)", "4.14")
def adagrad_squared_step(grad, W, h=0.0, *, lr=0.01, eps=1e-8):
    g = grad(W)
    h = h + g * g
    return W - lr * g * g / (np.sqrt(h) + eps), h


@_mistake(adagrad, "the step is multiplied by √h", "divide by √h + ε", "4.14")
def adagrad_multiplies(grad, W, h=0.0, *, lr=0.01, eps=1e-8):
    g = grad(W)
    h = h + g * g
    return W - lr * g * (np.sqrt(h) + eps), h


@_mistake(
    adagrad,
    "parentheses are missing: ε is added to the rate",
    "put √h + ε into parentheses",
    "4.14",
)
def adagrad_eps_on_rate(grad, W, h=0.0, *, lr=0.01, eps=1e-8):
    g = grad(W)
    h = h + g * g
    return W - (lr / np.sqrt(h) + eps) * g, h


@_mistake(adagrad, "η is missing", "multiply the step by η", "4.14")
def adagrad_without_lr(grad, W, h=0.0, *, lr=0.01, eps=1e-8):
    g = grad(W)
    h = h + g * g
    return W - g / (np.sqrt(h) + eps), h


# ------------------------------------------------------------------------------------------ RMSProp


@_mistake(rmsprop, "this is AdaGrad: h is a sum", "h is an average: γh + (1 − γ)g²", "5.4")
def rmsprop_sum(grad, W, h=0.0, *, lr=0.01, gamma=0.9, eps=1e-8):
    return adagrad(grad, W, h, lr=lr, eps=eps)


@_mistake(rmsprop, "1 − γ is missing: a fading sum, no average", "g² is multiplied by 1 − γ", "5.4")
def rmsprop_fading_sum(grad, W, h=0.0, *, lr=0.01, gamma=0.9, eps=1e-8):
    g = grad(W)
    h = gamma * h + g * g
    return W - lr * g / (np.sqrt(h) + eps), h


@_mistake(rmsprop, "γ and 1 − γ are swapped", "the past is multiplied by γ", "5.4")
def rmsprop_swapped(grad, W, h=0.0, *, lr=0.01, gamma=0.9, eps=1e-8):
    return rmsprop(grad, W, h, lr=lr, gamma=1 - gamma, eps=eps)


@_mistake(rmsprop, "h averages g, not g²", "square the gradient", "5.4")
def rmsprop_not_squared(grad, W, h=0.0, *, lr=0.01, gamma=0.9, eps=1e-8):
    g = grad(W)
    h = gamma * h + (1 - gamma) * g
    return W - lr * g / (np.sqrt(h) + eps), h


@_mistake(rmsprop, "the root is missing", "divide by √h + ε", "5.11")
def rmsprop_without_root(grad, W, h=0.0, *, lr=0.01, gamma=0.9, eps=1e-8):
    g = grad(W)
    h = gamma * h + (1 - gamma) * g * g
    return W - lr * g / (h + eps), h


@_mistake(rmsprop, "ε is inside the root", "divide by √h + ε, not by √(h + ε)", "5.11")
def rmsprop_eps_inside(grad, W, h=0.0, *, lr=0.01, gamma=0.9, eps=1e-8):
    g = grad(W)
    h = gamma * h + (1 - gamma) * g * g
    return W - lr * g / np.sqrt(h + eps), h


@_mistake(
    rmsprop,
    "parentheses are missing: ε is added to the weight",
    "put √h + ε into parentheses",
    "5.11",
)
def rmsprop_parentheses(grad, W, h=0.0, *, lr=0.01, gamma=0.9, eps=1e-8):
    g = grad(W)
    h = gamma * h + (1 - gamma) * g * g
    return W - lr * g / np.sqrt(h) + eps, h


@_mistake(rmsprop, "ε is missing: 0/0 where a gradient is 0", "divide by √h + ε", "5.11")
def rmsprop_without_eps(grad, W, h=0.0, *, lr=0.01, gamma=0.9, eps=1e-8):
    g = grad(W)
    h = gamma * h + (1 - gamma) * g * g
    return W - lr * g / np.sqrt(h), h


@_mistake(rmsprop, "the step divides by the old h", "average first, then divide", "5.11")
def rmsprop_old_h(grad, W, h=0.0, *, lr=0.01, gamma=0.9, eps=1e-8):
    g = grad(W)
    return W - lr * g / (np.sqrt(h + 0 * g) + eps), gamma * h + (1 - gamma) * g * g


@_mistake(rmsprop, "the sign of the step: this goes uphill", "subtract it", "5.11")
def rmsprop_uphill(grad, W, h=0.0, *, lr=0.01, gamma=0.9, eps=1e-8):
    g = grad(W)
    h = gamma * h + (1 - gamma) * g * g
    return W + lr * g / (np.sqrt(h) + eps), h


@_mistake(rmsprop, "h forgets at once: the past is missing", "add γh, the faded past", "5.4")
def rmsprop_forgets(grad, W, h=0.0, *, lr=0.01, gamma=0.9, eps=1e-8):
    g = grad(W)
    h = (1 - gamma) * g * g
    return W - lr * g / (np.sqrt(h) + eps), h


@_mistake(rmsprop, "h averages |g|, not g²", "square the gradient", "5.4")
def rmsprop_absolute(grad, W, h=0.0, *, lr=0.01, gamma=0.9, eps=1e-8):
    g = grad(W)
    h = gamma * h + (1 - gamma) * np.abs(g)
    return W - lr * g / (np.sqrt(h) + eps), h


@_mistake(rmsprop, "h averages one number for all coordinates", "g² is taken per coordinate", "5.4")
def rmsprop_norm(grad, W, h=0.0, *, lr=0.01, gamma=0.9, eps=1e-8):
    g = grad(W)
    h = gamma * h + (1 - gamma) * np.sum(g * g, axis=0) + 0 * g
    return W - lr * g / (np.sqrt(h) + eps), h


@_mistake(rmsprop, "1 − γ is squared together with g", "only the gradient is squared", "5.4")
def rmsprop_squared_weight(grad, W, h=0.0, *, lr=0.01, gamma=0.9, eps=1e-8):
    g = grad(W)
    h = gamma * h + ((1 - gamma) * g) ** 2
    return W - lr * g / (np.sqrt(h) + eps), h


@_mistake(rmsprop, "h remembers its root", "keep h itself, and take √h for the step alone", "5.4")
def rmsprop_stores_root(grad, W, h=0.0, *, lr=0.01, gamma=0.9, eps=1e-8):
    g = grad(W)
    h = np.sqrt(gamma * h + (1 - gamma) * g * g)
    return W - lr * g / (h + eps), h


@_mistake(
    rmsprop,
    "h starts from the first g²: a good mend, but the rule as published starts from 0",
    "begin with h = 0",
    "5.4",
)
def rmsprop_first_square(grad, W, h=0.0, *, lr=0.01, gamma=0.9, eps=1e-8):
    g = grad(W)
    h = g * g if np.ndim(h) == 0 and h == 0 else gamma * h + (1 - gamma) * g * g
    return W - lr * g / (np.sqrt(h) + eps), h


@_mistake(rmsprop, "this is SGD: h is averaged but never used", "divide by √h + ε", "5.11")
def rmsprop_unused_h(grad, W, h=0.0, *, lr=0.01, gamma=0.9, eps=1e-8):
    g = grad(W)
    return W - lr * g, gamma * h + (1 - gamma) * g * g


@_mistake(rmsprop, "the step is multiplied by √h", "divide by √h + ε", "5.11")
def rmsprop_multiplies(grad, W, h=0.0, *, lr=0.01, gamma=0.9, eps=1e-8):
    g = grad(W)
    h = gamma * h + (1 - gamma) * g * g
    return W - lr * g * (np.sqrt(h) + eps), h


@_mistake(
    rmsprop,
    "parentheses are missing: ε is added to the rate",
    "put √h + ε into parentheses",
    "5.11",
)
def rmsprop_eps_on_rate(grad, W, h=0.0, *, lr=0.01, gamma=0.9, eps=1e-8):
    g = grad(W)
    h = gamma * h + (1 - gamma) * g * g
    return W - (lr / np.sqrt(h) + eps) * g, h


@_mistake(rmsprop, "η is missing", "multiply the step by η", "5.11")
def rmsprop_without_lr(grad, W, h=0.0, *, lr=0.01, gamma=0.9, eps=1e-8):
    g = grad(W)
    h = gamma * h + (1 - gamma) * g * g
    return W - g / (np.sqrt(h) + eps), h


# --------------------------------------------------------------------------------------------- Adam


def _adam(
    name,
    remedy,
    equation,
    *,
    m_new=lambda m, g, beta: beta * m + (1 - beta) * g,
    v_new=lambda v, g, beta: beta * v + (1 - beta) * g * g,
    hat=lambda x, beta, t: x / (1 - beta**t),
    m_hat=None,
    v_hat=None,
    step=lambda m_hat, v_hat, eps: m_hat / (np.sqrt(v_hat) + eps),
    stores_hats=False,
):
    """Register Adam with one of its parts exchanged."""

    def wrong(grad, W, m=0.0, v=0.0, t=0, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
        t = t + 1
        g = grad(W)
        m, v = m_new(m, g, beta1), v_new(v, g, beta2)
        m_corrected, v_corrected = (m_hat or hat)(m, beta1, t), (v_hat or hat)(v, beta2, t)
        W = W - lr * step(m_corrected, v_corrected, eps)
        return (W, m_corrected, v_corrected, t) if stores_hats else (W, m, v, t)

    return _mistake(adam, name, remedy, equation)(wrong)


def _uncorrected(x, beta, t):
    return x


adam_without_correction = _adam(
    "the bias correction is missing",
    "divide m by 1 − β₁ᵗ and v by 1 − β₂ᵗ",
    "6.9",
    hat=_uncorrected,
)
adam_without_m_hat = _adam(
    "a hat is missing: m is not corrected", "divide m by 1 − β₁ᵗ", "6.9", m_hat=_uncorrected
)
adam_without_v_hat = _adam(
    "a hat is missing: v is not corrected", "divide v by 1 − β₂ᵗ", "6.9", v_hat=_uncorrected
)
adam_without_power = _adam(
    "the correction divides by 1 − β at every step",
    "divide by 1 − βᵗ: the power t counts the steps",
    "6.9",
    hat=lambda x, beta, t: x / (1 - beta),
)
adam_t_from_zero = _adam(
    "t starts from 0: the first correction divides by 1 − β⁰ = 0",
    "count the step first, t ← t + 1",
    "6.9",
    hat=lambda x, beta, t: x / np.float64(1 - beta ** (t - 1)),
)
adam_stores_hats = _adam(
    "the corrected m̂ and v̂ are remembered, so they are corrected again and again",
    "remember m and v; the hats serve one step",
    "6.9",
    stores_hats=True,
)
adam_swapped_moments = _adam(
    "m and v are swapped in the step",
    "divide m̂ by √v̂",
    "6.10",
    step=lambda m_hat, v_hat, eps: v_hat / (np.sqrt(m_hat) + eps),
)
adam_without_root = _adam(
    "the root is missing",
    "divide by √v̂ + ε",
    "6.10",
    step=lambda m_hat, v_hat, eps: m_hat / (v_hat + eps),
)
adam_eps_inside = _adam(
    "ε is inside the root",
    "divide by √v̂ + ε, not by √(v̂ + ε)",
    "6.10",
    step=lambda m_hat, v_hat, eps: m_hat / np.sqrt(v_hat + eps),
)
adam_parentheses = _adam(
    "parentheses are missing: ε is added to the step",
    "put √v̂ + ε into parentheses",
    "6.10",
    step=lambda m_hat, v_hat, eps: m_hat / np.sqrt(v_hat) + eps,
)
adam_uphill = _adam(
    "the sign of the step: this goes uphill",
    "subtract it",
    "6.10",
    step=lambda m_hat, v_hat, eps: -m_hat / (np.sqrt(v_hat) + eps),
)
adam_m_sum = _adam(
    "1 − β₁ is missing: m is a fading sum, no average",
    "g is multiplied by 1 − β₁",
    "6.3",
    m_new=lambda m, g, beta: beta * m + g,
)
adam_v_sum = _adam(
    "1 − β₂ is missing: v is a fading sum, no average",
    "g² is multiplied by 1 − β₂",
    "6.4",
    v_new=lambda v, g, beta: beta * v + g * g,
)
adam_v_not_squared = _adam(
    "v averages g, not g²",
    "square the gradient",
    "6.4",
    v_new=lambda v, g, beta: beta * v + (1 - beta) * g,
)
adam_m_swapped = _adam(
    "β₁ and 1 − β₁ are swapped",
    "the past is multiplied by β₁",
    "6.3",
    m_new=lambda m, g, beta: (1 - beta) * m + beta * g,
)
adam_v_swapped = _adam(
    "β₂ and 1 − β₂ are swapped",
    "the past is multiplied by β₂",
    "6.4",
    v_new=lambda v, g, beta: (1 - beta) * v + beta * g * g,
)


@_mistake(adam, "β₁ and β₂ are swapped", "β₁ belongs to m, β₂ to v", "6.3")
def adam_swapped_betas(grad, W, m=0.0, v=0.0, t=0, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    return adam(grad, W, m, v, t, lr=lr, beta1=beta2, beta2=beta1, eps=eps)


@_mistake(
    adam,
    "ε is added before the correction of v (Keras' form; ε̂ in the paper)",
    "correct v first, then add ε to the root",
    "6.10",
)
def adam_eps_hat(grad, W, m=0.0, v=0.0, t=0, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    t = t + 1
    g = grad(W)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g * g
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    return W - lr_t * m / (np.sqrt(v) + eps), m, v, t


adam_multiplied_correction = _adam(
    "the averages are multiplied by 1 − βᵗ",
    "divide by 1 − βᵗ",
    "6.9",
    hat=lambda x, beta, t: x * (1 - beta**t),
)
adam_times_t = _adam(
    "β is multiplied by t",
    "t is the power of β: 1 − βᵗ",
    "6.9",
    hat=lambda x, beta, t: x / (1 - beta * t),
)
adam_root_first = _adam(
    "the root is taken before the correction: √v / (1 − β₂ᵗ)",
    "correct v first, then take the root",
    "6.10",
    v_hat=lambda v, beta, t: v / (1 - beta**t) ** 2,
)
adam_squared_root = _adam(
    "v̂ is squared instead of its root being taken",
    "divide by √v̂ + ε",
    "6.10",
    step=lambda m_hat, v_hat, eps: m_hat / (v_hat**2 + eps),
)
adam_without_eps = _adam(
    "ε is missing: 0/0 where all gradients were 0",
    "divide by √v̂ + ε",
    "6.10",
    step=lambda m_hat, v_hat, eps: m_hat / np.sqrt(v_hat),
)
adam_v_absolute = _adam(
    "v averages |g|, not g²",
    "square the gradient",
    "6.4",
    v_new=lambda v, g, beta: beta * v + (1 - beta) * np.abs(g),
)
adam_v_norm = _adam(
    "v is one number for all coordinates",
    "g² is taken per coordinate",
    "6.4",
    v_new=lambda v, g, beta: beta * v + (1 - beta) * (np.sum(g * g, axis=0) + 0 * g),
)


def _adam_whole(name, remedy, equation):
    """Register Adam with a body of its own: (g, m, v, t, beta1, beta2, eps, lr) to (step, m, v, t)."""

    def register(body):
        def wrong(grad, W, m=0.0, v=0.0, t=0, *, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
            step, *memory = body(grad(W), m, v, t + 1, beta1, beta2, eps, lr)
            return W - step, *memory

        return _mistake(adam, name, remedy, equation)(wrong)

    return register


def _averages(g, m, v, beta1, beta2):
    return beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g * g


@_adam_whole("the step takes the old m", "average first, then step", "6.10")
def adam_old_m(g, m, v, t, beta1, beta2, eps, lr):
    m_new, v = _averages(g, m, v, beta1, beta2)
    return lr * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps), m_new, v, t


@_adam_whole("the step divides by the old v", "average first, then divide", "6.10")
def adam_old_v(g, m, v, t, beta1, beta2, eps, lr):
    m, v_new = _averages(g, m, v, beta1, beta2)
    return lr * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps), m, v_new, t


@_adam_whole("this is RMSProp with correction: the step takes g, not m̂", "step along m̂", "6.10")
def adam_without_m(g, m, v, t, beta1, beta2, eps, lr):
    m, v = _averages(g, m, v, beta1, beta2)
    return lr * g / (np.sqrt(v / (1 - beta2**t)) + eps), m, v, t


@_adam_whole(
    "m averages g/√v̂: this is RMSProp with momentum",
    "average the gradient itself, divide afterwards",
    "6.3",
)
def adam_average_of_ratios(g, m, v, t, beta1, beta2, eps, lr):
    v = beta2 * v + (1 - beta2) * g * g
    m = beta1 * m + (1 - beta1) * g / (np.sqrt(v / (1 - beta2**t)) + eps)
    return lr * m / (1 - beta1**t), m, v, t


@_adam_whole(
    "η multiplies the gradient before the averages, where it cancels",
    "η multiplies the step",
    "6.10",
)
def adam_lr_cancels(g, m, v, t, beta1, beta2, eps, lr):
    m, v = _averages(lr * g, m, v, beta1, beta2)
    return m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps), m, v, t


@_adam_whole("v averages (g − m)²: a variance, not E[g²]", "nothing is subtracted from g", "6.4")
def adam_centred(g, m, v, t, beta1, beta2, eps, lr):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * (g - m) ** 2
    return lr * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps), m, v, t


@_adam_whole("v averages m², not g²", "square the gradient", "6.4")
def adam_v_of_m(g, m, v, t, beta1, beta2, eps, lr):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * m * m
    return lr * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps), m, v, t


@_adam_whole(
    "the corrections are swapped: m by 1 − β₂ᵗ and v by 1 − β₁ᵗ",
    "β₁ belongs to m, β₂ to v",
    "6.9",
)
def adam_hats_swapped(g, m, v, t, beta1, beta2, eps, lr):
    m, v = _averages(g, m, v, beta1, beta2)
    return lr * m / (1 - beta2**t) / (np.sqrt(v / (1 - beta1**t)) + eps), m, v, t


@_adam_whole(
    "t is not remembered: every step is corrected as if it were the first",
    "return t + 1 with the memory",
    "6.9",
)
def adam_forgets_t(g, m, v, t, beta1, beta2, eps, lr):
    m, v = _averages(g, m, v, beta1, beta2)
    return lr * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps), m, v, t - 1

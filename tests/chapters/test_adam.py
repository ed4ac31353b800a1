"""Adam's explorer: the averages written out, and the step with and without its correction."""

from itertools import islice

import numpy as np
import pytest
from numpy.testing import assert_allclose

from course_utils.chapters.adam.model import run, step_curve, without_correction
from course_utils.descent import descend, iterates
from course_utils.optimizers import adam
from course_utils.surfaces import ravine, rosenbrock


def test_adam_without_correction_by_hand():
    """β₁ = 0.2, β₂ = 0.36, ε = 1: first m = 0.8 g and √v = 0.8 |g|, then √v = 4, 4, 6."""
    rows = iter(np.array([[5, 0, -10], [-4, 5, 4.5]]))
    hyper = {"lr": 15, "beta1": 0.2, "beta2": 0.36, "eps": 1}
    states = iterates(without_correction, lambda W: next(rows), np.zeros(3), **hyper)
    _, (W, m, v), (W2, m2, v2) = islice(states, 3)
    assert_allclose([W, m, v], [[-12, 0, 40 / 3], [4, 0, -8], [16, 0, 64]])
    assert_allclose([W2 - W, m2, v2], [[7.2, -12, -30 / 7], [-2.4, 4, 2], [16, 16, 36]])


@pytest.mark.parametrize("corrected", [True, False])
def test_run_is_that_of_the_rule_with_or_without_its_correction(corrected):
    surface, hyper = rosenbrock(), {"lr": 0.05, "beta1": 0.8, "beta2": 0.98, "eps": 1e-3}
    result = run(surface, **hyper, corrected=corrected, x=-1.2, y=1.0, steps=60)
    right, wrong = (adam, without_correction)[:: 1 if corrected else -1]
    path, other = (descend(rule, surface, 60, start=[-1.2, 1.0], **hyper).W for rule in (right, wrong))
    assert_allclose(result["path"], path, rtol=1e-12)
    assert abs(result["path"] - other).max() > 0.01
    assert_allclose(path[:, :1] + 0.05 * np.cumsum(result["step"][:, 1:], axis=1), path[:, 1:], rtol=1e-12)
    g, age = surface.grad(path)[:, :-1], np.arange(60)[::-1]
    assert_allclose(
        result["m"][:, -1], g @ (0.2 * 0.8**age), rtol=1e-10
    )  # the weights of the past, written out
    assert_allclose(result["v"][:, -1], g**2 @ (0.02 * 0.98**age), rtol=1e-10)


@pytest.mark.parametrize("corrected", [True, False])
def test_first_step_is_one_rate_long_only_with_the_correction(corrected):
    result = run(ravine(), 0.2, 0.9, 0.999, 1e-8, corrected, -4.0, 1.0, 10)
    first = 1 if corrected else (1 - 0.9) / np.sqrt(1 - 0.999)
    assert np.allclose(np.abs(result["step"][:, 1]), first) and np.isnan(result["step"][:, 0]).all()


@pytest.mark.parametrize("corrected", [True, False])
@pytest.mark.parametrize(
    ("beta1", "beta2", "eps"), [(0.9, 0.999, 1e-8), (0.9, 0.99, 0.01), (0, 0.99, 1e-3), (0.99, 0.5, 1.0)]
)
def test_step_curve_is_what_the_rule_does_with_a_constant_gradient(beta1, beta2, eps, corrected):
    rule = adam if corrected else without_correction
    W = descend(rule, np.ones_like, 1000, start=0.0, lr=0.5, beta1=beta1, beta2=beta2, eps=eps).W
    assert_allclose(step_curve(beta1, beta2, eps, corrected), -np.diff(W) / 0.5, rtol=1e-8)

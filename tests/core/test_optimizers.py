"""The six rules against what is known about them from elsewhere; oracles.py holds tables and closed forms."""

import inspect

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings
from numpy.testing import assert_allclose, assert_array_equal
from oracles import (
    BY_HAND,
    MATRICES,
    agrees_with_matrix_powers,
    agrees_with_the_hand,
    answers,
    one_gradient_a_step,
)

from course_utils.optimizers import ADAPTIVE, NAMES, RULES, adagrad, adam, momentum, nag, rmsprop, sgd

LINEAR = (sgd, momentum, nag)
quick = settings(max_examples=40, deadline=None, derandomize=True)
angles = st.floats(-180, 180)
far = st.floats(0.5, 3) | st.floats(-3, -0.5)  # not at 0, where the sign of a gradient is rounding
points = st.tuples(far, far).map(np.array)


def cases(rules):
    return pytest.mark.parametrize("rule", rules, ids=lambda rule: rule.__name__)


def curved(W):
    """The gradient of x²/2 + 2y² + xy/2 + (x⁴ + y⁴)/20: curved, with axes of its own."""
    x, y = W
    return np.stack([x + y / 2 + x**3 / 5, 4 * y + x / 2 + y**3 / 5])


def turn(degrees):
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return np.array([[c, -s], [s, c]])


def run(rule, grad, W, steps, **hyper):
    """The states of `rule`, driven by nothing of the package."""
    states = [(W,)]
    for _ in range(steps):
        states.append(rule(grad, *states[-1], **hyper))
    return states


def walk(rule, grad, W, steps, **hyper):
    return np.array([state[0] for state in run(rule, grad, W, steps, **hyper)])


# ------------------------------------------------------------------------------ tables and closed forms


@cases(RULES)
def test_rule_agrees_with_the_table_worked_by_hand(rule):
    agrees_with_the_hand(rule, rule)


def test_adam_agrees_with_the_two_steps_of_the_paper_done_by_hand():
    """g = 2, −1 with the defaults of the paper: m̂ = 2, 0.08/0.19 and v̂ = 4, 0.004996/0.001999."""
    _, (W1, *_), (W2, m, v, t) = run(adam, answers(2, -1), 0.0, 2, lr=0.1)
    assert_allclose([W1, W2, m, v, t], [-0.1, -0.12663, 0.08, 0.004996, 2], rtol=5e-5)


@cases(LINEAR)
def test_state_is_a_power_of_the_iteration_matrix(rule):
    agrees_with_matrix_powers(rule, rule)


@cases(LINEAR)
def test_state_is_that_power_along_each_eigenvector_of_a_turned_quadratic(rule):
    Q, curvatures = turn(30), np.array([0.5, 8.0])
    hyper = {"lr": 0.15, "alpha": 0.6} if rule is not sgd else {"lr": 0.15}
    W = run(rule, lambda W: Q @ (curvatures * (Q.T @ W)), np.array([2.0, 1.0]), 20, **hyper)[-1][0]
    powers = [np.linalg.matrix_power(MATRICES[rule](lam, **hyper), 20)[0, 0] for lam in curvatures]
    assert_allclose(Q.T @ W, powers * (Q.T @ [2.0, 1.0]), rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize(
    ("rule", "limit", "hyper"),
    [
        (sgd, 2.0, {}),
        (momentum, 2 * (1 + 0.9), {"alpha": 0.9}),
        (nag, (2 + 2 * 0.9) / (1 + 2 * 0.9), {"alpha": 0.9}),
    ],
    ids=lambda x: getattr(x, "__name__", ""),
)
def test_largest_stable_step_is_the_known_one(rule, limit, hyper):
    below, above = (abs(walk(rule, lambda W: W, 1.0, 3000, lr=f * limit, **hyper)[-1]) for f in (0.99, 1.01))
    assert below < 1e-6 and above > 1e6


def test_momentum_of_a_constant_gradient_reaches_the_terminal_velocity():
    assert run(momentum, lambda W: 1.0, 0.0, 300, lr=0.01)[-1][1] == pytest.approx(-0.01 / (1 - 0.9))


def test_momentum_coasts_a_finite_way_where_the_gradient_vanishes():
    W, v = 0.0, 3.0
    for _ in range(200):
        W, v = momentum(lambda W: 0.0, W, v, alpha=0.8)
    assert pytest.approx(0.8 * 3 / (1 - 0.8)) == W


def test_adagrad_of_a_constant_gradient_shrinks_like_one_over_root_t():
    path = walk(adagrad, lambda W: -5.0, 0.0, 50, lr=0.1, eps=0)
    assert_allclose(np.diff(path), 0.1 / np.sqrt(np.arange(1, 51)), rtol=1e-13)


def test_rmsprop_of_a_constant_gradient_starts_too_fast_and_settles_at_eta():
    path = walk(rmsprop, lambda W: -5.0, 0.0, 50, lr=0.1, gamma=0.9, eps=0)
    assert_allclose(np.diff(path), 0.1 / np.sqrt(1 - 0.9 ** np.arange(1, 51)), rtol=1e-12)


def test_rmsprop_ends_in_a_cycle_of_half_a_step_on_either_side():
    path = walk(rmsprop, lambda W: W, 1.0, 3000, lr=0.01, eps=0)
    assert_allclose(path[-2:] * np.sign(path[-2]), [0.005, -0.005], rtol=1e-9)


def test_adam_of_a_constant_gradient_makes_steps_of_eta_from_the_first_on():
    assert_allclose(np.diff(walk(adam, lambda W: -5.0, 0.0, 50, lr=0.1, eps=0)), 0.1, rtol=1e-12)


def test_adam_never_steps_further_than_its_bound():
    """η (1−β₁)/√(1−β₂) = 3.162 η, which a spike after a long silence nearly reaches."""
    steps = np.abs(np.diff(walk(adam, answers(*[[0.0]] * 3000, [1.0]), np.zeros(1), 3001, lr=1), axis=0))
    assert 0.95 * 0.1 / np.sqrt(0.001) < steps[-1] <= 0.1 / np.sqrt(0.001)


# ------------------------------------------------------------------------------------- the gradient asked


@cases(RULES)
def test_rule_asks_for_one_gradient_a_step_where_it_should(rule):
    one_gradient_a_step(rule, rule)


# --------------------------------------------------------------------------------- other published forms


def test_momentum_is_polyaks_two_step_form():
    """Polyak 1964: W⁺ = W − η g(W) + α (W − W⁻)."""
    before = W = np.array([1.0, -2.0])
    path = [W]
    for _ in range(40):
        before, W = W, W - 0.05 * curved(W) + 0.8 * (W - before)
        path.append(W)
    assert_allclose(walk(momentum, curved, path[0], 40, lr=0.05, alpha=0.8), path, rtol=1e-11, atol=1e-13)


def test_momentum_is_the_weighted_sum_of_all_gradients():
    g = np.random.default_rng(0).standard_normal(12)
    v = run(momentum, answers(*g), 0.0, 12, lr=0.1, alpha=0.7)[-1][1]
    assert v == pytest.approx(-0.1 * sum(0.7 ** (11 - k) * g[k] for k in range(12)))


def test_nag_looks_ahead_at_the_iterates_of_pytorch():
    """torch.optim.SGD(nesterov=True): b ← αb + g(y); y ← y − η (g + αb). Its y is W + αv."""
    y, b = np.array([1.0, -2.0]), 0.0
    shifted = [y]
    for _ in range(40):
        g = curved(y)
        b = 0.8 * b + g
        y = y - 0.05 * (g + 0.8 * b)
        shifted.append(y)
    states = run(nag, curved, shifted[0], 40, lr=0.05, alpha=0.8)
    ahead = [W + 0.8 * (memory[0] if memory else 0) for W, *memory in states]
    assert_allclose(ahead, shifted, rtol=1e-11, atol=1e-13)


def test_nag_is_nesterovs_two_sequences():
    """Nesterov 1983: W⁺ = y − η g(y), y⁺ = W⁺ + α (W⁺ − W)."""
    W = y = np.array([1.0, -2.0])
    path = [W]
    for _ in range(40):
        W, before = y - 0.05 * curved(y), W
        y = W + 0.8 * (W - before)
        path.append(W)
    assert_allclose(walk(nag, curved, path[0], 40, lr=0.05, alpha=0.8), path, rtol=1e-11, atol=1e-13)


def test_moving_averages_are_weighted_sums_of_all_gradients():
    g = np.random.default_rng(0).standard_normal(12)

    def average(x, beta):
        return sum((1 - beta) * beta ** (11 - k) * x[k] for k in range(12))

    h = run(rmsprop, answers(*g), 0.0, 12, gamma=0.7)[-1][1]
    _, m, v, t = run(adam, answers(*g), 0.0, 12, beta1=0.6, beta2=0.7)[-1]
    assert_allclose([h, m, v, t], [average(g * g, 0.7), average(g, 0.6), average(g * g, 0.7), 12], rtol=1e-12)


def test_adam_is_the_other_order_of_its_paper():
    """Kingma and Ba, end of section 2: η_t = η √(1−β₂ᵗ)/(1−β₁ᵗ), W ← W − η_t m/(√v + ε̂), ε̂ = ε √(1−β₂ᵗ)."""
    W, m, v = np.array([1.0, -2.0]), 0.0, 0.0
    path = [W]
    for t in range(1, 41):
        g = curved(W)
        m, v, root = 0.6 * m + 0.4 * g, 0.85 * v + 0.15 * g**2, np.sqrt(1 - 0.85**t)
        W = W - 0.05 * root / (1 - 0.6**t) * m / (np.sqrt(v) + 0.3 * root)
        path.append(W)
    mine = walk(adam, curved, path[0], 40, lr=0.05, beta1=0.6, beta2=0.85, eps=0.3)
    assert_allclose(mine, path, rtol=1e-11, atol=1e-13)


# ---------------------------------------------------------------------------------------------- reductions


@cases((momentum, nag))
def test_alpha_0_is_sgd_bit_for_bit(rule):
    start = np.array([1.0, -2.0])
    assert_array_equal(walk(rule, curved, start, 50, lr=0.1, alpha=0), walk(sgd, curved, start, 50, lr=0.1))


def test_adam_without_memory_is_rmsprop_without_memory_bit_for_bit():
    start, hyper = np.array([1.0, -2.0]), {"lr": 0.1, "eps": 0.5}
    forgetful = walk(adam, curved, start, 50, beta1=0, beta2=0, **hyper)
    assert_array_equal(forgetful, walk(rmsprop, curved, start, 50, gamma=0, **hyper))


def test_adaptive_rule_without_memory_goes_by_the_sign_alone():
    start = np.array([1.0, -2.0])
    step = np.subtract(*walk(rmsprop, curved, start, 1, gamma=0, eps=0, lr=0.1))
    assert_allclose(step, 0.1 * np.sign(curved(start)), rtol=1e-14)


def test_first_steps_of_the_adaptive_rules_forget_the_size_of_the_gradient():
    for g in (1e-6, 1.0, -1e6):
        step = {rule: -walk(rule, lambda W, g=g: g, 0.0, 1, lr=0.1, eps=0)[-1] for rule in ADAPTIVE}
        expected = {adagrad: 0.1, rmsprop: 0.1 / np.sqrt(1 - 0.9), adam: 0.1}
        assert step == pytest.approx({rule: np.sign(g) * size for rule, size in expected.items()})


def test_adam_with_beta1_0_is_rmsprop_with_a_corrected_learning_rate():
    """Without ε, v̂ = h/(1 − γᵗ) only stretches the step of RMSProp by √(1 − γᵗ)."""
    state, path = (np.array([1.0, -2.0]),), [np.array([1.0, -2.0])]
    for t in range(1, 31):
        state = rmsprop(curved, *state, lr=0.05 * np.sqrt(1 - 0.8**t), gamma=0.8, eps=0)
        path.append(state[0])
    assert_allclose(walk(adam, curved, path[0], 30, lr=0.05, beta1=0, beta2=0.8, eps=0), path, rtol=1e-11)


def test_adam_is_adagrad_in_the_limit_of_its_paper():
    """Kingma and Ba, section 5: β₁ = 0, β₂ → 1 and η/√t give AdaGrad."""
    state, path = (np.array([1.0, -2.0]),), [np.array([1.0, -2.0])]
    for t in range(1, 31):
        state = adam(curved, *state, lr=0.3 / np.sqrt(t), beta1=0, beta2=1 - 1e-8, eps=0)
        path.append(state[0])
    assert_allclose(walk(adagrad, curved, path[0], 30, lr=0.3, eps=0), path, rtol=1e-5)


# ---------------------------------------------------------------------------------------------- symmetries


@cases(ADAPTIVE)
@quick
@given(start=points, power=st.integers(-30, 30))
def test_scale_of_the_loss_is_not_felt_by_adaptive_rules_without_eps(rule, start, power):
    """Bit for bit, for factors that are powers of 2."""
    scaled = walk(rule, lambda W: 2.0**power * curved(W), start, 20, lr=0.1, eps=0)
    assert_array_equal(scaled, walk(rule, curved, start, 20, lr=0.1, eps=0))


@cases(LINEAR)
@quick
@given(start=points, power=st.integers(1, 30))
def test_scale_of_the_loss_is_the_scale_of_eta_for_the_others(rule, start, power):
    scaled = walk(rule, lambda W: 2.0**power * curved(W), start, 20, lr=0.05 / 2**power)
    assert_array_equal(scaled, walk(rule, curved, start, 20, lr=0.05))


@cases(LINEAR)
@quick
@given(start=points, angle=angles)
def test_rotation_is_not_felt_by_sgd_momentum_and_nag(rule, start, angle):
    Q = turn(angle)
    turned = walk(rule, lambda W: Q @ curved(Q.T @ W), Q @ start, 20, lr=0.05)
    assert_allclose(turned, walk(rule, curved, start, 20, lr=0.05) @ Q.T, rtol=1e-9, atol=1e-10)


@cases(ADAPTIVE)
def test_rotation_is_felt_by_adaptive_rules(rule):
    Q, H, start = turn(45), np.diag([1.0, 25.0]), np.array([2.0, 1.0])
    turned = walk(rule, lambda W: Q @ (H @ (Q.T @ W)), Q @ start, 10, lr=0.2)
    assert np.abs(turned - walk(rule, lambda W: H @ W, start, 10, lr=0.2) @ Q.T).max() > 0.1


@cases(RULES)
@quick
@given(start=points, signs=st.tuples(*[st.sampled_from((-1.0, 1.0))] * 2).map(np.array))
def test_mirrors_and_exchange_of_the_axes_are_not_felt_by_any_rule(rule, start, signs):
    mirrored = walk(rule, lambda W: signs * curved((signs * W)[::-1])[::-1], signs * start[::-1], 20, lr=0.05)
    assert_array_equal(mirrored, signs * walk(rule, curved, start, 20, lr=0.05)[:, ::-1])


@cases(RULES)
@quick
@given(start=points, shift=points)
def test_place_of_the_origin_is_not_felt_by_any_rule(rule, start, shift):
    moved = walk(rule, lambda W: curved(W - shift), start + shift, 20, lr=0.05)
    assert_allclose(moved, walk(rule, curved, start, 20, lr=0.05) + shift, rtol=1e-7, atol=1e-7)


# -------------------------------------------------------------------------------------- shapes and purity


@cases(RULES)
def test_seven_runs_together_are_seven_alone(rule):
    """Every hyperparameter has a value of its own in each run."""
    rng = np.random.default_rng(0)
    W = rng.uniform(-2, 2, (2, 7))
    hyper = {name: rng.uniform(0.01, 0.9, 7) for name in rule.__kwdefaults__} | {
        "lr": np.geomspace(1e-3, 0.1, 7)
    }
    together = run(rule, curved, W, 30, **hyper)[-1]
    for k in range(7):
        alone = run(rule, curved, W[:, k], 30, **{name: values[k] for name, values in hyper.items()})[-1]
        for batch, single in zip(together, alone, strict=True):
            assert_allclose(batch if np.ndim(batch) == 0 else batch[:, k], single, rtol=1e-11)


@cases(RULES)
def test_rule_is_pure(rule):
    """Two calls give the same, and no argument is changed: a write to a read-only array would raise."""
    state = run(rule, curved, np.array([1.0, -2.0]), 3)[-1]
    for array in state:
        if isinstance(array, np.ndarray):
            array.flags.writeable = False
    before = [np.copy(array) for array in state]
    once, twice = rule(curved, *state), rule(curved, *state)
    for a, b in zip([*before, *once], [*state, *twice], strict=True):
        assert_array_equal(a, b)


@cases(RULES)
def test_new_state_shares_no_memory_with_the_old(rule):
    state = run(rule, curved, np.array([1.0, -2.0]), 3)[-1]
    for new in rule(curved, *state):
        assert not any(np.shares_memory(new, old) for old in state)


@cases(RULES)
def test_signature_says_what_is_remembered_and_the_state_has_that_length(rule):
    parameters = list(inspect.signature(rule).parameters.values())
    memory = [p for p in parameters[2:] if p.kind is p.POSITIONAL_OR_KEYWORD]
    assert [p.name for p in parameters[:2]] == ["grad", "W"]
    assert all(p.default == 0 for p in memory)
    assert all(p.kind is p.KEYWORD_ONLY for p in parameters[2 + len(memory) :])
    assert len(rule(curved, np.ones(2))) == 1 + len(memory)


@cases(RULES)
def test_start_values_of_the_memory_are_the_defaults(rule):
    zeros = [np.zeros(2) if isinstance(default, float) else default for default in rule.__defaults__ or ()]
    for a, b in zip(rule(curved, np.ones(2)), rule(curved, np.ones(2), *zeros), strict=True):
        assert_array_equal(a, b)


def test_defaults_are_those_of_the_papers():
    """α, γ and the three of Adam as Sutskever, Tieleman and Kingma give them; ε = 1e-8 throughout."""
    assert adam.__kwdefaults__ == {"lr": 0.001, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8}
    assert momentum.__kwdefaults__["alpha"] == nag.__kwdefaults__["alpha"] == 0.9
    assert rmsprop.__kwdefaults__["gamma"] == 0.9
    assert adagrad.__kwdefaults__["eps"] == rmsprop.__kwdefaults__["eps"] == 1e-8


def test_every_rule_has_its_table():
    assert tuple(BY_HAND) == RULES


# -------------------------------------------------------------------------------------------------- the lists


def test_every_rule_stands_in_the_lists():
    assert (sgd, momentum, nag, adagrad, rmsprop, adam) == RULES
    assert list(NAMES) == [rule.__name__ for rule in RULES]
    assert {*ADAPTIVE} == {*RULES} - {*LINEAR}

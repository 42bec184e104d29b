"""The update rules against exact arithmetic and against what is known of them in closed form."""

from decimal import Decimal, localcontext
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftlib import optim

from .oracles import gradients, start, walk

STEPPERS = [optim.sgd, optim.momentum, optim.rmsprop, optim.adam, optim.adamw]
every_step = pytest.mark.parametrize("step", STEPPERS, ids=lambda step: step.__name__)
finite = st.floats(-100, 100)


def test_sgd_by_hand():
    theta, state = optim.sgd([1.0, -2.0], [0.5, 4.0], learning_rate=0.1, l2=1.0, weight_decay=2.0)
    # 1 − 0.1 (0.5 + 1) − 0.1 · 2 · 1 = 0.65;  −2 − 0.1 (4 − 2) + 0.1 · 2 · 2 = −1.8
    np.testing.assert_allclose(theta, [0.65, -1.8], rtol=1e-15)
    assert state.step == 1


@given(st.lists(finite, min_size=1, max_size=30), st.floats(0, 0.99))
def test_velocity_is_the_sum_of_discounted_gradients(grads, mu):
    state = None
    for grad in grads:
        _, state = optim.momentum([0.0], [grad], state, learning_rate=0.1, momentum=mu)
    n = len(grads)
    want = sum(Fraction(mu) ** (n - 1 - j) * Fraction(g) for j, g in enumerate(grads))
    assert state.m[0] == pytest.approx(float(want), rel=1e-12, abs=1e-10)


@given(st.lists(finite, min_size=1, max_size=20), st.sampled_from([0.5, 0.9, 0.99]))
def test_averages_are_weighted_means(grads, beta):
    """m̂ is the mean of the gradients with weights βᵗ⁻ʲ, v̂ that of their squares."""
    state = None
    for grad in grads:
        _, state = optim.adam([0.0], [grad], state, beta1=beta, beta2=beta)
    weights = [Fraction(beta) ** (len(grads) - 1 - j) for j in range(len(grads))]
    for average, power in ((state.m, 1), (state.v, 2)):
        sums = sum(w * Fraction(g) ** power for w, g in zip(weights, grads, strict=True))
        want = float(sums / sum(weights))
        got = optim.bias_correction(average, beta, len(grads))[0]
        assert got == pytest.approx(want, rel=1e-11, abs=1e-9)


def exact_adamw(grads, theta, rate, beta1, beta2, eps, decay):
    """One parameter, in 50 digits, from the published pseudo-code."""
    with localcontext() as context:
        context.prec = 50
        rate, beta1, beta2, eps, decay = map(Decimal, (rate, beta1, beta2, eps, decay))
        theta, m, v = Decimal(theta), Decimal(0), Decimal(0)
        for t, each in enumerate(grads, start=1):
            grad = Decimal(each)
            m = beta1 * m + (1 - beta1) * grad
            v = beta2 * v + (1 - beta2) * grad * grad
            scaled = (m / (1 - beta1**t)) / ((v / (1 - beta2**t)).sqrt() + eps)
            theta = theta - rate * (scaled + decay * theta)
        return float(theta)


def test_adamw_in_fifty_digits():
    grads = gradients(seed=8, shape=(1,))[:, 0].tolist()
    want = exact_adamw(grads, 0.3, 0.01, 0.9, 0.999, 1e-8, 0.1)
    got = walk(optim.adamw, np.array(grads)[:, None], [0.3], learning_rate=0.01, weight_decay=0.1)
    assert got[-1, 0] == pytest.approx(want, rel=1e-12)


def test_rmsprop_by_hand():
    # v = 0.1 · 9 = 0.9;  θ = 1 − 0.1 · 3/(√0.9 + 0.5), or √(0.9 + 0.5)
    outside, state = optim.rmsprop([1.0], [3.0], learning_rate=0.1, rho=0.9, eps=0.5)
    inside, _ = optim.rmsprop([1.0], [3.0], learning_rate=0.1, rho=0.9, eps=0.5, eps_at="inside")
    assert state.v[0] == pytest.approx(0.9)
    assert outside[0] == pytest.approx(1 - 0.3 / (0.9**0.5 + 0.5))
    assert inside[0] == pytest.approx(1 - 0.3 / 1.4**0.5)


@pytest.mark.parametrize("size", [1e-5, 1.0, 1e6])
def test_adams_first_step_has_the_length_of_the_rate(size):
    theta, _ = optim.adam([0.0, 0.0], [size, -size], learning_rate=0.25, eps=1e-30)
    np.testing.assert_allclose(theta, [-0.25, 0.25], rtol=1e-14)


@pytest.mark.parametrize("step", [optim.rmsprop, optim.adam])
def test_rescaling_the_loss_changes_nothing(step):
    grads, theta = gradients(seed=9), start()
    grads[0] += 1.0  # so that no average is 0
    plain = walk(step, grads, theta, learning_rate=0.01, eps=1e-200)
    scaled = walk(step, 1024 * grads, theta, learning_rate=0.01, eps=1e-200)
    np.testing.assert_allclose(scaled, plain, rtol=1e-12)


def test_l2_is_decay_for_sgd_only():
    grads, theta = gradients(seed=10), start()
    by_l2 = walk(optim.sgd, grads, theta, learning_rate=0.01, l2=0.1)
    by_decay = walk(optim.sgd, grads, theta, learning_rate=0.01, weight_decay=0.1)
    np.testing.assert_allclose(by_decay, by_l2, rtol=1e-12, atol=1e-12)
    adam_l2 = walk(optim.adam, grads, theta, learning_rate=0.01, l2=0.1)
    adamw = walk(optim.adamw, grads, theta, learning_rate=0.01, weight_decay=0.1)
    assert np.abs(adam_l2 - adamw)[-1].max() > 1e-2


def test_decay_shrinks_every_parameter_by_the_same_share():
    theta = np.array([1e-3, 1.0, -50.0])
    for step in (optim.sgd, optim.momentum, optim.adamw):
        after, _ = step(theta, np.zeros(3), learning_rate=0.1, weight_decay=0.5)
        np.testing.assert_allclose(after, 0.95 * theta, rtol=1e-15)


def test_no_momentum_is_sgd_and_no_memory_is_sign_descent():
    grads, theta = gradients(seed=11), start()
    np.testing.assert_array_equal(
        walk(optim.momentum, grads, theta, learning_rate=0.1, momentum=0.0),
        walk(optim.sgd, grads, theta, learning_rate=0.1),
    )
    after, _ = optim.adam(theta, grads[0] + 1e4, beta1=0, beta2=0, eps=1e-30, learning_rate=0.1)
    np.testing.assert_allclose(after, theta - 0.1, rtol=1e-12)


@every_step
def test_arguments_are_not_changed_and_nothing_is_shared(step):
    theta, grad = start(), gradients()[0]
    theta_before, grad_before = theta.copy(), grad.copy()
    after, state = step(theta, grad, learning_rate=0.1)
    m, v = state.m.copy(), state.v.copy()
    second, _ = step(after, grad, state, learning_rate=0.1)
    second += 1  # must not reach into what was passed in
    np.testing.assert_array_equal(theta, theta_before)
    np.testing.assert_array_equal(grad, grad_before)
    np.testing.assert_array_equal(state.m, m)
    np.testing.assert_array_equal(state.v, v)


@every_step
@pytest.mark.parametrize(
    ("arguments", "hyper", "sentence"),
    [
        (([1.0], [1.0, 2.0]), {}, r"grad has shape \(2,\) and theta has shape \(1,\)"),
        (([1.0, 2.0], [1.0, np.nan]), {}, r"grad is NaN at index \(1,\)"),
        ((["a"], [1.0]), {}, "theta has dtype <U1; give real numbers"),
        (([[1.0], [1.0, 2.0]], [1.0]), {}, "theta is a ragged sequence"),
        (([1.0], [1.0]), {"learning_rate": -0.1}, r"learning_rate is -0.1; give a finite number"),
        (([1.0], [1.0]), {"learning_rate": np.inf}, "learning_rate is inf"),
    ],
)
def test_bad_input(step, arguments, hyper, sentence):
    with pytest.raises(ValueError, match=sentence):
        step(*arguments, **{"learning_rate": 0.1, **hyper})


@pytest.mark.parametrize(
    ("step", "hyper", "sentence"),
    [
        (optim.sgd, {"l2": -1}, "l2 is -1"),
        (optim.sgd, {"weight_decay": np.nan}, "weight_decay is nan"),
        (optim.momentum, {"momentum": 1.0}, r"momentum is 1.0; give a number in \[0, 1\)"),
        (optim.rmsprop, {"rho": -0.1}, r"rho is -0.1"),
        (optim.rmsprop, {"eps": 0}, "eps is 0; give a finite number above 0"),
        (optim.rmsprop, {"eps_at": "raw"}, "eps_at is 'raw'; use one of 'outside', 'inside'"),
        (optim.rmsprop, {"l2": -1}, "l2 is -1"),
        (optim.adam, {"beta1": 1}, "beta1 is 1"),
        (optim.adam, {"beta2": 1.5}, "beta2 is 1.5"),
        (optim.adam, {"eps_at": "keras"}, "use one of 'corrected', 'raw'"),
        (optim.adam, {"l2": -1}, "l2 is -1"),
        (optim.adamw, {"weight_decay": -1}, "weight_decay is -1"),
        (optim.adamw, {"eps": -1e-8}, "eps is -1e-08"),
    ],
)
def test_bad_hyper_parameters(step, hyper, sentence):
    with pytest.raises(ValueError, match=sentence):
        step([1.0], [1.0], learning_rate=0.1, **hyper)


@every_step
def test_a_state_of_other_parameters(step):
    _, state = step([1.0, 2.0], [1.0, 1.0], learning_rate=0.1)
    with pytest.raises(ValueError, match=r"state has averages of shape \(2,\) and theta has shape"):
        step([1.0], [1.0], state, learning_rate=0.1)


def test_bias_correction_needs_a_step():
    with pytest.raises(ValueError, match="step is 0; nothing was averaged yet"):
        optim.bias_correction([0.0], 0.9, 0)
    with pytest.raises(ValueError, match="beta is 1"):
        optim.bias_correction([0.0], 1, 1)

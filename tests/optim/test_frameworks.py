"""Step by step, over 120 updates in float64, against torch.optim and keras.optimizers."""

import numpy as np
import pytest
import torch

from ftlib import optim

from .oracles import gradients, keras_walk, relative, start, torch_walk, walk

TOLERANCE = 1e-12
# Keras casts a hyper-parameter that is a Python float to float32 before it casts it to the dtype of
# the variable: 0.9, 0.999 and 0.1 lose digits there, fractions with a power of two below do not.
EXACT_BETAS = {"beta1": 0.875, "beta2": 1 - 2.0**-10}
KERAS_BETAS = {"beta_1": 0.875, "beta_2": 1 - 2.0**-10}


def schedule(t):
    return 0.01 * optim.cosine(t, 120, warmup=10)


TORCH = {
    "sgd": (optim.sgd, {}, lambda p: torch.optim.SGD(p, lr=0.01)),
    "sgd-l2": (optim.sgd, {"l2": 0.1}, lambda p: torch.optim.SGD(p, lr=0.01, weight_decay=0.1)),
    "heavy-ball": (
        optim.momentum,
        {"momentum": 0.8, "l2": 0.1},
        lambda p: torch.optim.SGD(p, lr=0.01, momentum=0.8, weight_decay=0.1),
    ),
    "nesterov": (
        optim.momentum,
        {"momentum": 0.95, "nesterov": True, "l2": 0.1},
        lambda p: torch.optim.SGD(p, lr=0.01, momentum=0.95, nesterov=True, weight_decay=0.1),
    ),
    "rmsprop": (
        optim.rmsprop,
        {"rho": 0.97, "eps": 1e-4, "l2": 0.1},
        lambda p: torch.optim.RMSprop(p, lr=0.01, alpha=0.97, eps=1e-4, weight_decay=0.1),
    ),
    "adam": (optim.adam, {}, lambda p: torch.optim.Adam(p, lr=0.01)),
    "adam-l2": (
        optim.adam,
        {"beta1": 0.8, "beta2": 0.95, "eps": 1e-3, "l2": 0.1},
        lambda p: torch.optim.Adam(p, lr=0.01, betas=(0.8, 0.95), eps=1e-3, weight_decay=0.1),
    ),
    "adamw": (optim.adamw, {}, lambda p: torch.optim.AdamW(p, lr=0.01)),
    "adamw-strong": (
        optim.adamw,
        {"beta1": 0.0, "beta2": 0.9, "eps": 1e-3, "weight_decay": 5.0},
        lambda p: torch.optim.AdamW(p, lr=0.01, betas=(0.0, 0.9), eps=1e-3, weight_decay=5.0),
    ),
}

KERAS = {
    "sgd": (optim.sgd, {}, lambda k: k.SGD(0.01)),
    "sgd-decay": (optim.sgd, {"weight_decay": 0.125}, lambda k: k.SGD(0.01, weight_decay=0.125)),
    "heavy-ball": (optim.momentum, {"momentum": 0.75}, lambda k: k.SGD(0.01, momentum=0.75)),
    "nesterov": (
        optim.momentum,
        {"momentum": 0.9375, "nesterov": True},
        lambda k: k.SGD(0.01, momentum=0.9375, nesterov=True),
    ),
    "rmsprop": (
        optim.rmsprop,
        {"rho": 0.97, "eps": 1e-4, "eps_at": "inside"},
        lambda k: k.RMSprop(0.01, rho=0.97, epsilon=1e-4),
    ),
    "adam": (
        optim.adam,
        {**EXACT_BETAS, "eps": 1e-3, "eps_at": "raw"},
        lambda k: k.Adam(0.01, **KERAS_BETAS, epsilon=1e-3),
    ),
    "adamw": (
        optim.adamw,
        {**EXACT_BETAS, "eps": 1e-7, "eps_at": "raw", "weight_decay": 5.0},
        lambda k: k.AdamW(0.01, **KERAS_BETAS, epsilon=1e-7, weight_decay=5.0),
    ),
}


@pytest.mark.parametrize("shape", [(7,), (3, 2), ()], ids=str)
@pytest.mark.parametrize("name", TORCH)
def test_torch(name, shape):
    step, hyper, make = TORCH[name]
    grads, theta = gradients(shape=shape), start(shape=shape)
    want = torch_walk(make, grads, theta)
    got = walk(step, grads, theta, learning_rate=0.01, **hyper)
    assert relative(got, want) <= TOLERANCE


@pytest.mark.parametrize("name", ["sgd", "nesterov", "rmsprop", "adam-l2", "adamw-strong"])
def test_torch_under_a_schedule(name):
    step, hyper, make = TORCH[name]
    grads, theta = gradients(seed=2), start()
    want = torch_walk(make, grads, theta, rate=schedule)
    got = walk(step, grads, theta, learning_rate=schedule, **hyper)
    assert relative(got, want) <= TOLERANCE


@pytest.mark.parametrize("name", KERAS)
def test_keras(name):
    step, hyper, make = KERAS[name]
    grads, theta = gradients(seed=3), start()
    want = keras_walk(make, grads, theta)
    got = walk(step, grads, theta, learning_rate=0.01, **hyper)
    assert relative(got, want) <= TOLERANCE


@pytest.mark.parametrize("name", ["sgd-decay", "rmsprop", "adam", "adamw"])
def test_keras_under_a_schedule(name):
    step, hyper, make = KERAS[name]
    grads, theta = gradients(seed=4), start()
    want = keras_walk(make, grads, theta, rate=schedule)
    got = walk(step, grads, theta, learning_rate=schedule, **hyper)
    assert relative(got, want) <= TOLERANCE


def test_keras_momentum_keeps_the_rate_inside_the_velocity():
    """Under a schedule it differs from ours, and equals Σ over past steps of their own rates."""
    grads, theta, mu = gradients(seed=5, steps=30), start(), 0.75
    want, velocity = [], np.zeros_like(theta)
    for t, grad in enumerate(grads):
        velocity = mu * velocity - schedule(t) * grad
        want.append((want[-1] if want else theta) + velocity)
    keras = keras_walk(lambda k: k.SGD(0.01, momentum=mu), grads, theta, rate=schedule)
    ours = walk(optim.momentum, grads, theta, learning_rate=schedule, momentum=mu)
    assert relative(keras, np.stack(want)) <= TOLERANCE
    assert relative(keras, ours) > 0.01


@pytest.mark.parametrize("name", ["adam", "adamw"])
def test_the_wrong_placement_of_epsilon_is_noticed(name):
    step, hyper, make = KERAS[name]
    grads, theta = gradients(seed=6), start()
    want = keras_walk(make, grads, theta)
    got = walk(step, grads, theta, learning_rate=0.01, **{**hyper, "eps_at": "corrected"})
    assert relative(got, want) > 1e-6


def test_keras_rounds_the_usual_betas_to_float32():
    """The test would not notice digits that Keras lost, were the betas above not exact."""
    grads, theta = gradients(seed=6), start()
    want = keras_walk(lambda k: k.Adam(0.01, epsilon=1e-7), grads, theta)
    got = walk(optim.adam, grads, theta, learning_rate=0.01, eps=1e-7, eps_at="raw")
    assert 1e-9 < relative(got, want) < 1e-4


def test_the_two_placements_are_equal_with_a_rescaled_epsilon():
    grads, theta = gradients(seed=7), start()
    eps, beta2 = 1e-3, 0.99
    raw = walk(optim.adam, grads, theta, eps=eps, beta2=beta2, eps_at="raw")
    corrected = walk(
        optim.adam, grads, theta, eps=lambda t: eps / (1 - beta2 ** (t + 1)) ** 0.5, beta2=beta2
    )
    np.testing.assert_allclose(raw, corrected, rtol=1e-13)

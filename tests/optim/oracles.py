"""Exact arithmetic (fractions and decimals) and the frameworks, to check `ftlib.optim` against."""

import os

import numpy as np

STEPS = 120


def gradients(seed=0, shape=(7,), steps=STEPS):
    """Gradients of very different sizes, [steps, …]: from 1e-6 to 1e3, some exactly 0."""
    rng = np.random.default_rng(seed)
    sizes = 10.0 ** rng.uniform(-6, 3, size=shape)
    grads = rng.normal(size=(steps, *shape)) * sizes + 0.3 * sizes
    grads[rng.random((steps, *shape)) < 0.1] = 0.0
    return grads


def start(seed=1, shape=(7,)):
    return np.random.default_rng(seed).normal(size=shape)


def walk(step, grads, theta, **hyper):
    """Our path: parameters after each step, [steps, …]. `hyper` may hold callables of the step."""
    state, rows = None, []
    for t, grad in enumerate(grads):
        now = {name: value(t) if callable(value) else value for name, value in hyper.items()}
        theta, state = step(theta, grad, state, **now)
        rows.append(theta)
    return np.stack(rows)


def torch_walk(make, grads, theta, rate=None):
    """torch's path from the same gradients. `make` takes parameters; `rate(t)` sets the lr."""
    import torch

    parameter = torch.tensor(theta, dtype=torch.float64, requires_grad=True)
    optimiser, rows = make([parameter]), []
    for t, grad in enumerate(grads):
        if rate is not None:
            optimiser.param_groups[0]["lr"] = rate(t)
        parameter.grad = torch.tensor(grad)
        optimiser.step()
        rows.append(parameter.detach().numpy().copy())
    return np.stack(rows)


def keras_walk(make, grads, theta, rate=None):
    """Keras's path from the same gradients, with float64 variables."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    import keras

    before = keras.config.floatx()
    keras.config.set_floatx("float64")  # else the learning rate is kept in float32
    try:
        variable = keras.Variable(theta, dtype="float64")
        optimiser, rows = make(keras.optimizers), []
        for t, grad in enumerate(grads):
            if rate is not None:
                optimiser.learning_rate = rate(t)
            optimiser.apply([keras.ops.convert_to_tensor(grad, dtype="float64")], [variable])
            rows.append(variable.value.numpy().copy())
        return np.stack(rows)
    finally:
        keras.config.set_floatx(before)


def relative(got, want):
    """The largest difference, relative to the size of the wanted numbers in each coordinate."""
    scale = np.abs(want).max(axis=0)
    return float((np.abs(got - want) / scale).max())

"""The same network in both frameworks, with the same numbers in it."""

import numpy as np
import pytest
import torch
from torch import nn

from ftlib.data import Rows
from ftlib.quiet import quietly

with quietly():
    import keras


def in_pytorch(model):
    """The weights of a torch model of linear layers, as Keras lists and lays them: [in, out]."""
    return [
        (each.T if each.ndim == 2 else each).detach().numpy().copy() for each in model.parameters()
    ]


@pytest.fixture(scope="session")
def twins():
    """Makes a PyTorch and a Keras network, 8 → 16 → … → 3, with equal weights (float64)."""

    def make(seed=0, hidden=(16,), dtype="float64"):
        torch.manual_seed(seed)
        torch_layers, keras_layers, width = [], [keras.Input((8,), dtype=dtype)], 8
        for size in hidden:
            torch_layers += [nn.Linear(width, size), nn.Tanh()]
            name = str(len(torch_layers) - 2)
            keras_layers.append(keras.layers.Dense(size, "tanh", dtype=dtype, name=name))
            width = size
        name = str(len(torch_layers))
        first = nn.Sequential(*torch_layers, nn.Linear(width, 3)).to(getattr(torch, dtype))
        second = keras.Sequential([*keras_layers, keras.layers.Dense(3, dtype=dtype, name=name)])
        second.set_weights(in_pytorch(first))
        return first, second

    return make


@pytest.fixture(scope="session")
def distance():
    """The largest difference between the weights of twins."""

    def between(first, second):
        pairs = zip(in_pytorch(first), second.get_weights(), strict=True)
        return max(np.abs(a - b).max() for a, b in pairs)

    return between


@pytest.fixture(scope="session")
def clouds():
    """Makes three overlapping clouds of points in eight dimensions."""

    def make(n=150, seed=0, dtype=np.float64):
        rng = np.random.default_rng(seed)
        labels = rng.integers(0, 3, n)
        points = rng.normal(size=(n, 8)) + 1.5 * np.eye(3, 8)[labels]
        return Rows(input=points.astype(dtype), labels=labels)

    return make

"""A Keras run as tensors for a checkpoint, and back: what `ftlib.train.checkpoints` asks for.

The folders are those of the PyTorch engine, and so are their safety and their sentences.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import tensorflow as tf
import torch

from ftlib.data import Examples
from ftlib.train.checkpoints import state
from ftlib.train.seeds import random_state, set_random_state
from ftlib.train.tensorflow.engine import Engine, generator_states
from ftlib.train.tensorflow.predicting import each_batch
from ftlib.train.validating import Judged, judged

State = state.State


@state.full_state.register(Engine)
def full_state(engine: Engine) -> State:
    """All weights, by name."""
    return {
        name: _tensor(each) for name, each in zip(engine.names, engine.model.weights, strict=True)
    }


@state.load_state.register(Engine)
def load_state(engine: Engine, stored: Mapping[str, torch.Tensor]) -> None:
    """Write a `full_state` into the model."""
    for name, each in zip(engine.names, engine.model.weights, strict=True):
        each.assign(stored[name].numpy())


# A frozen weight does not change, so copying all is only a matter of memory, and simpler.
state.snapshot.register(Engine)(full_state)
state.put_back.register(Engine)(load_state)


@state.own_shapes.register(Engine)
def own_shapes(engine: Engine) -> dict[str, tuple[int, ...]]:
    """The shape of each weight, by name."""
    return {
        name: tuple(each.shape)
        for name, each in zip(engine.names, engine.model.weights, strict=True)
    }


@state.optimiser_state.register(Engine)
def optimiser_state(engine: Engine) -> State:
    """AdamW's averages under PyTorch's names, such as `exp_avg/head.kernel`, and its count."""
    found = {name: _tensor(each) for name, each in _averages(engine)}
    return found | {"step": _tensor(engine.optimiser.steps)}


@state.load_optimiser.register(Engine)
def load_optimiser(engine: Engine, training: State) -> None:
    """Write the `optimiser/…` among these tensors into the optimiser."""
    for name, each in _averages(engine):
        each.assign(training[f"optimiser/{name}"].numpy())
    engine.optimiser.steps.assign(training["optimiser/step"].numpy())


@state.generators.register(Engine)
def generators(engine: Engine) -> State:
    """Python's, NumPy's and PyTorch's generators, and those of the model's layers."""
    layers = {
        f"keras/{place}": torch.from_numpy(each.numpy().astype(np.int64))
        for place, each in enumerate(generator_states(engine.model))
    }
    return random_state(torch.device("cpu")) | layers


@state.set_generators.register(Engine)
def set_generators(engine: Engine, stored: State) -> None:
    """Put all of them back."""
    set_random_state(stored, torch.device("cpu"))
    for place, each in enumerate(generator_states(engine.model)):
        each.assign(stored[f"keras/{place}"].numpy().astype(np.uint32))


@judged.register(Engine)
def judged_batches(engine: Engine, data: Examples) -> Iterator[Judged]:
    """Every batch of the validation examples, judged."""
    for output in each_batch(engine.model, data, engine.validation_batch, engine.judge):
        labels = output.batch["labels"]
        terms = engine.count(labels)
        loss = 0.0
        if terms:  # the mean over no term at all would be NaN
            loss = float(engine.loss(output.logits, tf.convert_to_tensor(labels.numpy())))
        yield Judged(output.rows, labels.numpy(), output.logits.numpy(), terms, loss)


def _averages(engine: Engine) -> Iterator[tuple[str, Any]]:
    names = dict(zip(map(id, engine.model.weights), engine.names, strict=True))
    trained = [names[id(each)] for each in engine.model.trainable_variables]
    optimiser = engine.optimiser
    yield from ((f"exp_avg/{n}", v) for n, v in zip(trained, optimiser.first, strict=True))
    yield from ((f"exp_avg_sq/{n}", v) for n, v in zip(trained, optimiser.second, strict=True))


def _tensor(variable: Any) -> torch.Tensor:
    """A copy: arrays that TensorFlow hands out may change with the variable."""
    return torch.from_numpy(np.array(variable.numpy()))

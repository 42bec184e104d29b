"""Calling a Keras model on the batches of `ftlib.data`, and running it without training it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from ftlib.data import Examples, Pictures, in_length_order
from ftlib.train.predicting import in_rows
from ftlib.train.tensorflow.devices import choose_device, choose_precision, in_precision


class Output(NamedTuple):
    """Which rows of the data, their batch (as the data gave it), the logits [B, …]."""

    rows: NDArray[np.int64]
    batch: Mapping[str, Any]
    logits: Any


def to_tensorflow(data: Examples, batch: Mapping[str, Any]) -> dict[str, Any]:
    """The tensors of a batch for TensorFlow; pictures as Keras wants them, [B, H, W, C]."""
    if isinstance(data, Pictures):
        batch = {**batch, data.name: batch[data.name].permute(0, 2, 3, 1)}
    return {name: tf.convert_to_tensor(tensor.numpy()) for name, tensor in batch.items()}


def signature(data: Examples) -> dict[str, tf.TensorSpec]:
    """The shape of the batches of `data`, with None for what differs from batch to batch.

    A `tf.function` that is built for it is traced once, however long the texts of a batch are.
    """
    order = np.argsort(data.lengths, kind="stable")
    few = to_tensorflow(data, data.batch(order[:1]))
    more = to_tensorflow(data, data.batch(order[[0, -1]]))
    return {
        name: tf.TensorSpec(
            [a if a == b else None for a, b in zip(few[name].shape, more[name].shape, strict=True)],
            few[name].dtype,
        )
        for name in few
    }


def logits_of(model: Any, batch: Mapping[str, Any], *, training: bool) -> Any:
    """The model's logits for a batch, [B, …], as float32 (float64 where the model is).

    A functional model gets the inputs that it names; a single input goes in by position. Another
    model is called with all of them by name.

    Raises:
        ValueError: when the batch lacks an input of the model.
    """
    inputs = {name: tensor for name, tensor in batch.items() if name != "labels"}
    wanted = getattr(model, "inputs", None)
    if len(inputs) == 1:
        output = model(next(iter(inputs.values())), training=training)
    elif wanted is None:
        output = model(**inputs, training=training)
    else:
        missing = [each.name for each in wanted if each.name not in inputs]
        if missing:
            raise ValueError(
                f"model has an input {missing[0]!r}, but a batch has {', '.join(inputs)}; "
                "give keras.Input that name"
            )
        chosen = {each.name: inputs[each.name] for each in wanted}
        single = len(chosen) == 1
        output = model(next(iter(chosen.values())) if single else chosen, training=training)
    logits = getattr(output, "logits", output)
    return logits if logits.dtype == tf.float64 else tf.cast(logits, tf.float32)


def predict(
    model: Any,
    data: Examples,
    *,
    batch_size: int = 64,
    device: str = "auto",
    precision: str = "auto",
) -> NDArray[np.float32]:
    """The logits of every example, in the order of `data`; arguments, result and errors as
    `ftlib.train.predict`."""
    if len(data) == 0:
        raise ValueError("data is empty; there is nothing to predict")
    place = choose_device(device)
    with in_precision(model, choose_precision(precision, place)), tf.device(place):
        seen = [
            (output.rows, output.logits.numpy()) for output in each_batch(model, data, batch_size)
        ]
    return in_rows(seen, len(data))


def judging(model: Any, data: Examples) -> Any:
    """A `tf.function` from a batch of `data` to the model's logits, without dropout."""

    @tf.function(input_signature=[signature(data)])  # type: ignore[misc, unused-ignore]
    def judge(batch: dict[str, Any]) -> Any:
        return logits_of(model, batch, training=False)

    return judge


def each_batch(
    model: Any, data: Examples, batch_size: int, judge: Any | None = None
) -> Iterator[Output]:
    """What the model says of all examples, without dropout; texts of like length together."""
    judge = judge or judging(model, data)
    for rows in in_length_order(data.lengths, batch_size):
        batch = data.batch(rows)
        yield Output(rows, batch, judge(to_tensorflow(data, batch)))

"""Running a model without training it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from ftlib.data import Examples, in_length_order
from ftlib.train.device import autocast, choose_device, choose_precision

Batch: TypeAlias = dict[str, torch.Tensor]


def logits_of(model: nn.Module, batch: Mapping[str, torch.Tensor]) -> torch.Tensor:
    """The model's logits for a batch, as float32, [B, …].

    Inputs go in by name; a single input goes in by position, so that any `forward(x)` will do.
    The output is a tensor, or an object with `.logits` (as Transformers models give).
    """
    inputs = {name: tensor for name, tensor in batch.items() if name != "labels"}
    output: Any = model(*inputs.values()) if len(inputs) == 1 else model(**inputs)
    return getattr(output, "logits", output).float()


def to_device(batch: Batch, device: torch.device) -> Batch:
    """The batch's tensors on `device`."""
    return {name: tensor.to(device, non_blocking=True) for name, tensor in batch.items()}


def predict(
    model: nn.Module,
    data: Examples,
    *,
    batch_size: int = 64,
    device: str = "auto",
    precision: str = "auto",
) -> NDArray[np.float32]:
    """The logits of every example, in the order of `data`.

    The model is moved to the device, put into evaluation mode (no dropout) for the while and left
    in the mode it had.

    Args:
        model: any module whose output is logits, or has `.logits`.
        data: N ≥ 1 examples; labels are not needed.
        batch_size: examples in a batch; the result depends on it only by rounding.
        device, precision: as in `fit`.

    Returns:
        float32, shape [N, …].

    Raises:
        ValueError: no examples, or an unknown device or precision.
    """
    if len(data) == 0:
        raise ValueError("data is empty; there is nothing to predict")
    place = choose_device(device)
    dtype = choose_precision(precision, place)
    model.to(place)
    pieces, order = [], []
    for rows, _, logits in each_batch(model, data, batch_size, place, dtype):
        order.append(rows)
        pieces.append(logits.cpu().numpy())
    stacked = np.concatenate(pieces)
    result = np.empty_like(stacked)
    result[np.concatenate(order)] = stacked
    return result


def each_batch(
    model: nn.Module, data: Examples, batch_size: int, device: torch.device, dtype: torch.dtype
) -> Iterator[tuple[NDArray[np.int64], Batch, torch.Tensor]]:
    """Rows, batch and logits [B, …] of all examples, in evaluation mode and without gradients."""
    training = model.training
    model.eval()
    try:
        for rows in in_length_order(data.lengths, batch_size):
            batch = to_device(data.batch(rows), device)
            with torch.inference_mode(), autocast(device, dtype):
                logits = logits_of(model, batch)
            yield rows, batch, logits
    finally:
        model.train(training)

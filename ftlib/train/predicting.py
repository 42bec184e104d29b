"""Running a model without training it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from ftlib.data import Examples, in_length_order
from ftlib.train.devices.choosing import autocast, choose_device, choose_precision
from ftlib.train.devices.parallel import World

Batch: TypeAlias = dict[str, torch.Tensor]


class Output(NamedTuple):
    """What a model said of one batch: which rows of the data, their batch, the logits [B, …]."""

    rows: NDArray[np.int64]
    batch: Batch
    logits: torch.Tensor


def logits_of(model: Any, batch: Mapping[str, torch.Tensor]) -> torch.Tensor:
    """The model's logits for a batch, [B, …], as float32 (float64 where the model is).

    Inputs go in by name; a single input goes in by position, so that any `forward(x)` will do.
    The output is a tensor, or an object with `.logits` (as Transformers models give).
    """
    inputs = {name: tensor for name, tensor in batch.items() if name != "labels"}
    output: Any = model(*inputs.values()) if len(inputs) == 1 else model(**inputs)
    logits: torch.Tensor = getattr(output, "logits", output)
    return logits if logits.dtype == torch.float64 else logits.float()


def to_device(batch: Batch, device: torch.device, *, channels_last: bool = False) -> Batch:
    """The batch's tensors on `device`; the copy to a GPU runs beside what it is computing.

    `channels_last` stores pictures [B, C, H, W] with the channels of a pixel side by side, as the
    fast convolutions want them; shapes and values stay.
    """
    if device.type == "cuda":
        batch = {name: tensor.pin_memory() for name, tensor in batch.items()}
    batch = {name: tensor.to(device, non_blocking=True) for name, tensor in batch.items()}
    if channels_last:
        batch = {
            name: tensor.to(memory_format=torch.channels_last) if tensor.ndim == 4 else tensor
            for name, tensor in batch.items()
        }
    return batch


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
        float32 (float64 from a float64 model), shape [N, …]. Where the logits of a batch are as
        long as its longest text ([B, T, C], one row a token), shorter batches are filled up with
        NaN.

    Raises:
        ValueError: no examples, or an unknown device or precision.
    """
    if len(data) == 0:
        raise ValueError("data is empty; there is nothing to predict")
    place = choose_device(device)
    dtype = choose_precision(precision, place)
    model.to(place)
    seen = [
        (output.rows, output.logits.cpu().numpy())
        for output in each_batch(model, data, batch_size, place, dtype)
    ]
    return in_rows(seen, len(data))


def in_rows(seen: Sequence[tuple[NDArray[np.int64], NDArray[Any]]], count: int) -> NDArray[Any]:
    """The logits [B, …] of batches of rows as one array [count, …], NaN where none is."""
    shape = np.max([logits.shape[1:] for _, logits in seen], axis=0).astype(int)
    result = np.full((count, *shape), np.nan, dtype=seen[0][1].dtype)
    for rows, logits in seen:
        inner: Any = (rows, *(slice(0, size) for size in logits.shape[1:]))
        result[inner] = logits
    return result


def each_batch(
    model: nn.Module,
    data: Examples,
    batch_size: int,
    device: torch.device,
    dtype: torch.dtype,
    world: World | None = None,
) -> Iterator[Output]:
    """What the model says of all examples, in evaluation mode and without gradients.

    In a world of several processes each gets its share of the batches. All of them call the model
    equally often (under FSDP they must); a surplus call's output is left out.
    """
    world = world or World(device=device)
    batches = in_length_order(data.lengths, batch_size)
    training = model.training
    model.eval()
    # FSDP gathers parameters into tensors that remember their versions; inference mode forbids it.
    still = torch.no_grad if world.strategy == "fsdp" else torch.inference_mode
    try:
        for start in range(0, len(batches), world.size):
            surplus = start + world.rank >= len(batches)
            rows = batches[start if surplus else start + world.rank]
            batch = to_device(data.batch(rows), device)
            with still(), autocast(device, dtype):
                logits = logits_of(model, batch)
            if not surplus:
                yield Output(rows, batch, logits)
    finally:
        model.train(training)

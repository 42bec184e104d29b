"""The frozen-trunk cache: what frozen lower layers give is computed once and used at every epoch.

When everything below some layer is frozen, its output for an example is the same at every epoch,
as long as nothing there is random. So it need not be computed again. `prepare` finds the frozen
part, makes sure that it is fixed, runs it once over all examples, stores what comes out, and hands
back a model that begins above, with the same parameters. A loop uses it so:

    prepared = prepare(model, train, validation, device=device, dtype=dtype)
    if isinstance(prepared, str):      # a sentence that says why not
        ...
    else:                              # train prepared.model on prepared.train
        ...

The optimiser, checkpoints and `save` keep to the original `model`: its parameters are those
that train. Should another layer begin to train (gradual unfreezing), call `prepare` again.
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from ftlib.data import Examples, in_length_order
from ftlib.train.devices.choosing import autocast
from ftlib.train.predicting import logits_of, to_device
from ftlib.train.trunk.fixed import (
    modules_that_run,
    outputs_vary,
    why_examples_vary,
    why_training_differs,
)
from ftlib.train.trunk.halves import Head, Trunk, evaluating, split_trunk
from ftlib.train.trunk.states import StateStore

STATES = "trunk_states"


class CachedExamples:
    """Examples with the trunk's states in every batch, under the name `trunk_states`."""

    def __init__(self, examples: Examples, store: StateStore, padded: bool) -> None:
        self._examples = examples
        self._store = store
        self._padded = padded

    def __len__(self) -> int:
        return len(self._examples)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self._examples, name)  # whatever else the examples know of themselves

    @property
    def lengths(self) -> NDArray[np.int64]:
        """As the examples' own, shape [N]."""
        return self._examples.lengths

    @property
    def labels(self) -> NDArray[Any] | None:
        """As the examples' own."""
        return self._examples.labels

    def batch(self, rows: NDArray[np.int64]) -> dict[str, torch.Tensor]:
        """The examples' batch, and `trunk_states` [B, T, d] with zeros where padding stands."""
        batch = self._examples.batch(rows)
        states = self._store.read(rows)
        if self._padded:
            mask = batch["attention_mask"].bool()
            filled = states.new_zeros((*mask.shape, *self._store.shape))
            filled[mask] = states
            states = filled
        return batch | {STATES: states}


@dataclass(frozen=True, eq=False)
class Prepared:
    """A model that begins above its frozen part, and the examples that it takes.

    Attributes:
        model: takes the batches of `train` and `validation`; its parameters are the original's.
        train, validation: the examples with stored states (validation: None without any).
        trunk: what was computed once.
        bytes: size of the stored states.
    """

    model: Head
    train: CachedExamples
    validation: CachedExamples | None
    trunk: Trunk
    bytes: int

    def __str__(self) -> str:
        layers = f"{len(self.trunk.layers)} frozen layers (up to {self.trunk.layers[-1]!r})"
        return f"{layers} computed once; their output takes {self.bytes / 1e6:,.1f} MB"


def prepare(
    model: nn.Module,
    train: Examples,
    validation: Examples | None = None,
    *,
    device: torch.device,
    dtype: torch.dtype,
    mode: str | bool = "auto",
    batch_size: int = 32,
) -> Prepared | str:
    """Compute the frozen part once for all examples, if its output is the same at every epoch.

    Args:
        model: with some lower layers frozen; it must be on `device`.
        train, validation: examples; they are not changed.
        device, dtype: as the loop uses them (`choose_device`, `choose_precision`).
        mode: "auto": only if that changes nothing, so not when the frozen part has dropout or a
            batch norm (in training these differ from pass to pass). True: the frozen part runs in
            evaluation mode, as is usual, and is cached even then. False: never.
        batch_size: examples in a batch of the single pass.

    Returns:
        `Prepared`, or a sentence that says why nothing is cached. Logits equal those without the
        cache to rounding: matrix products of another batch size round differently.

    Raises:
        ValueError: another `mode`.

    Source: chapter *What training costs*, stations Code and Experiment.
    """
    if mode not in ("auto", True, False):
        raise ValueError(f"mode is {mode!r}; give 'auto', True or False")
    if mode is False:
        return "the cache is switched off"
    try:
        trunk, head = split_trunk(model)
    except ValueError as error:
        return str(error)
    for data in (train, validation):
        reason = None if data is None else why_examples_vary(data)
        if reason:
            return reason
    try:
        reason = None if mode is True else _why_not_fixed(trunk, train, device, dtype)
        if reason:
            return (
                f"{reason}; with cache_trunk=True the frozen part runs in evaluation mode and is "
                "cached"
            )
        stored = _store(trunk, train, device, dtype, batch_size)
        seen = None
        if validation is not None:
            seen = _store(trunk, validation, device, dtype, batch_size)
        reason = _why_not_equal(model, head, train, stored, device, dtype)
    except (ValueError, RuntimeError, TypeError) as error:
        return f"the model cannot be run from the middle ({error})"
    if reason:
        return reason
    size = stored._store.bytes + (0 if seen is None else seen._store.bytes)
    return Prepared(head, stored, seen, trunk, size)


def _store(
    trunk: Trunk, data: Examples, device: torch.device, dtype: torch.dtype, batch_size: int
) -> CachedExamples:
    """One pass of the trunk over `data`."""
    store: StateStore | None = None
    padded = False
    lengths = np.ones(len(data), dtype=np.int64)
    for rows in in_length_order(data.lengths, batch_size):
        batch = data.batch(rows)
        states = _states(trunk, batch, device, dtype).cpu()
        mask = batch.get("attention_mask")
        if store is None:
            padded = mask is not None and states.shape[:2] == mask.shape
            lengths = _true_lengths(data, batch_size) if padded else lengths
            shape = tuple(states.shape[2:] if padded else states.shape[1:])
            store = StateStore(lengths, shape, states.dtype)
        if not padded and tuple(states.shape[1:]) != store.shape:
            raise ValueError(
                f"its states have the shapes {store.shape} and {tuple(states.shape[1:])}, and no "
                "attention_mask says what is padding"
            )
        store.write(rows, states[mask.bool()] if padded and mask is not None else states)
    if store is None:
        raise ValueError("there is no example")
    return CachedExamples(data, store, padded)


def _true_lengths(data: Examples, batch_size: int) -> NDArray[np.int64]:
    """Tokens that the attention mask counts, which need not be what `data.lengths` says."""
    lengths = np.empty(len(data), dtype=np.int64)
    for rows in in_length_order(data.lengths, batch_size):
        lengths[rows] = data.batch(rows)["attention_mask"].sum(dim=1).numpy()
    return lengths


def _states(
    trunk: Trunk, batch: dict[str, torch.Tensor], device: torch.device, dtype: torch.dtype
) -> torch.Tensor:
    inputs = _inputs(to_device(batch, device))
    with autocast(device, dtype):
        return trunk(**inputs)


def _why_not_fixed(
    trunk: Trunk, train: Examples, device: torch.device, dtype: torch.dtype
) -> str | None:
    inputs = _inputs(to_device(train.batch(_a_few(train)), device))

    def run() -> torch.Tensor:
        with autocast(device, dtype):
            return trunk.run(inputs)

    with evaluating([trunk.model]):
        reference = run()
        reason = why_training_differs(modules_that_run(trunk.model, run))
    if reason:
        return reason
    if outputs_vary(run, trunk.model, reference):
        return "the frozen part computes something else in training than in evaluation"
    return None


def _why_not_equal(
    model: nn.Module,
    head: Head,
    examples: Examples,
    cached: CachedExamples,
    device: torch.device,
    dtype: torch.dtype,
) -> str | None:
    """A few examples, all the way through both: whatever surprise a model holds shows here."""
    rows = _a_few(examples)
    with ExitStack() as stack:
        stack.enter_context(evaluating([model]))
        stack.enter_context(torch.inference_mode())
        stack.enter_context(autocast(device, dtype))
        want = logits_of(model, to_device(examples.batch(rows), device)).float()
        got = logits_of(head, to_device(cached.batch(rows), device)).float()
    if want.shape != got.shape:
        return f"from stored states the logits have the shape {tuple(got.shape)}"
    # bfloat16 keeps 8 bits; another batch size then changes the third digit.
    tolerance = (1e-4 if dtype == torch.float32 else 5e-2) * (1 + float(want.abs().max()))
    error = float((want - got).abs().max())
    if not error <= tolerance:
        return (
            f"from stored states the logits differ by {error:.2g}: the upper part of "
            f"{type(model).__name__} needs more than the output of the last frozen layer, or that "
            "output depends on the other examples of the batch (positions counted from a padded "
            "left, say)"
        )
    return None


def _a_few(examples: Examples) -> NDArray[np.int64]:
    """The shortest example, one of middle length, one between: cheap, and with some padding."""
    order = np.argsort(examples.lengths, kind="stable")
    return np.unique(order[[0, len(order) // 4, len(order) // 2]])


def _inputs(batch: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    return {name: tensor for name, tensor in batch.items() if name not in ("labels", STATES)}

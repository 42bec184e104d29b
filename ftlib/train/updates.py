"""Which examples go into which update, and how an update is cut into parts.

An update is defined by its rows. How many processes share them, and in how many parts each runs
its share, changes memory and time, but not the sum that is formed.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import tee
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ftlib.data import Examples, epoch_batches, prefetch
from ftlib.train.counting import Count
from ftlib.train.devices.parallel import World
from ftlib.train.options import Options
from ftlib.train.predicting import Batch


class Part(NamedTuple):
    """A piece of an update: its batch, and over how many terms its mean loss is taken."""

    batch: Batch
    terms: int


class Update(NamedTuple):
    """One update: which it is (from 0), of which epoch (from 0), with which rows, in which parts.

    `rows` are those of all processes, `parts` those of this one. `tokens` counts the real tokens
    of all rows; `begins` and `ends` tell whether it is the first and the last of its epoch.
    """

    step: int
    epoch: int
    rows: NDArray[np.int64]
    parts: list[Part]
    tokens: int
    begins: bool
    ends: bool


class Plan:
    """The updates of a whole run: a function of the lengths, the options and nothing else."""

    def __init__(self, train: Examples, options: Options, world: World) -> None:
        self._train, self._options, self._world = train, options, world
        self._lengths = np.asarray(train.lengths, dtype=np.int64)
        # Token budgets cut each epoch into its own number of batches.
        epochs = range(options.epochs)
        sizes = (
            [len(self._batches(epoch)) for epoch in epochs]
            if options.max_tokens is not None
            else [-(-len(train) // (options.batch_size or 1)) for _ in epochs]
        )
        self._starts = np.concatenate([[0], np.cumsum(sizes)])

    @property
    def steps(self) -> int:
        """The updates of the whole run."""
        return int(self._starts[-1])

    def epoch_of(self, step: int) -> int:
        """The epoch (from 0) of update `step` (from 0)."""
        return int(np.searchsorted(self._starts, step, side="right")) - 1

    def position(self, done: int) -> float:
        """How many passes over the data `done` updates are: 1.5 in the middle of the second."""
        epoch = min(self.epoch_of(done), self._options.epochs - 1)
        start, end = self._starts[epoch], self._starts[epoch + 1]
        return float(epoch + (done - start) / (end - start))

    def updates(self, count: Count, first: int = 0) -> Iterator[Update]:
        """Update `first`, `first` + 1, … of the run, with their batches made ready on the CPU.

        With `prefetch` a thread makes them while the model works; the order stays the same.
        """
        planned, ahead = tee(self._drafts(first))
        depth = self._options.prefetch
        batches = prefetch(
            self._train,
            (
                (draft.epoch, piece if len(piece) else draft.rows[:1])
                for draft in ahead
                for piece in draft.pieces
            ),
            workers=min(depth, 1),
            depth=max(depth, 1),
            pin=self._world.device.type == "cuda",
        )
        for step, epoch, rows, pieces, begins, ends in planned:
            parts = []
            for piece in pieces:
                batch = next(batches)
                parts.append(Part(batch, count(batch["labels"]) if len(piece) else 0))
            tokens = int(self._lengths[rows].sum())
            yield Update(step, epoch, rows, parts, tokens, begins, ends)

    def _drafts(self, first: int) -> Iterator[_Draft]:
        """The updates from `first` on, before their batches are made."""
        for epoch in range(self._options.epochs):
            start, end = (int(each) for each in self._starts[epoch : epoch + 2])
            if end <= first:
                continue
            batches = self._batches(epoch)
            for step in range(max(first, start), end):
                rows = batches[step - start]
                yield _Draft(step, epoch, rows, self._pieces(rows), step == start, step + 1 == end)

    def _batches(self, epoch: int) -> list[NDArray[np.int64]]:
        options = self._options
        return epoch_batches(
            self._lengths,
            batch_size=options.batch_size,
            max_tokens=options.max_tokens,
            seed=options.seed,
            epoch=epoch,
        )

    def _pieces(self, rows: NDArray[np.int64]) -> list[NDArray[np.int64]]:
        """This process's rows, dealt out like cards, in at most `accumulate` pieces.

        All processes make the same number of pieces (under FSDP they call the model together). One
        that has no row left makes an empty piece; a row of another runs in its place, with the
        count 0, so that it adds nothing.
        """
        world = self._world
        number = min(self._options.accumulate, -(-len(rows) // world.size))
        return np.array_split(rows[world.rank :: world.size], number)


class _Draft(NamedTuple):
    step: int
    epoch: int
    rows: NDArray[np.int64]
    pieces: list[NDArray[np.int64]]
    begins: bool
    ends: bool

"""Which examples go into which batch: texts of about the same length together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Batches = list[NDArray[np.int64]]


def shuffled_buckets(
    lengths: ArrayLike, batch_size: int, *, seed: int = 0, epoch: int = 0, pool: int = 50
) -> Batches:
    """Batches for training: random, but of neighbours in length, so that little is padded.

    The rows are shuffled, cut into pools of `pool` batches, sorted by length inside a pool and cut
    into batches; then the batches are shuffled. `pool=1` is a plain shuffle; a large pool pads
    least and mixes least.

    Args:
        lengths: tokens of each example, shape [N], integers.
        batch_size: examples in a batch; only one batch may hold fewer.
        seed, epoch: the order is a function of both and of nothing else.
        pool: batches in a pool.

    Returns:
        ceil(N / batch_size) index arrays (int64) in which every row occurs exactly once.

    Raises:
        ValueError: no example, or a `batch_size` or `pool` below 1.

    Source: chapter *Your first fine-tuning*, station Code.
    """
    sizes = checked_lengths(lengths, batch_size)
    if pool < 1:
        raise ValueError(f"pool is {pool}; give at least 1 batch (1 is a plain shuffle)")
    rng = np.random.default_rng([seed, epoch])
    rows = rng.permutation(len(sizes))
    batches: Batches = []
    for pooled in _cut(rows, batch_size * pool):
        batches += _cut(pooled[np.argsort(sizes[pooled], kind="stable")], batch_size)
    return [batches[index] for index in rng.permutation(len(batches))]


def in_length_order(lengths: ArrayLike, batch_size: int) -> Batches:
    """Batches for prediction: all rows sorted by length, longest first.

    Longest first, because memory that runs out should run out at once. Arguments, result and
    errors: as `shuffled_buckets`.
    """
    sizes = checked_lengths(lengths, batch_size)
    return _cut(np.argsort(-sizes, kind="stable"), batch_size)


@dataclass(frozen=True)
class Padding:
    """What a set of batches costs: `tokens` real ones in `slots` places of the padded batches."""

    tokens: int
    slots: int

    @property
    def ratio(self) -> float:
        """Slots for each real token: 1.0 when nothing is padded."""
        return self.slots / self.tokens

    def __str__(self) -> str:
        return f"{self.tokens:,} tokens in {self.slots:,} slots ({self.ratio:.2f} a token)"


def padding(
    lengths: ArrayLike, batches: Sequence[NDArray[np.int64]], width: int | None = None
) -> Padding:
    """Count the slots that the batches take when each is padded to its longest example.

    Args:
        lengths: tokens of each example, shape [N], integers.
        batches: index arrays into `lengths`.
        width: pad every batch to this many tokens instead (`padding="max_length"`).

    Raises:
        ValueError: no batch, or a `width` below the longest example (its tokens would be lost).
    """
    sizes = np.asarray(lengths, dtype=np.int64)
    if not batches:
        raise ValueError("batches is empty; there is nothing to count")
    longest = max(int(sizes[rows].max()) for rows in batches)
    if width is not None and width < longest:
        raise ValueError(f"width is {width} but an example has {longest} tokens; truncate it first")
    slots = sum(len(rows) * (width or int(sizes[rows].max())) for rows in batches)
    return Padding(sum(int(sizes[rows].sum()) for rows in batches), slots)


def _cut(rows: NDArray[np.int64], size: int) -> Batches:
    return [rows[start : start + size] for start in range(0, len(rows), size)]


def checked_lengths(lengths: ArrayLike, batch_size: int) -> NDArray[np.int64]:
    """`lengths` as an int64 array; a ValueError where it or `batch_size` makes no sense."""
    sizes = np.asarray(lengths, dtype=np.int64)
    if sizes.ndim != 1 or len(sizes) == 0:
        raise ValueError(
            f"lengths has shape {sizes.shape}; give one length for each of at least one example"
        )
    if sizes.min() < 0:
        place = int(sizes.argmin())
        raise ValueError(f"lengths[{place}] is {sizes[place]}; give the number of its tokens")
    if batch_size < 1:
        raise ValueError(f"batch_size is {batch_size}; give at least 1 example a batch")
    return sizes

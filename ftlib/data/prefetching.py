"""Make the next batches while the model works on this one."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ftlib.data.examples import Examples

if TYPE_CHECKING:
    import torch

Order: TypeAlias = NDArray[np.int64] | tuple[int, NDArray[np.int64]]


class BatchFailed(ValueError):
    """A batch could not be made.

    Attributes:
        batch: its place in the order, from 0.
        row: the first row that fails also on its own; None when each works alone (they do not fit
            together).
    """

    def __init__(self, batch: int, row: int | None, reason: str) -> None:
        self.batch = batch
        self.row = row
        where = f"row {row}" if row is not None else "rows that work alone but not together"
        super().__init__(f"batch {batch} could not be made, because of {where}: {reason}")


def prefetch(
    examples: Examples,
    batches: Iterable[Order],
    *,
    workers: int = 1,
    depth: int = 2,
    pin: bool | None = None,
) -> Iterator[dict[str, torch.Tensor]]:
    """The batches of `examples`, made ahead of time by background threads, in the given order.

    Threads, because what costs time here (NumPy, torch, the tokenizer, reading a memory map) does
    its work outside Python's lock, and a thread hands a batch over without copying it. Leave the
    loop (`break`, an error, or `close()`) and the threads end; batches nobody took are dropped.

    Args:
        examples: `batch(rows)` makes one batch; with several workers it is called from several
            threads at once.
        batches: row numbers, int64, shape [B] each, or pairs of an epoch and row numbers: examples
            that change from epoch to epoch (those with `at_epoch`) are then asked for that epoch's.
            Taken one by one, from the caller's thread.
        workers: threads; 0 makes each batch when it is asked for.
        depth: batches that may be ready or in the making before they are asked for.
        pin: whether to put them into page-locked memory, from which a GPU copies without waiting.
            Default: where CUDA is available.

    Yields:
        What `examples.batch` gives.

    Raises:
        ValueError: for `workers` below 0 or `depth` below 1 (at once, not at the first batch).
        BatchFailed: when its turn comes, for a batch that `examples.batch` refuses; names the row.

    Source: chapter *The data pipeline*, station Code.
    """
    if workers < 0 or depth < 1:
        raise ValueError(
            f"workers is {workers} and depth {depth}; give workers of 0 or more, depth of 1 or more"
        )
    pinned = _cuda() if pin is None else pin
    if workers == 0:
        return (_make(examples, order, place, pinned) for place, order in enumerate(batches))
    return _ahead(examples, enumerate(batches), workers, depth, pinned)


def _ahead(
    examples: Examples,
    numbered: Iterator[tuple[int, Order]],
    workers: int,
    depth: int,
    pinned: bool,
) -> Iterator[dict[str, torch.Tensor]]:
    pool = ThreadPoolExecutor(workers, thread_name_prefix="ftlib-prefetch")
    waiting: deque[Future[dict[str, torch.Tensor]]] = deque()

    def fill() -> None:
        for place, order in islice(numbered, depth - len(waiting)):
            waiting.append(pool.submit(_make, examples, order, place, pinned))

    try:
        fill()
        while waiting:
            batch = waiting.popleft().result()  # in order, whichever thread was first
            fill()
            yield batch
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _make(examples: Examples, order: Order, place: int, pinned: bool) -> dict[str, torch.Tensor]:
    rows = order[1] if isinstance(order, tuple) else order
    if isinstance(order, tuple) and hasattr(examples, "at_epoch"):
        examples = examples.at_epoch(order[0])
    try:
        batch = examples.batch(rows)
    except Exception as error:
        row, cause = _culprit(examples, rows, error)
        raise BatchFailed(place, row, f"{type(cause).__name__}: {cause}") from cause
    return {name: tensor.pin_memory() for name, tensor in batch.items()} if pinned else batch


def _culprit(
    examples: Examples, rows: NDArray[np.int64], error: Exception
) -> tuple[int | None, Exception]:
    """The first row that fails on its own, with its error."""
    for row in rows:
        try:
            examples.batch(np.array([row]))
        except Exception as own:
            return int(row), own
    return None, error


def _cuda() -> bool:
    import torch

    return torch.cuda.is_available()

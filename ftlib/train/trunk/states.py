"""Hidden states of many examples in one memory-mapped file, without padding."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray


class StateStore:
    """Example i takes `lengths[i]` rows of one flat file, in the dtype that the model computed.

    The file lives in a temporary folder that goes away with the store. The operating system keeps
    in memory what is read often, and only as much as there is room for.

    Args:
        lengths: rows of each example, int, shape [N]; 1 where an example is one block.
        shape: of one row, such as (hidden size,).
        dtype: any floating dtype of torch.
        folder: where the file is made; default: the system's place for temporary files.

    Raises:
        ValueError: when the disk has not enough room.
    """

    def __init__(
        self,
        lengths: NDArray[np.int64],
        shape: tuple[int, ...],
        dtype: torch.dtype,
        folder: str | Path | None = None,
    ) -> None:
        self.starts = np.concatenate([[0], np.cumsum(lengths)])
        self.shape = shape
        numbers = int(self.starts[-1]) * int(np.prod(shape, dtype=np.int64))
        self.bytes = numbers * dtype.itemsize
        place = Path(folder or tempfile.gettempdir())
        free = shutil.disk_usage(place).free
        if self.bytes > 0.9 * free:
            raise ValueError(
                f"the states of {len(lengths):,} examples take {self.bytes:,} bytes, but only "
                f"{free:,} are free where temporary files go; train without the cache"
            )
        own = tempfile.mkdtemp(prefix="ftlib-states-", dir=place)
        weakref.finalize(self, shutil.rmtree, own, ignore_errors=True)
        flat = torch.from_file(
            str(Path(own) / "states"), shared=True, size=max(numbers, 1), dtype=dtype
        )
        self._flat = flat[:numbers].view(-1, *shape)

    def write(self, rows: NDArray[np.int64], states: torch.Tensor) -> None:
        """Store the states of the examples `rows`, one after the other: [Σ lengths, *shape]."""
        states = states.cpu()
        place = 0
        for row in rows:
            start, stop = self.starts[row], self.starts[row + 1]
            self._flat[start:stop] = states[place : place + stop - start]
            place += stop - start

    def read(self, rows: NDArray[np.int64]) -> torch.Tensor:
        """The states of the examples `rows`, one after the other: [Σ lengths, *shape]."""
        return torch.cat([self._flat[self.starts[row] : self.starts[row + 1]] for row in rows])

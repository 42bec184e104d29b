"""Rows of unequal length in one flat array: how token numbers are kept, in memory or on disk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import overload

import numpy as np
from numpy.typing import NDArray


class Ragged(Sequence[NDArray[np.int64]]):
    """N arrays of unequal length, stored end to end.

    One flat array and N + 1 borders take 2 to 4 bytes a token and can be mapped from a file; N
    separate arrays take 8 bytes a token and some 100 more for each text.

    Attributes:
        flat: all numbers, shape [total], any integer dtype; may be a memory map.
        offsets: where each row starts, and where the last one ends: int64, shape [N + 1].

    Raises:
        ValueError: for offsets that do not rise from 0 to the length of `flat`.
    """

    def __init__(self, flat: NDArray, offsets: NDArray[np.int64]) -> None:
        if len(offsets) == 0 or offsets[0] != 0 or offsets[-1] != len(flat):
            raise ValueError(
                f"offsets must run from 0 to the {len(flat)} numbers of flat; got {offsets}"
            )
        if (np.diff(offsets) < 0).any():
            raise ValueError("offsets must not fall; give the start of each row in order")
        self.flat = flat
        self.offsets = offsets

    @classmethod
    def of(cls, rows: Iterable[Sequence[int] | NDArray]) -> Ragged:
        """Copy rows end to end, as uint16 where every number fits, else int32, else int64.

        Raises:
            ValueError: for a row of anything but integers of 64 bits.
        """
        kept = [_integers(place, row) for place, row in enumerate(rows)]
        offsets = np.zeros(len(kept) + 1, dtype=np.int64)
        np.cumsum(np.fromiter(map(len, kept), np.int64, len(kept)), out=offsets[1:])
        flat = np.concatenate(kept) if kept else np.empty(0, dtype=np.int64)
        return cls(flat.astype(_smallest(flat)), offsets)

    @property
    def lengths(self) -> NDArray[np.int64]:
        """Numbers in each row, shape [N]."""
        return np.diff(self.offsets)

    def __len__(self) -> int:
        return len(self.offsets) - 1

    @overload
    def __getitem__(self, row: int) -> NDArray[np.int64]: ...
    @overload
    def __getitem__(self, row: slice) -> tuple[NDArray[np.int64], ...]: ...
    def __getitem__(self, row: int | slice) -> NDArray[np.int64] | tuple[NDArray[np.int64], ...]:
        """A copy of one row as int64, or of several as a tuple."""
        if isinstance(row, slice):
            return tuple(self[place] for place in range(*row.indices(len(self))))
        place = range(len(self))[row]  # counts negative ones from the end, and refuses too large
        return self.flat[self.offsets[place] : self.offsets[place + 1]].astype(np.int64)

    def padded(
        self, rows: NDArray[np.int64], pad: int
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The chosen rows as a rectangle, without a loop over them.

        Args:
            rows: int64, shape [B]; negative ones count from the end.
            pad: the number that fills up.

        Returns:
            The numbers and the mask (1 = real, 0 = filled up), both int64, shape [B, T], where T
            is the longest of these rows, and at least 1.

        Raises:
            IndexError: for a row that is not there.
        """
        starts = self.offsets[:-1][rows]
        lengths = self.offsets[1:][rows] - starts
        places = np.arange(max(1, int(lengths.max(initial=0))))
        mask = places < lengths[:, None]
        padded = np.full(mask.shape, pad, dtype=np.int64)
        padded[mask] = self.flat[(starts[:, None] + places)[mask]]
        return padded, mask.astype(np.int64)


def _integers(place: int, row: Sequence[int] | NDArray) -> NDArray[np.int64]:
    """The row as int64; a conversion alone would cut fractions off without a word."""
    array = np.asarray(row)
    if array.shape == (0,):
        return array.astype(np.int64)
    fits = array.dtype.kind in "iub" and (array.dtype != np.uint64 or array.max() < 2**63)
    if array.ndim != 1 or not fits:
        raise ValueError(
            f"rows[{place}] is {array.dtype} of shape {array.shape}; give integers of 64 bits, [T]"
        )
    return array.astype(np.int64, copy=False)


def _smallest(flat: NDArray[np.int64]) -> type[np.integer]:
    low, high = int(flat.min(initial=0)), int(flat.max(initial=0))
    if low >= 0 and high < 2**16:
        return np.uint16
    return np.int32 if low >= -(2**31) and high < 2**31 else np.int64

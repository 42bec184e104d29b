"""Sequences of unequal length with a label for each place, padded to the batch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ftlib.data.ragged import Ragged

if TYPE_CHECKING:
    import torch

IGNORED = -100  # what a loss leaves out


class Sequences:
    """Examples whose inputs and labels have one entry a token: `Sequences(input_ids=…, labels=…)`.

    Inputs are named like the arguments of the model's `forward`, which also gets `attention_mask`.

    Args:
        labels: N rows of integers, −100 where a token has none; may be left out.
        pads: by name of an input, the number that fills it up; 0 where none is given.
        inputs: for each name N rows of integers. Row i has the same length everywhere.

    Raises:
        ValueError: without an input, where lengths differ, for rows of anything but integers, for
            an input named `attention_mask` (it is made), or pads for an input that is not there.
    """

    def __init__(
        self,
        *,
        labels: Sequence[Any] | None = None,
        pads: Mapping[str, int] | None = None,
        **inputs: Sequence[Any],
    ) -> None:
        if not inputs:
            raise ValueError("Sequences got no input; name the model's, as in input_ids=rows")
        if "attention_mask" in inputs:
            raise ValueError("attention_mask is made from the lengths; leave it out")
        strange = [name for name in pads or {} if name not in inputs]
        if strange:
            raise ValueError(f"pads names {strange}; the inputs are {list(inputs)}")
        rows = inputs if labels is None else inputs | {"labels": labels}
        self._rows = {name: Ragged.of(_integers(name, each)) for name, each in rows.items()}
        self._pads = dict.fromkeys(inputs, 0) | dict(pads or {}) | {"labels": IGNORED}
        self._lengths = next(iter(self._rows.values())).lengths
        for name, each in self._rows.items():
            if not np.array_equal(each.lengths, self._lengths):
                raise ValueError(
                    f"{name} has rows of other lengths than {next(iter(inputs))}; "
                    "give one entry for each token to all of them"
                )

    def __len__(self) -> int:
        return len(self._lengths)

    @property
    def lengths(self) -> NDArray[np.int64]:
        """Tokens of each example, shape [N]."""
        return self._lengths

    @property
    def labels(self) -> NDArray[np.int64] | None:
        """int64, shape [N, T] with T the longest, filled up with −100; None without labels."""
        if "labels" not in self._rows:
            return None
        return self._rows["labels"].padded(np.arange(len(self)), IGNORED)[0]

    def batch(self, rows: NDArray[np.int64]) -> dict[str, torch.Tensor]:
        """The rows, filled up to the longest of them.

        Args:
            rows: numbers of examples, whole, shape [B], each from 0 to N − 1.

        Returns: by name int64 tensors [B, T] of every input, of the labels where there are some,
            and `attention_mask` (1 a token, 0 filled up); on the processor.

        Raises:
            ValueError: a number that no example has.
        """
        import torch

        rows = np.asarray(rows, dtype=np.int64)
        outside = rows[(rows < 0) | (rows >= len(self))]
        if len(outside):
            raise ValueError(f"rows holds {outside[0]}; give numbers from 0 to {len(self) - 1}")
        padded = {name: each.padded(rows, self._pads[name]) for name, each in self._rows.items()}
        batch = {name: torch.from_numpy(numbers) for name, (numbers, _) in padded.items()}
        mask = next(iter(padded.values()))[1]
        return batch | {"attention_mask": torch.from_numpy(mask)}


def _integers(name: str, rows: Sequence[Any]) -> list[NDArray[np.int64]]:
    """Each row as int64 [T]; a conversion alone would cut fractions off without a word."""
    found = []
    for place, row in enumerate(rows):
        array = np.asarray(row)
        if array.ndim != 1 or (len(array) and array.dtype.kind not in "iub"):
            raise ValueError(
                f"{name}[{place}] is {array.dtype} of shape {array.shape}; give integers, one a "
                "token"
            )
        found.append(array.astype(np.int64))
    return found

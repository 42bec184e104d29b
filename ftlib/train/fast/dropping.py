"""Dropout masks at a sixth of the cost: four 16-bit numbers out of one random 64-bit word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch

_LEVELS = 1 << 16


@dataclass(frozen=True)
class Mask:
    """Which numbers a dropout keeps.

    Attributes:
        lanes: int16, uniform over its 65,536 values, in the shape of what is dropped.
        lowest: a number is kept where its lane is at least this.
        scale: 1 / (share that is kept), so that the mean stays what it was.
    """

    lanes: torch.Tensor
    lowest: int
    scale: float

    def ones(self, dtype: torch.dtype) -> torch.Tensor:
        """1 where kept and 0 where dropped, in `dtype`; still to be multiplied by `scale`."""
        # A comparison that writes numbers is one pass; one that gives bools needs a second.
        kept = torch.empty(self.lanes.shape, dtype=dtype)
        return torch.ge(self.lanes, self.lowest, out=kept)


def draw_mask(shape: Sequence[int], p: float) -> Mask | None:
    """A mask that drops each number with probability `p`, or None where nothing is dropped.

    The probability is rounded to a multiple of 2⁻¹⁶; the scale is exact for the rounded one. The
    bits come from PyTorch's global generator, so that a seed and a resumed run mean what they do
    elsewhere.

    Args:
        shape: of what will be multiplied.
        p: the probability of dropping, 0 … 1.

    Raises:
        ValueError: for a `p` outside 0 … 1.
    """
    if not 0 <= p <= 1:
        raise ValueError(f"p is {p}; give a probability from 0 to 1")
    dropped = round(p * _LEVELS)
    if dropped == 0:
        return None
    count = torch.Size(shape).numel()
    words = torch.empty(-(-count // 4), dtype=torch.int64).random_(-(2**63), None)
    lanes = words.view(torch.int16)[:count].view(*shape)
    if dropped == _LEVELS:  # nothing is kept, and no int16 is as large as the bound would be
        return Mask(torch.full_like(lanes, -1), 0, 0.0)
    return Mask(lanes, dropped - _LEVELS // 2, _LEVELS / (_LEVELS - dropped))

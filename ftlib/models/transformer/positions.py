"""Positions as waves: each pair of entries turns at its own speed."""

from __future__ import annotations

import torch
from torch import Tensor


def sinusoidal(length: int, hidden_size: int, *, base: float = 10_000.0) -> Tensor:
    """A vector for each position: sines in the even entries, cosines in the odd ones.

    Args:
        length: T, positions from 0 on.
        hidden_size: H, even.
        base: the slowest wave is almost 2π·base positions long.

    Returns:
        float64 [T, H]; entry 2j is sin(t·w_j) and entry 2j + 1 is cos(t·w_j).

    Raises:
        ValueError: a length below 1, or a hidden size that is odd or below 2.

    Source: chapter *Attention and the Transformer*, equation (sinusoid); Vaswani et al. (2017).
    """
    if length < 1:
        raise ValueError(f"length is {length}; give at least one position")
    angles = torch.arange(length, dtype=torch.float64)[:, None] * frequencies(
        hidden_size, base=base
    )
    return torch.stack([angles.sin(), angles.cos()], dim=-1).flatten(-2)  # [T, H/2, 2] → [T, H]


def shift_rotation(steps: float, hidden_size: int, *, base: float = 10_000.0) -> Tensor:
    """The matrix R with R s(t) = s(t + steps) for every t, where s(t) is a row of `sinusoidal`.

    Args:
        steps: how far; negative is back.
        hidden_size, base: as `sinusoidal`.

    Returns:
        float64 [H, H]; orthogonal, blocks of two on the diagonal.

    Raises:
        ValueError: as `sinusoidal`.

    Source: chapter *Attention and the Transformer*, equation (shift-rotation).
    """
    angles = steps * frequencies(hidden_size, base=base)
    blocks = torch.stack(
        [
            torch.stack([angles.cos(), angles.sin()], dim=-1),
            torch.stack([-angles.sin(), angles.cos()], dim=-1),
        ],
        dim=-2,
    )  # [H/2, 2, 2]
    return torch.block_diag(*blocks)


def frequencies(hidden_size: int, *, base: float = 10_000.0) -> Tensor:
    """w_j = base^(−2j/H), in radians a position: float64 [H/2], from 1 down.

    Raises:
        ValueError: a hidden size that is odd or below 2.

    Source: chapter *Attention and the Transformer*, equation (sinusoid).
    """
    if hidden_size < 2 or hidden_size % 2:
        raise ValueError(f"hidden_size is {hidden_size}; waves come in pairs, give an even number")
    share = torch.arange(0, hidden_size, 2, dtype=torch.float64) / hidden_size
    return base**-share

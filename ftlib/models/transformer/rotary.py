"""Rotary positions: queries and keys are turned by their place, so that only differences count."""

from __future__ import annotations

import torch
from torch import Tensor


def rotary_angles(positions: Tensor, head_size: int, *, base: float = 10_000.0) -> Tensor:
    """The angle by which each plane of a head is turned at each position.

    Args:
        positions: places of the tokens, int or float [T].
        head_size: d, even: d/2 planes, of which plane k has the frequency base^(−2k/d).
        base: the larger, the longer the slowest wave.

    Returns:
        float32 [T, d/2], in radians.

    Raises:
        ValueError: an odd head_size, or a base that is not above 1.

    Source: chapter *GPT*, equation (rotary-angles); Su et al. (2021).
    """
    if head_size < 2 or head_size % 2:
        raise ValueError(f"head_size is {head_size}; planes need an even number of at least 2")
    if not base > 1:
        raise ValueError(f"base is {base}; give a number above 1, such as 10,000")
    planes = torch.arange(0, head_size, 2, dtype=torch.int64, device=positions.device)
    frequencies = 1.0 / base ** (planes.float() / head_size)
    return positions.float()[:, None] * frequencies


def rotate(x: Tensor, angles: Tensor) -> Tensor:
    """Turn each plane of x by its angle. Plane k is made of the entries k and k + d/2.

    Args:
        x: queries or keys, float [..., T, d].
        angles: from `rotary_angles`, float [T, d/2].

    Returns:
        As x: the lengths are kept, the directions are not.

    Raises:
        ValueError: shapes that do not fit.

    Source: chapter *GPT*, equation (rotary); the pairing of entries is Llama's.
    """
    if x.shape[-2:] != (len(angles), 2 * angles.shape[-1]):
        raise ValueError(
            f"x has shape {tuple(x.shape)} and angles {tuple(angles.shape)}; "
            "give [..., T, d] and [T, d/2]"
        )
    cos, sin = angles.cos().to(x.dtype), angles.sin().to(x.dtype)
    first, second = x.chunk(2, dim=-1)  # [..., T, d/2] each
    return torch.cat([first * cos - second * sin, first * sin + second * cos], dim=-1)

"""The pieces that both halves of a layer are made of, forward and backward."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from ftlib.train.fast.dropping import Mask


def linear(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    """x Wᵀ + b in the dtype of x: [B, T, I] and [O, I] give [B, T, O]."""
    weight, bias = weight.to(x.dtype), bias.to(x.dtype)
    flat = torch.addmm(bias, x.reshape(-1, x.shape[-1]), weight.t())
    return flat.view(*x.shape[:-1], -1)


def linear_gradients(
    dy: Tensor, x: Tensor, wanted: Sequence[bool]
) -> tuple[Tensor | None, Tensor | None]:
    """The gradients of W and b from that of y = x Wᵀ + b, as float32 where x is shorter.

    Args:
        dy: [B, T, O].
        x: [B, T, I], in the dtype of dy.
        wanted: whether W's and b's are needed; None stands for one that is not.
    """
    rows = dy.reshape(-1, dy.shape[-1])
    full = torch.promote_types(dy.dtype, torch.float32)
    dweight = (rows.t() @ x.reshape(-1, x.shape[-1])).to(full) if wanted[0] else None
    # Added up in float32 and rounded once, as W's; `sum(0, dtype=full)` would first make a copy.
    return dweight, rows.sum(0).to(full) if wanted[1] else None


def add_dropped(x: Tensor, o: Tensor, mask: Mask | None) -> Tensor:
    """x + dropout(o), in the dtype of x."""
    if mask is None:
        return x + o
    return torch.addcmul(x, o.to(x.dtype), mask.ones(x.dtype), value=mask.scale)


def undropped(dr: Tensor, mask: Mask | None, dtype: torch.dtype) -> Tensor:
    """The gradient behind a dropout from that before it, in the dtype of the products."""
    if mask is None:
        return dr.to(dtype)
    return mask.ones(dr.dtype).mul_(dr).mul_(mask.scale).to(dtype)


def normalise(
    r: Tensor, gain: Tensor, shift: Tensor, epsilon: float
) -> tuple[Tensor, Tensor, Tensor]:
    """Layer normalisation over the last axis: the result, the means, and 1 / deviations."""
    return torch.native_layer_norm(r, list(gain.shape), gain, shift, epsilon)


def normalise_gradients(
    dy: Tensor, r: Tensor, mean: Tensor, rstd: Tensor, gain: Tensor, shift: Tensor
) -> tuple[Tensor, Tensor, Tensor]:
    """The gradients of r, gain and shift from that of `normalise`'s result."""
    return torch.ops.aten.native_layer_norm_backward(
        dy.contiguous(), r, list(gain.shape), mean, rstd, gain, shift, [True, True, True]
    )

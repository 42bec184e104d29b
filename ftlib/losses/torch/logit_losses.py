"""The elementwise losses of a logit, and the loop that keeps them in the processor's cache."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from ftlib.losses.torch._classes import batched, traced

# Numbers handled at a time: a few arrays of them fit into a core's cache, so a chain of
# operations reads and writes main memory once instead of once an operation. Fewer than 2¹⁵, where
# PyTorch would start to share each single operation among threads and wait for all of them.
BLOCK = 3 * 2**13


def plain_loss(z: Tensor, y: Tensor, reduction: str) -> Tensor:
    """Cross-entropy of σ(z), unweighted; reduced. Both float32 or float64, of one shape."""
    if traced():
        losses = two_sided_losses(z, y, 1.0 - y)
        if reduction == "none":
            return losses
        return losses.mean() if reduction == "mean" else losses.sum()
    return _Plain.apply(z, y, reduction)


def two_sided_losses(z: Tensor, a: Tensor, b: Tensor) -> Tensor:
    """a·log(1 + e^(−z)) + b·log(1 + e^z), elementwise: positive terms, so nothing cancels."""
    return -(_times(a, F.logsigmoid(z)) + _times(b, F.logsigmoid(-z)))


def _times(factor: Tensor, logs: Tensor) -> Tensor:
    """factor · logs; 0 · log 0 counts 0."""
    absent = (factor == 0) & (logs == -torch.inf)
    return factor * logs.masked_fill(absent, 0.0)


class _Plain(torch.autograd.Function):
    """Value and p − y, each in one sweep over the logits and the targets."""

    @staticmethod
    def forward(ctx: Any, z: Tensor, y: Tensor, reduction: str) -> Tensor:
        ctx.save_for_backward(z, y)
        ctx.scale = 1.0 / z.numel() if reduction == "mean" else 1.0
        losses = _value(z, y, reduction, _gains)
        if math.isnan(losses.sum().item()):  # a NaN, or inf · 0, which is to count 0
            losses = _value(z, y, reduction, _careful_gains)
        return losses.neg_() if reduction == "none" else losses * -ctx.scale

    @staticmethod
    def backward(ctx: Any, upstream: Tensor) -> tuple[Tensor | None, ...]:
        z, y = ctx.saved_tensors
        factor = upstream * ctx.scale
        by_y = factor * -z if ctx.needs_input_grad[1] else None  # log(1 − p) − log p
        if not ctx.needs_input_grad[0]:
            return None, by_y, None
        if torch.is_grad_enabled() or traced() or batched(upstream):
            by_z = factor * ((1 - y) * torch.sigmoid(z) - y * torch.sigmoid(-z))
            return by_z, by_y, None
        slopes = torch.empty_like(z, memory_format=torch.contiguous_format)
        for z_part, y_part, f_part, room in _blocks(z, y, factor.expand(z.shape), slopes):
            room.copy_(_slopes(z_part, y_part).mul_(f_part))
        return slopes, by_y, None


def _value(
    z: Tensor, y: Tensor, reduction: str, gains: Callable[[Tensor, Tensor], Tensor]
) -> Tensor:
    """The gains, or their sum, block by block."""
    if reduction != "none":
        return sum_of([gains(*parts).sum() for parts in _blocks(z, y)])
    each = torch.empty_like(z, memory_format=torch.contiguous_format)
    for z_part, y_part, room in _blocks(z, y, each):
        room.copy_(gains(z_part, y_part))
    return each


def _gains(z: Tensor, y: Tensor) -> Tensor:
    """−[max(z, 0) (1 − y) + max(−z, 0) y + log(1 + e^(−|z|))]: no term is ever negative."""
    up = torch.relu(z)
    hinge = (1 - y).mul_(up).addcmul_(up.sub_(z), y)  # up − z is max(−z, 0), exactly
    return F.logsigmoid(z.abs()).sub_(hinge)


def _careful_gains(z: Tensor, y: Tensor) -> Tensor:
    """`_gains` for infinite logits too: inf · 0 counts 0."""
    distance = z.abs()
    wrong = torch.where(z >= 0, 1 - y, y)
    return F.logsigmoid(distance) - torch.where(wrong == 0, 0.0, distance * wrong)


def _slopes(z: Tensor, y: Tensor) -> Tensor:
    """p − y without its cancellation: (1 − y) − σ(−z) for z ≥ 0, σ(z) − y for z < 0."""
    tail = z.abs().neg_().sigmoid_().copysign_(z)
    step = torch.copysign(z.new_full((), 0.5), z).add_(0.5)  # 1 for z ≥ 0, 0 for z < 0
    return step.sub_(y).sub_(tail)


def sum_of(parts: list[Tensor]) -> Tensor:
    """The sum of scalars, in float64: a sum of many blocks keeps its digits."""
    if len(parts) == 1:
        return parts[0]
    return torch.stack(parts).double().sum().to(parts[0].dtype)


def _blocks(*tensors: Tensor) -> Iterable[tuple[Tensor, ...]]:
    """The tensors in step, `BLOCK` numbers at a time (all at once where they are few)."""
    if tensors[0].numel() <= BLOCK or tensors[0].device.type != "cpu":
        return [tensors]
    return zip(*(tensor.reshape(-1).split(BLOCK) for tensor in tensors), strict=True)

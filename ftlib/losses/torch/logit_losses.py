"""The elementwise losses of a logit, of PyTorch's own operations: few numbers, and any device."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from ftlib.losses.torch._classes import cast, function_of, owned, working

FEW = 2**16  # up to here PyTorch's own derivatives beat a backward that is called from Python
# As tensors: PyTorch takes longer to wrap a Python number than to add 4,000 others.
HALF, ONE = torch.tensor(0.5), torch.tensor(1.0)
STEEP = 50.0  # from here on log(1 + e^u) is u, to the last digit of float64


def plain_loss(z: Tensor, y: Tensor, reduction: str, *, direct: bool, hard: bool) -> Tensor:
    """Cross-entropy of σ(z), unweighted; reduced, at least float32. Both of one shape.

    `direct`: neither is `traced`; `hard`: it is known that each y is 0 or 1.
    """
    if not direct:
        target = y.to(working(z))
        losses = two_sided_losses(z.to(target.dtype), target, 1.0 - target)
        return _reduced(losses, reduction)
    if hard:
        return loss_of_hard(z, y, reduction)
    if torch.is_grad_enabled() and (z.requires_grad or y.requires_grad):
        return _plain(z, y, reduction)
    return _reduced(_both(z, y, sloped=False)[0], reduction)


def are_hard(y: Tensor) -> bool:
    """Whether it costs next to nothing to know that all are 0 or 1, and constants: then y² = y."""
    if y.requires_grad or y.numel() > FEW or y.device.type != "cpu":
        return False
    return y.dtype == torch.bool or torch.equal(y, y * y)


def loss_of_hard(z: Tensor, y: Tensor, reduction: str) -> Tensor:
    """log(1 + e^u), u = (1 − 2y) z: for 0 and 1 the whole loss, and its slope ± σ(u) is exact.

    PyTorch's own derivatives of it are right, and of any order.
    """
    work = working(z)
    z, y = cast(z, work), cast(y, work)
    losses = F.softplus(torch.sub(ONE, y, alpha=2) * z, 1.0, STEEP)
    if reduction == "none":
        return losses
    total = losses.sum()  # the derivative of a mean would divide each element once more
    return total * _share(z.numel(), work, z.device) if reduction == "mean" else total


def two_sided_losses(z: Tensor, a: Tensor, b: Tensor) -> Tensor:
    """a·log(1 + e^(−z)) + b·log(1 + e^z), elementwise: positive terms, so nothing cancels."""
    return -(_times(a, F.logsigmoid(z)) + _times(b, F.logsigmoid(-z)))


def _times(factor: Tensor, logs: Tensor) -> Tensor:
    """factor · logs; 0 · log 0 counts 0."""
    absent = (factor == 0) & (logs == -torch.inf)
    return factor * logs.masked_fill(absent, 0.0)


class _Plain(torch.autograd.Function):
    """The slopes p − y are made with the value, of the same exponentials."""

    @staticmethod
    def forward(ctx: Any, z: Tensor, y: Tensor, reduction: str) -> Tensor:
        losses, slopes = _both(z, y, sloped=ctx.needs_input_grad[0])
        ctx.scale = _share(z.numel(), working(z), z.device) if reduction == "mean" else None
        ctx.save_for_backward(z, y, slopes)
        return _reduced(losses, reduction)

    @staticmethod
    def backward(ctx: Any, upstream: Tensor) -> tuple[Tensor | None, ...]:
        z, y, slopes = ctx.saved_tensors
        factor = upstream if ctx.scale is None else upstream * ctx.scale
        by_y = factor * -z if ctx.needs_input_grad[1] else None  # log(1 − p) − log p
        if slopes is None:
            return None, by_y, None
        if torch.is_grad_enabled():  # to be differentiated once more: from the logits again
            z, y = z.to(slopes.dtype), y.to(slopes.dtype)
            by_z = factor * ((1.0 - y) * torch.sigmoid(z) - y * torch.sigmoid(-z))
        else:
            by_z = slopes.mul_(factor) if owned(upstream) else factor * slopes
        return by_z, by_y, None


_plain = function_of(_Plain)


@lru_cache(64)
def _share(count: int, dtype: torch.dtype, device: torch.device) -> Tensor:
    """1 / count, kept: the same sizes come again at every step."""
    with torch.inference_mode(False):
        return torch.tensor(1.0 / count, dtype=dtype, device=device)


def _both(z: Tensor, y: Tensor, *, sloped: bool) -> tuple[Tensor, Tensor | None]:
    """z (h − y) − log(1 − t), and h − y ± t if asked for; t = σ(−|z|), h is 1 for z > 0.

    No term is negative, so neither the loss nor p − y loses digits where p is almost y. (At 0
    either h would do.)
    """
    work = working(z)
    z, y = cast(z, work), cast(y, work)
    sign = z.sgn()
    minus_tail = z.abs().neg_().sigmoid_().neg_()
    miss = torch.sub(HALF, y).add_(sign, alpha=0.5)
    slopes = torch.addcmul(miss, sign, minus_tail) if sloped else None
    reached = z.masked_fill(miss == 0, 0.0)  # inf · 0 counts 0
    return miss.mul_(reached).sub_(minus_tail.log1p_()), slopes


def _reduced(losses: Tensor, reduction: str) -> Tensor:
    if reduction == "none":
        return losses
    return losses.mean() if reduction == "mean" else losses.sum()

"""Log-sum-exp, softmax and its logarithm in PyTorch, over the last axis.

PyTorch's own kernels, with two limits they leave NaN: a logit of +inf makes its class certain.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from ftlib.losses import _classes, _validate
from ftlib.losses.torch._classes import (
    FEW,
    as_numpy,
    may_look,
    require_floating,
    require_tensors,
    working,
)


def logsumexp(logits: Tensor, *, validate: bool = True) -> Tensor:
    """log Σ_c e^(z_c) over the last axis: [..., C] → [...], dtype of `logits`.

    Half precision is computed in float32. Gradient: the softmax. Values, errors and source: as
    `reference.logsumexp`; `validate=False` looks at shape and dtype only.
    """
    z = _checked(logits, validate=False)
    top = z.amax(-1)
    finite = top.isfinite()  # elsewhere the sum is its largest term, and its slope 1
    result = torch.where(finite, torch.logsumexp(z.where(finite.unsqueeze(-1), 0.0), -1), top)
    if validate and may_look(z) and result.isnan().any():
        _validate.require_no_nan("logits", as_numpy(logits))
    return result.to(logits.dtype)


def log_softmax(logits: Tensor, *, validate: bool = True) -> Tensor:
    """log p_c = z_c − log Σ_k e^(z_k): [..., C] → [..., C], dtype of `logits`.

    Half precision is computed in float32. Values, errors and source: as
    `reference.log_softmax`; `validate=False` looks at shape and dtype only.
    """
    z = _checked(logits, validate)
    return log_softmax_of(z).to(logits.dtype)


def softmax(logits: Tensor, *, validate: bool = True) -> Tensor:
    """p_c = e^(z_c) / Σ_k e^(z_k): [..., C] → [..., C]. As `log_softmax`."""
    z = _checked(logits, validate)
    return torch.softmax(settled(z), -1).to(logits.dtype)


def settled(z: Tensor) -> Tensor:
    """Rows with +inf become their limit: 0 for that class, −inf for the others."""
    certain = z == torch.inf
    limit = torch.zeros_like(z).masked_fill(~certain, -torch.inf)
    return torch.where(certain.any(-1, keepdim=True), limit, z)


def log_softmax_of(z: Tensor) -> Tensor:
    """`log_softmax` of checked logits; every step has derivatives of any order."""
    return torch.log_softmax(settled(z), -1)


class _Settled(torch.autograd.Function):
    """`settled`, whose slopes pass as they are: so a loss keeps p − y, with the p of the limit."""

    @staticmethod
    def forward(ctx: Any, z: Tensor) -> Tensor:
        return settled(z)

    @staticmethod
    def backward(ctx: Any, upstream: Tensor) -> Tensor:
        return upstream


def log_softmax_at_limits(z: Tensor) -> Tensor:
    """`log_softmax_of` outside of transforms, with the slopes of the limit too."""
    return torch.log_softmax(_Settled.apply(z), -1)


def fast_log_softmax(z: Tensor) -> Tensor:
    """`log_softmax_of` [N, C] by PyTorch's fastest kernel; NaN in a row with +inf.

    Along a last axis shorter than a vector register that kernel works number by number: few
    classes are better laid out the other way round.
    """
    if z.shape[-1] < FEW and z.device.type == "cpu":
        return torch.log_softmax(z.t().contiguous(), 0).t()
    return torch.log_softmax(z, -1)


def _checked(logits: Tensor, validate: bool) -> Tensor:
    require_tensors(logits=logits)
    require_floating("logits", logits)
    _classes.require_class_axis("logits", logits.shape)
    if validate and may_look(logits) and logits.numel():
        highest = logits.detach().amax(-1)  # NaN passes through, and fails
        if not ((highest < torch.inf) & (highest > -torch.inf)).all():
            _classes.require_softmax_exists("logits", as_numpy(logits))
    return logits.to(working(logits))

"""Binary cross-entropy in PyTorch, with the closed-form backward of the book."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from ftlib.losses.torch._common import prepared, ratio, reduced


def binary_cross_entropy_with_logits(
    z: Tensor, y: Tensor, reduction: str = "mean", *, validate: bool = True
) -> Tensor:
    """Binary cross-entropy of p = σ(z); its backward is p − y, its second derivative p (1 − p).

    Args:
        z: logits, any shape, float64, float32, bfloat16 or float16; ±inf are taken.
        y: targets in [0, 1], the shape and device of `z`, any real dtype.
        reduction: "none" (shape of `z`), "mean" (a scalar) or "sum".
        validate: look at the values too (NaN, targets outside [0, 1]). On a GPU that waits
            for the device once a call; False leaves only the checks of shape and dtype.

    Returns:
        The loss in nats, dtype and device of `z`. Half precision is computed in float32.

    Raises:
        ValueError: for unequal shapes (nothing is broadcast) or devices, targets outside
            [0, 1], NaN, logits that are no floats, an unknown reduction, the mean of nothing.

    Source: chapter *Binary cross-entropy*, equations (stable) and (grad-z).
    """
    logits, target = prepared("z", z, y, reduction, validate)
    return reduced(_WithLogits.apply(logits, target), reduction, z.dtype)


def binary_cross_entropy(
    p: Tensor, y: Tensor, reduction: str = "mean", *, validate: bool = True
) -> Tensor:
    """−[y log p + (1 − y) log(1 − p)]; its backward is (1 − y)/(1 − p) − y/p.

    For a model that ends in a logit use `binary_cross_entropy_with_logits`: a `p` that has
    rounded to 0 or 1 has lost what the loss is about.

    Args:
        p: probabilities in [0, 1], any shape, any float dtype.
        y, reduction, validate: as `binary_cross_entropy_with_logits`.

    Returns:
        The loss in nats, dtype and device of `p`; +inf where `p` holds impossible what
        happened (nothing is clipped), with an infinite gradient.

    Raises:
        ValueError: as `binary_cross_entropy_with_logits`, and for `p` outside [0, 1].

    Source: chapter *Binary cross-entropy*, equations (bce) and (grad-p).
    """
    prob, target = prepared("p", p, y, reduction, validate)
    return reduced(_OfProbability.apply(prob, target), reduction, p.dtype)


class _WithLogits(torch.autograd.Function):
    """Elementwise loss of logits. Its backward is made of differentiable operations."""

    generate_vmap_rule = True  # so that torch.func.grad, jacrev and vmap work through it

    @staticmethod
    def forward(z: Tensor, y: Tensor) -> Tensor:
        distance = z.abs()
        wrong = torch.where(z >= 0, 1 - y, y)
        hinge = torch.where(wrong == 0, 0.0, distance * wrong)  # inf · 0 counts 0
        return hinge + torch.log1p(torch.exp(-distance))

    @staticmethod
    def setup_context(ctx: Any, inputs: tuple[Tensor, Tensor], output: Tensor) -> None:
        ctx.save_for_backward(*inputs)

    @staticmethod
    def backward(ctx: Any, upstream: Tensor) -> tuple[Tensor | None, Tensor | None]:
        z, y = ctx.saved_tensors
        by_z = by_y = None
        if ctx.needs_input_grad[0]:  # p − y without its cancellation
            by_z = upstream * ((1 - y) * torch.sigmoid(z) - y * torch.sigmoid(-z))
        if ctx.needs_input_grad[1]:  # log(1 − p) − log p
            by_y = upstream * -z
        return by_z, by_y


class _OfProbability(torch.autograd.Function):
    """Elementwise loss of probabilities."""

    generate_vmap_rule = True

    @staticmethod
    def forward(p: Tensor, y: Tensor) -> Tensor:
        return -(torch.special.xlogy(y, p) + torch.special.xlog1py(1 - y, -p))

    @staticmethod
    def setup_context(ctx: Any, inputs: tuple[Tensor, Tensor], output: Tensor) -> None:
        ctx.save_for_backward(*inputs)

    @staticmethod
    def backward(ctx: Any, upstream: Tensor) -> tuple[Tensor | None, Tensor | None]:
        p, y = ctx.saved_tensors
        by_p = by_y = None
        if ctx.needs_input_grad[0]:
            by_p = upstream * (ratio(1 - y, 1 - p) - ratio(y, p))
        if ctx.needs_input_grad[1]:
            by_y = upstream * (torch.log1p(-p) - torch.log(p))
        return by_p, by_y

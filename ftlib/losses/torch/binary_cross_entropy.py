"""Binary cross-entropy in PyTorch, with the closed-form backward of the book."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from ftlib.losses import _binary
from ftlib.losses._classes import still_to_warn
from ftlib.losses.torch._classes import (
    as_numpy,
    check_weights,
    may_look,
    outgoing,
    require_real,
    require_tensors,
)
from ftlib.losses.torch._common import matched, prepared, ratio, reduced, sound
from ftlib.losses.torch.logit_losses import plain_loss, two_sided_losses


def binary_cross_entropy_with_logits(
    z: Tensor,
    y: Tensor,
    reduction: str = "mean",
    *,
    weight: Tensor | None = None,
    pos_weight: Tensor | None = None,
    label_smoothing: float = 0.0,
    ignore_index: int | None = None,
    validate: bool = True,
) -> Tensor:
    """Binary cross-entropy of p = σ(z); its backward is p − y, its second derivative p (1 − p).

    Args:
        z: logits, any shape, float64, float32, bfloat16 or float16; ±inf are taken.
        y: targets in [0, 1] (or `ignore_index`), the shape and device of `z`, any real dtype.
        reduction: "none" (shape of `z`), "mean" (a scalar) or "sum".
        weight, pos_weight: tensors that broadcast to the shape of `z`, not negative, treated
            as constants; as `reference.binary_cross_entropy_with_logits`.
        label_smoothing, ignore_index: as there.
        validate: look at the values too (NaN, targets, weights). On a GPU that waits for the
            device. Not done while compiling or inside torch.func transforms, where there are
            no values to look at.

    Returns:
        The loss in nats, dtype and device of `z` (float32 under autocast). Half precision is
        computed in float32.

    Raises:
        ValueError: for unequal shapes (nothing is broadcast) or devices, targets outside
            [0, 1], NaN, logits that are no floats, bad weights, an unknown reduction, the mean
            of nothing.

    Warns:
        SuspiciousLogits: once, when 32 logits or more all look like probabilities.

    Source: chapter *Binary cross-entropy*, equations (stable) and (grad-z).
    """
    logits, target = matched("z", z, y, reduction)
    _binary.require_binary_options(label_smoothing, ignore_index)
    weights = {"weight": weight, "pos_weight": pos_weight}
    look = validate and may_look(z, y)
    for name, given in weights.items():
        _check_weight(name, given, z, look)
    kept = None
    if ignore_index is not None:
        kept = target != ignore_index
        target = torch.where(kept, target, 0.0)
    plain = kept is None and not label_smoothing and weight is None and pos_weight is None
    if look:
        _warn_if_probabilities(z)
    if plain:
        loss = plain_loss(logits, target, reduction)
    else:
        a, b = _sides(target, weight, pos_weight, label_smoothing, kept)
        losses = two_sided_losses(logits, a, b)
        loss = reduced(losses, reduction, losses.dtype, kept)
    if look:
        sound("z", z, target, loss)
    return loss.to(outgoing(z))


def _sides(
    y: Tensor,
    weight: Tensor | None,
    pos_weight: Tensor | None,
    label_smoothing: float,
    kept: Tensor | None,
) -> tuple[Tensor, Tensor]:
    """a and b: what the loss weighs the positive and the negative side with."""
    if label_smoothing:
        y = (1.0 - label_smoothing) * y + label_smoothing / 2
    a, b = y, 1.0 - y
    if pos_weight is not None:
        a = a * pos_weight.detach().to(a.dtype)
    for factor in (weight, kept):
        if factor is not None:
            factor = factor.detach().to(a.dtype)
            a, b = a * factor, b * factor
    return a, b


def _check_weight(name: str, weight: Tensor | None, z: Tensor, look: bool) -> None:
    if weight is None:
        return
    require_tensors(z=z, **{name: weight})
    require_real(name, weight)
    _binary.require_broadcastable(name, tuple(weight.shape), tuple(z.shape))
    if look:
        check_weights(name, weight)


def _warn_if_probabilities(z: Tensor) -> None:
    """A glance at the first few; only if they could be probabilities, at all of them."""
    if z.numel() < _binary.ENOUGH or not still_to_warn("sigmoid"):
        return
    few = z.detach().reshape(-1)[:: z.numel() // 4]
    if 0 <= few[0].item() <= 1 and all(0 <= value <= 1 for value in few.tolist()):
        _binary.warn_if_probabilities(as_numpy(z))


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
    return reduced(_OfProbability.apply(prob, target), reduction, outgoing(p))


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

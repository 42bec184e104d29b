"""Binary cross-entropy in PyTorch, with the closed-form backward of the book."""

from __future__ import annotations

from functools import partial
from typing import Any

import torch
from torch import Tensor

from ftlib.losses import _binary
from ftlib.losses.torch import fused
from ftlib.losses.torch._classes import (
    carried_out,
    cast,
    check_weights,
    may_look,
    outgoing,
    require_real,
    require_tensors,
    working,
)
from ftlib.losses.torch._common import (
    check_pair,
    ratio,
    reduced,
    sound,
    warn_if_probabilities,
)
from ftlib.losses.torch.logit_losses import are_hard, plain_loss, two_sided_losses


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
    check_pair("z", z, y, reduction)
    seen = may_look(z, y)
    look = validate and seen
    direct = seen and not carried_out(z, y)
    plain = _absent(weight, pos_weight, label_smoothing, ignore_index)
    hard, work = False, working(z)
    logits = cast(z, work)
    if plain and direct and fused.fits(logits, y):
        quick = fused.binary_loss(logits, y, reduction, partial(_slow, reduction=reduction))
        if quick is not None:
            return cast(quick, outgoing(z))
    if look:
        warn_if_probabilities(z)
    if plain:
        hard = direct and are_hard(y)
        loss = plain_loss(z, y, reduction, direct=direct, hard=hard)
    else:
        _check_options(weight, pos_weight, label_smoothing, ignore_index, "z", z, look)
        kept, y = _kept(y, ignore_index)
        a, b = _sides(y.to(work), weight, pos_weight, label_smoothing, kept)
        loss = reduced(two_sided_losses(logits, a, b), reduction, work, kept)
    if look:
        sound("z", z, None if hard else y, loss)
    return cast(loss, outgoing(z))


def _slow(z: Tensor, y: Tensor, reduction: str) -> Tensor:
    return plain_loss(z, y, reduction, direct=False, hard=False)


def _absent(
    weight: Tensor | None,
    pos_weight: Tensor | None,
    label_smoothing: float,
    ignore_index: int | None,
) -> bool:
    """Whether every option is the default, which needs no check."""
    absent = weight is None and pos_weight is None and ignore_index is None
    return absent and type(label_smoothing) is float and label_smoothing == 0.0


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


def _kept(y: Tensor, ignore_index: int | None) -> tuple[Tensor | None, Tensor]:
    """Which elements count (None: all), and the targets with 0 for those that do not."""
    if ignore_index is None:
        return None, y
    y = y if y.is_floating_point() else y.long()  # −100 is no uint8
    kept = y != ignore_index
    return kept, torch.where(kept, y, 0)


def _check_options(
    weight: Tensor | None,
    pos_weight: Tensor | None,
    label_smoothing: float,
    ignore_index: int | None,
    prediction: str,
    of: Tensor,
    look: bool,
) -> None:
    _binary.require_binary_options(label_smoothing, ignore_index)
    for name, given in (("weight", weight), ("pos_weight", pos_weight)):
        _check_weight(name, given, prediction, of, look)


def _check_weight(
    name: str, weight: Tensor | None, prediction: str, of: Tensor, look: bool
) -> None:
    if weight is None:
        return
    require_tensors(**{prediction: of, name: weight})
    require_real(name, weight)
    _binary.require_broadcastable(name, tuple(weight.shape), prediction, tuple(of.shape))
    if look:
        check_weights(name, weight, working(of))


def binary_cross_entropy(
    p: Tensor,
    y: Tensor,
    reduction: str = "mean",
    *,
    weight: Tensor | None = None,
    pos_weight: Tensor | None = None,
    label_smoothing: float = 0.0,
    ignore_index: int | None = None,
    validate: bool = True,
) -> Tensor:
    """−[a log p + b log(1 − p)], a = y and b = 1 − y; its backward is b/(1 − p) − a/p.

    For a model that ends in a logit use `binary_cross_entropy_with_logits`: a `p` that has
    rounded to 0 or 1 has lost what the loss is about.

    Args:
        p: probabilities in [0, 1], any shape, any float dtype.
        y, reduction, weight, pos_weight, label_smoothing, ignore_index, validate: as
            `binary_cross_entropy_with_logits`.

    Returns:
        The loss in nats, dtype and device of `p` (float32 under autocast); +inf where `p`
        holds impossible what happened (nothing is clipped), with an infinite gradient.

    Raises:
        ValueError: as `binary_cross_entropy_with_logits`, and for `p` outside [0, 1].

    Source: chapter *Binary cross-entropy*, equations (bce) and (grad-p).
    """
    check_pair("p", p, y, reduction)
    look = validate and may_look(p, y)
    _check_options(weight, pos_weight, label_smoothing, ignore_index, "p", p, look)
    kept, y = _kept(y, ignore_index)
    if look:
        sound("p", p, y, p)
    work = working(p)
    a, b = _sides(y.to(work), weight, pos_weight, label_smoothing, kept)
    return reduced(_OfProbability.apply(p.to(work), a, b), reduction, outgoing(p), kept)


class _OfProbability(torch.autograd.Function):
    """−[a log p + b log(1 − p)], elementwise; 0 · log 0 counts 0."""

    generate_vmap_rule = True

    @staticmethod
    def forward(p: Tensor, a: Tensor, b: Tensor) -> Tensor:
        return -(torch.special.xlogy(a, p) + torch.special.xlog1py(b, -p))

    @staticmethod
    def setup_context(ctx: Any, inputs: tuple[Tensor, ...], output: Tensor) -> None:
        ctx.save_for_backward(*inputs)

    @staticmethod
    def backward(ctx: Any, upstream: Tensor) -> tuple[Tensor | None, ...]:
        p, a, b = ctx.saved_tensors
        by_p = upstream * (ratio(b, 1 - p) - ratio(a, p)) if ctx.needs_input_grad[0] else None
        by_a = upstream * -torch.log(p) if ctx.needs_input_grad[1] else None
        by_b = upstream * -torch.log1p(-p) if ctx.needs_input_grad[2] else None
        return by_p, by_a, by_b

"""The last linear layer and its softmax cross-entropy in one, without the full logits.

A vocabulary of C words makes N × C logits, and a framework keeps them, their log-softmax and
their gradients. Here a chunk of rows is turned into logits, into p − y, and at once into its
part of ∂h, ∂W and ∂b; then the next chunk overwrites it.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor

from ftlib.losses import _linear
from ftlib.losses._classes import IGNORED, dtype_name, require_options
from ftlib.losses.torch import _classes as checks
from ftlib.losses.torch.softmax_cross_entropy import softmax_cross_entropy


def linear_cross_entropy(
    hidden: Tensor,
    weight: Tensor,
    targets: Tensor,
    *,
    bias: Tensor | None = None,
    chunk: int | None = None,
    ignore_index: int | None = IGNORED,
    label_smoothing: float = 0.0,
    reduction: str = "mean",
    validate: bool = True,
) -> Tensor:
    """`softmax_cross_entropy(hidden @ weight.T + bias, targets)` in a fraction of its memory.

    Args:
        hidden: h, [..., H], any float dtype.
        weight: W, [C, H], as `torch.nn.Linear` keeps it.
        targets: integer labels [...].
        bias: b, [C], or none.
        chunk: rows at a time; none: as many as make about 128 MB of float32 logits.
        ignore_index, label_smoothing, reduction: as `softmax_cross_entropy`. Ignored rows
            cost no time. The gradients of "mean" and "sum" are made in the forward pass; those
            of "none" need each row's upstream gradient, so its logits are made once more.
        validate: look at the values too (NaN, infinities, labels); see `softmax_cross_entropy`.

    Returns:
        The loss, dtype of `hidden` (float32 under autocast). Logits are made in that dtype and
        turned into probabilities in float32. A second derivative, torch.compile, torch.func
        and forward mode are right too, but take the two steps with full logits.

    Raises:
        ValueError: as `reference.linear_cross_entropy`, and for dtypes and devices as
            `softmax_cross_entropy`.

    Source: chapter *Softmax cross-entropy*, equations (linear-ce) and (linear-ce-grad).
    """
    look = _check(hidden, weight, targets, bias, chunk, validate)
    require_options(
        reduction,
        targets.numel(),
        "hidden",
        label_smoothing=label_smoothing,
        ignore_index=ignore_index,
    )
    if checks.traced():
        return softmax_cross_entropy(
            F.linear(hidden, weight, bias),
            targets,
            ignore_index=ignore_index,
            label_smoothing=label_smoothing,
            reduction=reduction,
        )
    outgoing, device = checks.outgoing(hidden), hidden.device.type
    ignored = checks.check_labels(targets, weight.shape[0], ignore_index, look)
    if torch.is_autocast_enabled(device):
        hidden, weight = (x.to(torch.get_autocast_dtype(device)) for x in (hidden, weight))
    size = _linear.rows_at_a_time(chunk, weight.shape[0])
    with torch.autocast(device, enabled=False):
        loss = _fused(hidden, weight, bias, targets, label_smoothing, size, ignored, reduction)
    if look and not loss.detach().isfinite().all():  # an overflow, or a class of bias −inf
        logits = F.linear(hidden.detach(), weight.detach(), bias if bias is None else bias.detach())
        _linear.require_logits(checks.as_numpy(logits))
    return loss.to(outgoing)


def _fused(
    hidden: Tensor,
    weight: Tensor,
    bias: Tensor | None,
    targets: Tensor,
    smoothing: float,
    size: int,
    ignored: int | None,
    reduction: str,
) -> Tensor:
    """The loss of checked arguments; rows that are ignored are left out before anything else."""
    labels = targets.reshape(-1).long()
    flat = hidden.reshape(len(labels), hidden.shape[-1])
    rows = None
    if ignored is not None:
        rows = (labels != ignored).nonzero().squeeze(1)
        flat, labels = flat[rows], labels[rows]
    layer = (flat, weight, bias, labels, smoothing, size)
    if reduction == "none":
        loss = _EachRow.apply(*layer)
        if rows is not None:
            loss = loss.new_zeros(targets.numel()).index_copy(0, rows, loss)
        return loss.reshape(targets.shape)
    scale = 1.0 / max(1, len(labels)) if reduction == "mean" else 1.0
    return _Total.apply(*layer, scale, torch.is_grad_enabled())


def _check(
    hidden: Tensor,
    weight: Tensor,
    targets: Tensor,
    bias: Tensor | None,
    chunk: int | None,
    validate: bool,
) -> bool:
    """Raise for arguments that do not fit; whether values may be looked at further."""
    checks.require_tensors(hidden=hidden, weight=weight, targets=targets, bias=bias)
    for name, tensor in (("hidden", hidden), ("weight", weight), ("bias", bias)):
        if tensor is not None:
            checks.require_floating(name, tensor)
    shape = None if bias is None else tuple(bias.shape)
    shapes = (tuple(hidden.shape), tuple(weight.shape), tuple(targets.shape))
    _linear.require_layer(*shapes, targets.dtype, shape, chunk)
    device = hidden.device.type
    if hidden.dtype != weight.dtype and not torch.is_autocast_enabled(device):
        raise ValueError(
            f"weight has dtype {dtype_name(weight.dtype)} and hidden has dtype "
            f"{dtype_name(hidden.dtype)}; give both in one, or use torch.autocast"
        )
    look = validate and checks.may_look(hidden, targets)
    if look:
        for name, tensor in (("hidden", hidden), ("weight", weight), ("bias", bias)):
            if tensor is not None and not tensor.detach().sum().isfinite():
                _linear.require_finite(name, checks.as_numpy(tensor))
    return look


class _Gradients(NamedTuple):
    """float32 or float64; None for what is not wanted."""

    hidden: Tensor | None
    weight: Tensor | None
    bias: Tensor | None


def _by_chunks(
    hidden: Tensor,
    weight: Tensor,
    bias: Tensor | None,
    labels: Tensor,
    smoothing: float,
    size: int,
    wanted: tuple[bool, bool, bool] | None,
    factor: Tensor | None = None,
) -> tuple[Tensor, _Gradients]:
    """Losses [N], and with `wanted` the gradients of their sum (weighted by `factor`, [N])."""
    work = checks.working(hidden)
    n, classes = len(hidden), len(weight)
    losses = torch.empty(n, dtype=work, device=hidden.device)
    grads = _Gradients(
        *(
            torch.zeros_like(x, dtype=work) if want and x is not None else None
            for x, want in zip((hidden, weight, bias), wanted or [False] * 3, strict=True)
        )
    )
    z_room, p_room = (hidden.new_empty(min(size, n), classes, dtype=work) for _ in range(2))
    for start in range(0, n, size):
        part = slice(start, start + size)
        h, y = hidden[part], labels[part].unsqueeze(1)
        z, p = z_room[: len(h)], p_room[: len(h)]
        if h.dtype == work:
            torch.mm(h, weight.T, out=z)
        else:
            z.copy_(h @ weight.T)
        if bias is not None:
            z += bias
        torch.log_softmax(z, -1, out=p)
        losses[part] = _row_losses(p, y, smoothing)
        if wanted:
            p.exp_().scatter_add_(1, y, p.new_full((1, 1), smoothing - 1.0).expand_as(y))
            if smoothing:
                p -= smoothing / classes
            if factor is not None:
                p *= factor[part].unsqueeze(1)
            _add(grads, p, h, weight, part)
    return losses, grads


def _row_losses(log_p: Tensor, y: Tensor, smoothing: float) -> Tensor:
    losses = -log_p.gather(1, y).squeeze(1)
    if not smoothing:
        return losses
    own = losses * (1.0 - smoothing) if smoothing < 1 else torch.zeros_like(losses)
    return own - smoothing * log_p.mean(1)


def _add(grads: _Gradients, slopes: Tensor, h: Tensor, weight: Tensor, part: slice) -> None:
    """Add one chunk's share: ∂h = G W, ∂W = Gᵀ h, ∂b = Σ G."""
    if grads.bias is not None:
        grads.bias.add_(slopes.sum(0))
    half = slopes.to(h.dtype)  # products in the caller's dtype, sums in the working one
    if grads.hidden is not None:
        if half is slopes:
            torch.mm(slopes, weight, out=grads.hidden[part])
        else:
            grads.hidden[part] = half @ weight
    if grads.weight is not None:
        if half is slopes:
            grads.weight.addmm_(slopes.T, h)
        else:
            grads.weight.add_(half.T @ h)


class _Total(torch.autograd.Function):
    """The sum times `scale`; its gradients are ready when the value is."""

    @staticmethod
    def forward(
        ctx: Any,
        hidden: Tensor,
        weight: Tensor,
        bias: Tensor | None,
        labels: Tensor,
        smoothing: float,
        size: int,
        scale: float,
        training: bool,
    ) -> Tensor:
        wanted = tuple(ctx.needs_input_grad[:3]) if training else None
        wanted = wanted if wanted and any(wanted) else None
        losses, grads = _by_chunks(hidden, weight, bias, labels, smoothing, size, wanted)
        ctx.scale, ctx.smoothing = scale, smoothing
        ctx.save_for_backward(hidden, weight, bias, labels, *grads)
        return losses.sum() * scale

    @staticmethod
    def backward(ctx: Any, upstream: Tensor) -> tuple[Tensor | None, ...]:
        *layer, labels, by_h, by_w, by_b = ctx.saved_tensors
        factor = upstream * ctx.scale
        if torch.is_grad_enabled():
            rows = factor.expand(labels.shape)
            return *_in_full(ctx, layer, labels, ctx.smoothing, rows), *[None] * 5
        grads = (
            None if grad is None else (grad * factor).to(x.dtype)
            for grad, x in zip((by_h, by_w, by_b), layer, strict=True)
        )
        return *grads, *[None] * 5


class _EachRow(torch.autograd.Function):
    """The losses [N]; their gradients wait for the upstream one of each row."""

    @staticmethod
    def forward(
        ctx: Any,
        hidden: Tensor,
        weight: Tensor,
        bias: Tensor | None,
        labels: Tensor,
        smoothing: float,
        size: int,
    ) -> Tensor:
        ctx.save_for_backward(hidden, weight, bias, labels)
        ctx.smoothing, ctx.size = smoothing, size
        losses, _ = _by_chunks(hidden, weight, bias, labels, smoothing, size, None)
        return losses

    @staticmethod
    def backward(ctx: Any, upstream: Tensor) -> tuple[Tensor | None, ...]:
        *layer, labels = ctx.saved_tensors
        if torch.is_grad_enabled():
            return *_in_full(ctx, layer, labels, ctx.smoothing, upstream), *[None] * 3
        wanted = tuple(ctx.needs_input_grad[:3])
        hidden, weight, bias = layer
        _, grads = _by_chunks(
            hidden, weight, bias, labels, ctx.smoothing, ctx.size, wanted, upstream
        )
        cast = (
            None if grad is None else grad.to(x.dtype) for grad, x in zip(grads, layer, strict=True)
        )
        return *cast, *[None] * 3


def _in_full(
    ctx: Any, layer: list[Tensor], labels: Tensor, smoothing: float, upstream: Tensor
) -> list[Tensor | None]:
    """The gradients by plain operations, where they are to be differentiated once more."""
    hidden, weight, bias = layer
    losses = softmax_cross_entropy(
        F.linear(hidden, weight, bias),
        labels,
        ignore_index=None,
        label_smoothing=smoothing,
        reduction="none",
        validate=False,
    )
    needed = ctx.needs_input_grad[:3]
    inputs = [x for x, want in zip(layer, needed, strict=True) if want]
    grads = iter(torch.autograd.grad(losses, inputs, upstream.to(losses.dtype), create_graph=True))
    return [next(grads) if want else None for want in needed]

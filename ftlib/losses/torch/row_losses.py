"""The two autograd functions under every PyTorch loss over classes.

Both return the loss and the log-probabilities they made on the way. The backward of the first
order reuses those, p = e^(log p); a backward that is itself differentiated starts from the
logits again, so that second derivatives see them. While PyTorch traces (torch.func, compile,
forward mode) the values are left as plain operations, of which it makes what it needs.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import torch
from torch import Tensor

from ftlib.losses.torch._classes import batched, function_of, owned, traced
from ftlib.losses.torch.log_softmax import log_softmax_of

LONG = 64  # classes from which PyTorch's fused kernels along the last axis are the fastest


class LabelParts(NamedTuple):
    """q of labels, taken apart: q_c = own · [c = label] + kept · spread_c, for each row."""

    labels: Tensor  # int64 [N], all within the classes
    own: Tensor | float  # [N], or the same for all rows
    spread: Tensor | None  # [C]; None: no smoothing
    kept: Tensor | None  # bool [N]; None: no row is ignored
    scale: Tensor | float  # what the sum is multiplied by


def label_parts(
    log_p: Tensor,
    labels: Tensor,
    weight: Tensor | None,
    label_smoothing: float,
    ignore_index: int | None,
    reduction: str,
) -> LabelParts:
    """For predictions [N, C] and labels [N]; `ignore_index`: None where no row is ignored."""
    n, classes = log_p.shape
    kept = None if ignore_index is None else labels != ignore_index
    labels = (labels if kept is None else torch.where(kept, labels, 0)).long()
    counts: Tensor | None = None  # what each row weighs; None: 1
    if weight is not None:
        counts = weight[labels]
    if kept is not None:
        counts = kept.to(log_p.dtype) if counts is None else counts * kept
    own: Tensor | float = 1.0 - label_smoothing
    if counts is not None:
        own = counts * own
    spread = None
    if label_smoothing:
        share = label_smoothing / classes
        spread = log_p.new_full((classes,), share) if weight is None else weight * share
    scale: Tensor | float = 1.0
    if reduction == "mean":
        scale = _inverse(counts.sum()) if counts is not None else 1.0 / n
    return LabelParts(labels, own, spread, kept, scale)


def of_labels(
    z: Tensor, parts: LabelParts, reduction: str, *, limits: bool
) -> tuple[Tensor, Tensor]:
    """Loss ([N] or a scalar) and log-probabilities [N, C] of logits [N, C].

    `limits`: look for logits of +inf.
    """
    if traced(z):
        log_p = log_softmax_of(z)
        return label_loss(log_p, *parts, reduction), log_p
    loss, log_p = _apply_labels(z, *parts, reduction, limits)
    return loss, log_p


def of_probabilities(
    z: Tensor, q: Tensor, reduction: str, *, limits: bool
) -> tuple[Tensor, Tensor]:
    """As `of_labels`, for effective targets [N, C] in the dtype of `z`."""
    if traced(z, q):
        log_p = log_softmax_of(z)
        losses = probability_losses(log_p, q)
    else:
        losses, log_p = _apply_probabilities(z, q, limits)
    return reduce_rows(losses, reduction), log_p


def effective_targets(y: Tensor, weight: Tensor | None, label_smoothing: float) -> Tensor:
    """q = w [(1 − ε) y + ε / C], [N, C]."""
    if label_smoothing:
        y = (1.0 - label_smoothing) * y + label_smoothing / y.shape[-1]
    return y if weight is None else weight * y


def reduce_rows(losses: Tensor, reduction: str) -> Tensor:
    if reduction == "none":
        return losses
    return losses.mean() if reduction == "mean" else losses.sum()


def _inverse(total: Tensor) -> Tensor:
    """1 / total; 0 for a total of 0, so that a batch that says nothing moves nothing."""
    none = total == 0
    return torch.where(none, 0.0, 1.0 / torch.where(none, torch.ones_like(total), total))


def label_loss(
    log_p: Tensor,
    labels: Tensor,
    own: Tensor | float,
    spread: Tensor | None,
    kept: Tensor | None,
    scale: Tensor | float,
    reduction: str,
) -> Tensor:
    """−Σ_c q_c log p_c of each row; reduced, unless reduction is "none". 0 · log 0 counts 0."""
    losses = 0.0 - log_p.gather(1, labels.unsqueeze(1)).squeeze(1)
    if isinstance(own, Tensor):
        losses = torch.where(own == 0, 0.0, losses * own)
    elif own != 1.0:
        losses = losses * own if own else torch.zeros_like(losses)
    if spread is not None:
        others = torch.where(spread == 0, 0.0, log_p * spread).sum(-1)
        losses = losses - (others if kept is None else torch.where(kept, others, 0.0))
    if reduction == "none":
        return losses
    total = losses.sum() * scale
    # inf · 0: a batch of which every label weighs nothing, smoothed onto an impossible class
    return torch.where(scale == 0, 0.0, total) if isinstance(scale, Tensor) else total


def probability_losses(log_p: Tensor, q: Tensor) -> Tensor:
    """−Σ_c q_c log p_c of each row, for any q; 0 · log 0 counts 0."""
    absent = (q == 0) & (log_p == -torch.inf)
    return (q * -log_p.masked_fill(absent, 0.0)).sum(-1)


class _OfLabels(torch.autograd.Function):
    """q_c = own · [c = label] + kept · spread_c; loss = −Σ q_c log p_c, slope (Σ q) p − q."""

    @staticmethod
    def forward(
        ctx: Any,
        z: Tensor,
        labels: Tensor,
        own: Tensor | float,
        spread: Tensor | None,
        kept: Tensor | None,
        scale: Tensor | float,
        reduction: str,
        limits: bool,
    ) -> tuple[Tensor, Tensor]:
        log_p = log_softmax_of(z) if limits else _log_softmax(z)
        ctx.mark_non_differentiable(log_p)
        ctx.set_materialize_grads(False)  # no [N, C] of zeros for log_p
        ctx.parts = labels, own, spread, kept, scale  # constants: no gradient goes there
        ctx.save_for_backward(z, log_p)
        return label_loss(log_p, labels, own, spread, kept, scale, reduction), log_p

    @staticmethod
    def backward(ctx: Any, upstream: Tensor | None, _: None) -> tuple[Tensor | None, ...]:
        if upstream is None:
            return (None,) * 8
        z, log_p = ctx.saved_tensors
        labels, own, spread, kept, scale = ctx.parts
        again = torch.is_grad_enabled()  # this backward is to be differentiated too
        factor, in_place = upstream * scale, not again and not batched(upstream)
        plain = own == 1.0 if isinstance(own, float) else False
        if in_place and plain and spread is None and z.shape[1] >= LONG:
            return _fused_slopes(log_p, labels, factor), *[None] * 7
        if in_place and owned(upstream):
            p = log_p.exp_()  # no second [N, C]
        else:
            p = torch.exp(log_softmax_of(z) if again else log_p)
        slopes = _label_slopes(p, labels, own, spread, kept, factor, in_place=in_place)
        return slopes, *[None] * 7


_apply_labels = function_of(_OfLabels)


def _log_softmax(z: Tensor) -> Tensor:
    """PyTorch's kernel along the axis where it is fast: for few classes that is the other one.

    Along a last axis shorter than a vector register it works number by number.
    """
    if z.shape[-1] < 16 and z.device.type == "cpu":
        return torch.log_softmax(z.t().contiguous(), 0).t()
    return torch.log_softmax(z, -1)


def _fused_slopes(log_p: Tensor, labels: Tensor, factor: Tensor) -> Tensor:
    """factor · (p − y) by PyTorch's kernel for g − p Σ g, of which −g is factor at the label."""
    at_label = factor.neg().expand(labels.shape).unsqueeze(1)
    slopes = torch.zeros_like(log_p).scatter_(1, labels.unsqueeze(1), at_label)
    fused = torch.ops.aten._log_softmax_backward_data
    return fused.out(slopes, log_p, 1, log_p.dtype, out=slopes)


def _label_slopes(
    p: Tensor,
    labels: Tensor,
    own: Tensor | float,
    spread: Tensor | None,
    kept: Tensor | None,
    factor: Tensor,
    *,
    in_place: bool,
) -> Tensor:
    """factor · [(Σ q) p − q], [N, C]; `in_place` overwrites p, which saves two passes over it."""
    total = own
    if spread is not None:
        share = spread.sum() if kept is None else spread.sum() * kept
        total = own + share
    at_label = (factor * own).expand(labels.shape).unsqueeze(1)
    by_row = factor * total
    by_row = by_row.unsqueeze(-1) if by_row.ndim else by_row
    slopes = p.mul_(by_row) if in_place else p * by_row
    if spread is not None:
        rows = factor if kept is None else factor * kept
        outer = (rows.unsqueeze(-1) if rows.ndim else rows) * spread
        slopes = slopes.sub_(outer) if in_place else slopes - outer
    scatter = slopes.scatter_add_ if in_place else slopes.scatter_add
    return scatter(1, labels.unsqueeze(1), -at_label)


class _OfProbabilities(torch.autograd.Function):
    """Losses [N] of any q [N, C] not negative: −Σ q_c log p_c."""

    @staticmethod
    def forward(ctx: Any, z: Tensor, q: Tensor, limits: bool) -> tuple[Tensor, Tensor]:
        log_p = log_softmax_of(z) if limits else _log_softmax(z)
        ctx.mark_non_differentiable(log_p)
        ctx.set_materialize_grads(False)
        ctx.save_for_backward(z, q, log_p)
        return probability_losses(log_p, q), log_p

    @staticmethod
    def backward(ctx: Any, upstream: Tensor | None, _: None) -> tuple[Tensor | None, ...]:
        if upstream is None:
            return (None,) * 3
        z, q, log_p = ctx.saved_tensors
        if torch.is_grad_enabled():
            log_p = log_softmax_of(z)
        rows = upstream.unsqueeze(-1)
        by_z = by_q = None
        if ctx.needs_input_grad[0]:
            by_z = rows * (q.sum(-1, keepdim=True) * torch.exp(log_p) - q)
        if ctx.needs_input_grad[1]:
            by_q = rows * -log_p
        return by_z, by_q, None


_apply_probabilities = function_of(_OfProbabilities)

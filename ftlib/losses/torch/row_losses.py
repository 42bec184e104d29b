"""The losses of rows of log-probabilities: −Σ_c q_c log p_c, of labels and of probabilities.

They are made of PyTorch's own operations, so all derivatives follow, of any order.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor


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


def label_loss(log_p: Tensor, parts: LabelParts, reduction: str) -> Tensor:
    """−Σ_c q_c log p_c of each row; reduced, unless reduction is "none". 0 · log 0 counts 0."""
    labels, own, spread, kept, scale = parts
    if isinstance(own, float) and own == 1.0 and spread is None:
        return F.nll_loss(log_p, labels, reduction=reduction)
    losses = F.nll_loss(log_p, labels, reduction="none")
    if isinstance(own, Tensor):
        losses = torch.where(own == 0, 0.0, losses * own)
    else:
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


def careful_loss(log_p: Tensor, q: Tensor, reduction: str) -> Tensor:
    """`probability_losses`, reduced."""
    return reduce_rows(probability_losses(log_p, q), reduction)


def quick_loss(log_p: Tensor, q: Tensor, reduction: str) -> Tensor:
    """`careful_loss` in half the passes over [N, C]; NaN if q is 0 where log p is −inf."""
    if reduction == "none":
        return -(q * log_p).sum(-1)
    total = -(q * log_p).sum()
    return total / len(log_p) if reduction == "mean" else total

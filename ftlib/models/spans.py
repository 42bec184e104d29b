"""A piece of the text as the answer: one softmax over its first token, one over its last."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from torch import Tensor
from torch.nn.functional import cross_entropy


def mask_positions(logits: Tensor, mask: Tensor) -> Tensor:
    """Logits [B, T, 2] with −∞ where `mask` [B, T] is 0: padding cannot be an answer.

    Raises:
        ValueError: other shapes, or a text without any position.
    """
    if logits.ndim != 3 or logits.shape[2] != 2 or mask.shape != logits.shape[:2]:
        raise ValueError(
            f"logits have shape {tuple(logits.shape)} and mask {tuple(mask.shape)}; "
            "give [B, T, 2] and [B, T]"
        )
    if not mask.bool().any(dim=1).all():
        raise ValueError("mask leaves a text without any position; mark at least one token by 1")
    return logits.masked_fill(~mask.bool()[..., None], -float("inf"))


def span_loss(logits: Tensor, labels: Tensor) -> Tensor:
    """Mean of −log P(first) − log P(last), each a softmax over the T positions.

    Args:
        logits: [B, T, 2], −∞ where no answer can be (`mask_positions`).
        labels: [B, 2], integers: positions of the first and the last token of the answer.

    Returns:
        A scalar in nats, infinite where an answer lies on a masked position.

    Raises:
        ValueError: other shapes or labels outside 0 … T − 1.

    Source: chapter *Task layers*, equation (span-loss); Devlin et al. (2019), section 4.2.
    """
    if logits.ndim != 3 or tuple(labels.shape) != (logits.shape[0], 2) or logits.shape[2] != 2:
        raise ValueError(
            f"logits have shape {tuple(logits.shape)} and labels {tuple(labels.shape)}; "
            "give [B, T, 2] and [B, 2]"
        )
    if labels.numel() and not 0 <= int(labels.min()) <= int(labels.max()) < logits.shape[1]:
        raise ValueError(
            f"labels run from {int(labels.min())} to {int(labels.max())}; the texts have "
            f"{logits.shape[1]} positions: was the answer cut off?"
        )
    first, last = logits.unbind(dim=2)
    return cross_entropy(first, labels[:, 0]) + cross_entropy(last, labels[:, 1])


def best_span(first: ArrayLike, last: ArrayLike, *, longest: int = 10) -> tuple[int, int]:
    """The span (i, j) of highest first[i] + last[j] among those with i ≤ j < i + longest.

    Two separate argmaxes may choose an end before the beginning.

    Args:
        first, last: logits, shape [T]; −∞ where no answer can be.
        longest: tokens of the longest span.

    Raises:
        ValueError: unequal or empty logits, NaN, `longest` below 1, or no possible span.

    Source: chapter *Task layers*, equation (best-span).
    """
    begins, ends = np.asarray(first, dtype=np.float64), np.asarray(last, dtype=np.float64)
    if begins.ndim != 1 or begins.shape != ends.shape or not begins.size or longest < 1:
        raise ValueError(
            f"first has shape {begins.shape}, last {ends.shape}, longest is {longest}; give two "
            "vectors of one length T ≥ 1, and longest ≥ 1"
        )
    places = np.arange(len(begins))
    width = places[None, :] - places[:, None]
    scores = np.where((width >= 0) & (width < longest), begins[:, None] + ends[None, :], -np.inf)
    if np.isnan(scores).any() or scores.max() == -np.inf:
        raise ValueError("first and last allow no span: all are −∞, or NaN; check the mask")
    i, j = np.unravel_index(int(scores.argmax()), scores.shape)
    return int(i), int(j)

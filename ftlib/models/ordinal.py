"""Classes in an order: one score, and a threshold between neighbours."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.functional import logsigmoid, softplus


class OrdinalHead(nn.Module):
    """Cumulative logits: entry k of the output is the log-odds of y > k.

    All entries share one direction w; their offsets are kept in falling order, so that y > k + 1
    is never more probable than y > k.

    Args:
        width: d, entries of a feature vector.
        classes: K ≥ 2, in their order.

    Shape: [..., d] → [..., K − 1].

    Raises:
        ValueError: fewer than two classes.

    Source: chapter *Task layers*, equation (cumulative-logits); McCullagh (1980).
    """

    def __init__(self, width: int, classes: int) -> None:
        super().__init__()
        if classes < 2:
            raise ValueError(f"classes is {classes}; an order needs at least 2")
        self.score = nn.Linear(width, 1, bias=False)
        self.first = nn.Parameter(torch.full((1,), (classes - 2) / 2))
        # softplus(0.5413) = 1: the offsets begin one apart, symmetric about 0.
        self.steps = nn.Parameter(torch.full((classes - 2,), 0.541324854612918))

    def offsets(self) -> Tensor:
        """The log-odds of y > k at score 0, falling. Shape [K − 1]."""
        return torch.cat([self.first, self.first - softplus(self.steps).cumsum(0)])

    def forward(self, features: Tensor) -> Tensor:
        """[..., d] → [..., K − 1]."""
        logits: Tensor = self.score(features) + self.offsets()
        return logits


def ordinal_loss(logits: Tensor, labels: Tensor) -> Tensor:
    """Mean of −log P(y = label), the difference of two neighbouring sigmoids, without cancellation.

    Args:
        logits: [B, K − 1], strictly falling along the last axis: log-odds of y > 0, …, y > K − 2.
        labels: [B], integers 0 … K − 1.

    Returns:
        A scalar in nats.

    Raises:
        ValueError: wrong shapes, labels outside the range, or logits that do not fall.

    Source: chapter *Task layers*, equation (ordinal-stable).
    """
    if logits.ndim != 2 or labels.shape != logits.shape[:1] or labels.is_floating_point():
        raise ValueError(
            f"logits have shape {tuple(logits.shape)} and labels {tuple(labels.shape)} "
            f"({labels.dtype}); give [B, K − 1] and whole numbers [B]"
        )
    classes = logits.shape[1] + 1
    if len(labels) and not 0 <= int(labels.min()) <= int(labels.max()) < classes:
        raise ValueError(
            f"labels run from {int(labels.min())} to {int(labels.max())}; "
            f"{classes - 1} thresholds part the classes 0 … {classes - 1}"
        )
    taken = _log_probabilities(logits).gather(1, labels.long()[:, None])
    return -taken.mean()


def ordinal_probabilities(logits: Tensor) -> Tensor:
    """P(y = k) for every class. [B, K − 1] → [B, K], rows that sum to 1.

    Raises:
        ValueError: logits that do not fall along the last axis.

    Source: chapter *Task layers*, equation (ordinal-probability).
    """
    return _log_probabilities(logits).exp()


def _log_probabilities(logits: Tensor) -> Tensor:
    """log(σ(a) − σ(b)) = log σ(a) + log σ(−b) + log(1 − e^{b − a}), with a = ∞, b = −∞ at the ends.

    The factors keep their digits where the two sigmoids are equal in floating point.
    """
    falls = logits[..., :-1] - logits[..., 1:]
    if (falls <= 0).any() or logits.isnan().any():
        raise ValueError(
            "logits do not fall along the last axis: entry k is the log-odds of y > k; "
            "OrdinalHead keeps their order"
        )
    edge = logits.new_zeros((*logits.shape[:-1], 1))
    above = torch.cat([edge, logsigmoid(logits)], dim=-1)  # log P(y > k − 1)
    below = torch.cat([logsigmoid(-logits), edge], dim=-1)  # log P(y ≤ k)
    between = torch.cat([edge, torch.log(-torch.expm1(-falls)), edge], dim=-1)
    return above + below + between

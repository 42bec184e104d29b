"""How many terms a loss averages over: what makes a mean of means exact."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import torch

IGNORED = -100  # the label of places that count for nothing (PyTorch's ignore_index)

Count: TypeAlias = Callable[[torch.Tensor], int]


def count_terms(labels: torch.Tensor) -> int:
    """The number of examples; where every token has a class, of tokens that are not ignored.

    Args:
        labels: of one batch: [B], or [B, …]. Integers of more than one dimension are taken for one
            class a token, with −100 where there is nothing to predict.

    Source: chapter *The training loop*, equation (update-loss).
    """
    if labels.ndim > 1 and not labels.dtype.is_floating_point:
        return int((labels != IGNORED).sum())
    return len(labels)

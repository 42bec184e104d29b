"""Negative log-likelihood: cross-entropy of log-probabilities that are already there."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ftlib.losses._classes import IGNORED, require_log_probabilities
from ftlib.losses.reference._classes import (
    Weighed,
    as_predictions,
    reduce_rows,
    row_losses,
    share,
    weighed,
)


def nll_loss(
    log_p: ArrayLike,
    targets: ArrayLike,
    *,
    weight: ArrayLike | None = None,
    ignore_index: int | None = IGNORED,
    reduction: str = "mean",
    validate: bool = True,
) -> NDArray[np.float64]:
    """−Σ_c w_c y_c log p_c: what happened, looked up in `log_p`; in nats.

    Args:
        log_p: log-probabilities, [..., C], as `log_softmax` gives them; −inf is taken.
        targets, weight, ignore_index, reduction, validate: as `softmax_cross_entropy`.

    Returns:
        float64; `nll_loss(log_softmax(z), y)` is `softmax_cross_entropy(z, y)`.

    Raises:
        ValueError: as `softmax_cross_entropy`, and for log-probabilities above 0.

    Source: chapter *Sequence loss*, equation (nll).
    """
    rows, (q, divisor) = _problem(log_p, targets, weight, ignore_index, reduction, validate)
    return reduce_rows(row_losses(q, rows), divisor, reduction)


def nll_loss_grad(
    log_p: ArrayLike,
    targets: ArrayLike,
    *,
    weight: ArrayLike | None = None,
    ignore_index: int | None = IGNORED,
    reduction: str = "mean",
    validate: bool = True,
) -> NDArray[np.float64]:
    """∂/∂log p of the reduced loss: −w y, divided as the mean is; float64, [..., C].

    Args and errors: as `nll_loss`. Source: chapter *Sequence loss*, equation (nll).
    """
    _, (q, divisor) = _problem(log_p, targets, weight, ignore_index, reduction, validate)
    return -q * share(divisor, reduction)


def _problem(
    log_p: ArrayLike,
    targets: ArrayLike,
    weight: ArrayLike | None,
    ignore_index: int | None,
    reduction: str,
    validate: bool,
) -> tuple[NDArray[np.float64], Weighed]:
    rows = as_predictions("log_p", log_p)
    options = (weight, 0.0, ignore_index, reduction, 1.0, validate)
    problem = weighed("log_p", rows.shape, targets, *options)
    if validate:
        require_log_probabilities("log_p", rows)
    return rows, problem

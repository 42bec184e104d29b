"""Softmax cross-entropy: value, gradient and Hessian in the logits."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ftlib.losses._classes import IGNORED, require_softmax_exists, warn_if_probabilities
from ftlib.losses.reference._classes import (
    Weighed,
    as_predictions,
    reduce_rows,
    row_losses,
    share,
    weighed,
)
from ftlib.losses.reference.log_softmax import log_softmax_of, spread


def softmax_cross_entropy(
    logits: ArrayLike,
    targets: ArrayLike,
    *,
    weight: ArrayLike | None = None,
    label_smoothing: float = 0.0,
    ignore_index: int | None = IGNORED,
    reduction: str = "mean",
    temperature: float = 1.0,
    validate: bool = True,
) -> NDArray[np.float64]:
    """−Σ_c q_c log p_c with p = softmax(z / T) and q_c = w_c [(1 − ε) y_c + ε / C], in nats.

    Args:
        logits: z, [..., C], the class axis last; −inf is an impossible class, one +inf a row
            a certain one.
        targets: integer labels [...] (y is then one-hot), or probabilities [..., C].
        weight: w, one number a class, not negative, [C]; none: all 1.
        label_smoothing: ε in [0, 1], the share of the target spread over all classes.
        ignore_index: the label of rows that count nothing; None: no such label. Labels only.
        reduction: "none" ([...]), "sum" or "mean". The mean divides by the weights of the
            labels, Σ_i w_{y_i}, over the rows that count; with probabilities, by the number
            of rows. (Both are PyTorch's convention.)
        temperature: T > 0; the logits are divided by it.
        validate: look at the values too (NaN, labels, distributions, weights).

    Returns:
        float64. +inf where p holds impossible what q expects. Where every row is ignored, or
        all that count weigh 0, the mean is 0 with gradient 0 (PyTorch has NaN): such a batch
        says nothing, so it moves nothing.

    Raises:
        ValueError: for shapes, dtypes, labels, probabilities, weights or options outside what
            is said above, NaN, a row without a softmax, and the mean of an empty batch.

    Warns:
        SuspiciousLogits: once, when every row of `logits` looks like a softmax's result.

    Source: chapter *Softmax cross-entropy*, equations (softmax-ce) and (effective-target).
    """
    options = (weight, label_smoothing, ignore_index, reduction, temperature, validate)
    log_p, (q, divisor) = _problem(logits, targets, *options)
    return reduce_rows(row_losses(q, log_p), divisor, reduction)


def softmax_cross_entropy_grad(
    logits: ArrayLike,
    targets: ArrayLike,
    *,
    weight: ArrayLike | None = None,
    label_smoothing: float = 0.0,
    ignore_index: int | None = IGNORED,
    reduction: str = "mean",
    temperature: float = 1.0,
    validate: bool = True,
) -> NDArray[np.float64]:
    """∂/∂z of the reduced loss: [(Σ_k q_k) p − q] / T, which is p − y when nothing is weighted.

    Args and errors: as `softmax_cross_entropy`.

    Returns:
        float64, [..., C]; divided as the mean is. "none" gives each row's own, as "sum" does.

    Source: chapter *Softmax cross-entropy*, equation (softmax-grad-z).
    """
    options = (weight, label_smoothing, ignore_index, reduction, temperature, validate)
    log_p, (q, divisor) = _problem(logits, targets, *options)
    slopes = q.sum(-1, keepdims=True) * np.exp(log_p) - q
    return slopes * share(divisor, reduction) / temperature


def softmax_cross_entropy_hessian(
    logits: ArrayLike,
    targets: ArrayLike,
    *,
    weight: ArrayLike | None = None,
    label_smoothing: float = 0.0,
    ignore_index: int | None = IGNORED,
    reduction: str = "mean",
    temperature: float = 1.0,
    validate: bool = True,
) -> NDArray[np.float64]:
    """∂²/∂z² of the reduced loss: (Σ_k q_k) [diag(p) − ppᵀ] / T², one block a row.

    Args and errors: as `softmax_cross_entropy`.

    Returns:
        float64, [..., C, C], symmetric, positive semidefinite; its rows sum to 0, since a
        shift of all logits changes nothing. Blocks between different rows are 0.

    Source: chapter *Softmax cross-entropy*, equation (hessian-z).
    """
    options = (weight, label_smoothing, ignore_index, reduction, temperature, validate)
    log_p, (q, divisor) = _problem(logits, targets, *options)
    blocks = q.sum(-1)[..., None, None] * spread(np.exp(log_p))
    return blocks * share(divisor, reduction) / temperature**2


def _problem(
    logits: ArrayLike,
    targets: ArrayLike,
    weight: ArrayLike | None,
    label_smoothing: float,
    ignore_index: int | None,
    reduction: str,
    temperature: float,
    validate: bool,
) -> tuple[NDArray[np.float64], Weighed]:
    z = as_predictions("logits", logits)
    options = (weight, label_smoothing, ignore_index, reduction, temperature, validate)
    problem = weighed("logits", z.shape, targets, *options)
    if validate:
        require_softmax_exists("logits", z)
        warn_if_probabilities("logits", z)
    return log_softmax_of(z / temperature), problem

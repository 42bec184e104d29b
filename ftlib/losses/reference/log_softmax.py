"""From logits to probabilities over C classes, and back to the numbers that training needs."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ftlib.losses._classes import require_softmax_exists
from ftlib.losses._validate import require_no_nan
from ftlib.losses.reference._classes import as_predictions


def logsumexp(logits: ArrayLike) -> NDArray[np.float64]:
    """log Σ_c e^(z_c) over the last axis: the smooth maximum of the logits.

    The largest logit m is taken out, m + log(1 + Σ' e^(z_c − m)), the sum over all but one
    largest: nothing overflows, and a sum that is small beside 1 keeps its digits.

    Args:
        logits: [..., C]; ±inf are taken.

    Returns:
        float64, [...]; +inf where a logit is, −inf where all are.

    Raises:
        ValueError: for NaN, or without a class axis.

    Source: chapter *Softmax cross-entropy*, equation (logsumexp).
    """
    z = as_predictions("logits", logits)
    require_no_nan("logits", z)
    top = z.max(-1)
    pivot = np.where(np.isfinite(top), top, 0.0)
    with np.errstate(over="ignore"):
        return np.where(np.isfinite(top), pivot + np.log1p(_tail(z, pivot)), top)


def logsumexp_grad(logits: ArrayLike) -> NDArray[np.float64]:
    """∂/∂z_c of `logsumexp`: the softmax. Args, result and errors as `softmax`.

    Source: chapter *Softmax cross-entropy*, equation (grad-logsumexp).
    """
    return softmax(logits)


def log_softmax(logits: ArrayLike) -> NDArray[np.float64]:
    """log p_c = z_c − log Σ_k e^(z_k), over the last axis.

    Args:
        logits: [..., C]; −inf is an impossible class, one +inf a row a certain one.

    Returns:
        float64, [..., C], in nats; −inf for an impossible class.

    Raises:
        ValueError: for NaN, several +inf in a row, a row of −inf alone (no limit exists), or
            without a class axis.

    Source: chapter *Softmax cross-entropy*, equation (log-softmax).
    """
    z = as_predictions("logits", logits)
    require_softmax_exists("logits", z)
    return log_softmax_of(z)


def softmax(logits: ArrayLike) -> NDArray[np.float64]:
    """p_c = e^(z_c) / Σ_k e^(z_k), over the last axis; float64, [..., C], each row sums to 1.

    Args and errors: as `log_softmax`.

    Source: chapter *Softmax cross-entropy*, equation (softmax).
    """
    return np.exp(log_softmax(logits))


def softmax_jacobian(logits: ArrayLike) -> NDArray[np.float64]:
    """∂p_c/∂z_k = p_c (δ_ck − p_k): diag(p) − ppᵀ; float64, [..., C, C], symmetric.

    Args and errors: as `log_softmax`.

    Source: chapter *Softmax cross-entropy*, equation (softmax-jacobian).
    """
    return spread(softmax(logits))


def log_softmax_jacobian(logits: ArrayLike) -> NDArray[np.float64]:
    """∂log p_c/∂z_k = δ_ck − p_k; float64, [..., C, C], rows c, columns k.

    Args and errors: as `log_softmax`.

    Source: chapter *Softmax cross-entropy*, equation (log-softmax-jacobian).
    """
    p = softmax(logits)
    return np.eye(p.shape[-1]) - p[..., None, :]


def spread(p: NDArray[np.float64]) -> NDArray[np.float64]:
    """diag(p) − ppᵀ, [..., C] → [..., C, C]: the covariance of the one-hot outcome."""
    return p[..., None] * (np.eye(p.shape[-1]) - p[..., None, :])


def log_softmax_of(z: NDArray[np.float64]) -> NDArray[np.float64]:
    """`log_softmax` of logits already checked; NaN where it does not exist."""
    certain = np.isposinf(z)
    limit = np.where(certain, 0.0, -np.inf)  # e^(z − m) as z_c → ∞: 1 for c, 0 elsewhere
    z = np.where(certain.any(-1, keepdims=True), limit, z)
    top = z.max(-1)
    with np.errstate(invalid="ignore"):
        return z - top[..., None] - np.log1p(_tail(z, top))[..., None]


def _tail(z: NDArray[np.float64], top: NDArray[np.float64]) -> NDArray[np.float64]:
    """Σ e^(z_c − m) over all classes but the first largest, whose term is 1."""
    with np.errstate(invalid="ignore"):
        terms = np.exp(z - top[..., None])
    np.put_along_axis(terms, z.argmax(-1)[..., None], 0.0, axis=-1)
    return np.asarray(terms.sum(-1))

"""How probable a sequence of yes/no outcomes is."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ftlib.losses._validate import as_float64, require_same_shape, require_unit_interval


def bernoulli_likelihood(p: ArrayLike, y: ArrayLike) -> float:
    """∏ᵢ pᵢ^yᵢ (1 − pᵢ)^(1−yᵢ): the probability of the outcomes `y` under the forecasts `p`.

    Args:
        p: probabilities of a 1, in [0, 1], any shape.
        y: outcomes, 0 or 1 (or soft targets in [0, 1]), the shape of `p`.

    Returns:
        A float in [0, 1]. It underflows to 0 for long sequences: that is why one takes the
        logarithm.

    Raises:
        ValueError: for unequal shapes, or numbers outside [0, 1] or NaN.

    Source: chapter *Binary cross-entropy*, equation (likelihood).
    """
    prob, target = _checked(p, y)
    return float(np.prod(prob**target * (1.0 - prob) ** (1.0 - target)))


def bernoulli_log_likelihood(p: ArrayLike, y: ArrayLike) -> float:
    """∑ᵢ yᵢ log pᵢ + (1 − yᵢ) log(1 − pᵢ), in nats; −inf for what `p` holds impossible.

    Args and errors: as `bernoulli_likelihood`. A term with factor 0 counts 0 (0·log 0 = 0).

    Source: chapter *Binary cross-entropy*, equation (log-likelihood).
    """
    prob, target = _checked(p, y)
    return float(np.sum(two_sided_terms(prob, target, 1.0 - target)))


def two_sided_terms(
    p: NDArray[np.float64], a: NDArray[np.float64], b: NDArray[np.float64]
) -> NDArray[np.float64]:
    """a log p + b log(1 − p) for each element, 0·log 0 = 0; inputs already checked."""
    with np.errstate(divide="ignore", invalid="ignore"):  # log 0 = −inf is meant
        hit = np.where(a == 0, 0.0, a * np.log(p))
        miss = np.where(b == 0, 0.0, b * np.log1p(-p))
    return hit + miss


def _checked(p: ArrayLike, y: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    prob, target = as_float64("p", p), as_float64("y", y)
    require_same_shape("p", prob.shape, target.shape)
    require_unit_interval("p", prob)
    require_unit_interval("y", target)
    return prob, target

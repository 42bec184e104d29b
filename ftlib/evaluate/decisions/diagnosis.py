"""What a test tells about a patient: predictive values, and a threshold with a promise."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special


def predictive_values(
    sensitivity: ArrayLike, specificity: ArrayLike, prevalence: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The probability of being ill after a positive, and of being well after a negative result.

    Args:
        sensitivity: s, share of the ill with a positive result, in [0, 1].
        specificity: c, share of the well with a negative result, in [0, 1].
        prevalence: π, share of the ill among those who are tested, in [0, 1]. The three are
            broadcast against each other.

    Returns:
        (ppv, npv), float64, of the broadcast shape: s·π / (s·π + (1 − c)(1 − π)) and
        c·(1 − π) / (c·(1 − π) + (1 − s)·π). nan where nobody gets that result.

    Raises:
        ValueError: a share outside [0, 1], or shapes that cannot be broadcast.

    Source: chapter *A second pair of eyes*, equation (predictive-values).
    """
    shares = []
    for name, given in (
        ("sensitivity", sensitivity),
        ("specificity", specificity),
        ("prevalence", prevalence),
    ):
        share = np.asarray(given, np.float64)
        if not ((share >= 0) & (share <= 1)).all():
            raise ValueError(f"{name} holds a value outside [0, 1]; give shares, not percentages")
        shares.append(share)
    try:
        s, c, ill = np.broadcast_arrays(*shares)
    except ValueError:
        one, two, three = (share.shape for share in shares)
        raise ValueError(
            f"sensitivity, specificity and prevalence have shapes {one}, {two} and {three}; "
            "give shapes that fit each other, such as [A, 1] and [B]"
        ) from None
    found, alarmed = s * ill, (1 - c) * (1 - ill)
    missed, cleared = (1 - s) * ill, c * (1 - ill)
    return _share(found, alarmed), _share(cleared, missed)


def sensitivity_threshold(
    scores: ArrayLike, sensitivity: float, *, confidence: float = 0.9
) -> float:
    """The highest threshold that finds a share of *all* the ill, with a stated confidence.

    Of n scores of ill patients the k-th smallest is returned, k as large as it may be. Whatever
    the continuous distribution of the scores, the share of the ill above it is Beta(n − k + 1, k)
    over draws of the n patients; k is the largest for which it reaches `sensitivity` with
    probability `confidence` or more. A score at the threshold counts as found. (For the
    specificity give the negated scores of the well, and negate what comes back.)

    Args:
        scores: of n ill patients who were not used for training, float, shape [n], finite; larger
            is more like ill. No two of one patient.
        sensitivity: the share to be found, in (0, 1).
        confidence: of the promise, in (0, 1).

    Returns:
        In the unit of the scores, and one of them.

    Raises:
        ValueError: a share outside (0, 1), scores that are not finite, or too few of them: even
            their minimum keeps the promise only if n ≥ log(1 − confidence) / log(sensitivity).

    Source: chapter *A second pair of eyes*, equation (order-statistic); Wilks (1941).
    """
    for name, share in (("sensitivity", sensitivity), ("confidence", confidence)):
        if not 0 < share < 1:
            raise ValueError(f"{name} is {share}; give a share between 0 and 1, such as 0.95")
    ill = np.asarray(scores, np.float64)
    if ill.ndim != 1 or not np.isfinite(ill).all():
        raise ValueError(
            f"scores has shape {ill.shape}, or holds NaN or infinity; give one finite score for "
            "each patient, [n]"
        )
    n = len(ill)
    k = np.arange(1, n + 1)
    kept = special.betaincc(n - k + 1, k, sensitivity)  # decreasing in k
    enough = int((kept >= confidence - 1e-12).sum())  # an exact tie keeps the promise
    if enough == 0:
        raise ValueError(
            f"scores holds {n} ill patients; a sensitivity of {sensitivity:g} can be promised with "
            f"confidence {confidence:g} from {patients_needed(sensitivity, confidence)} on: "
            "collect more, or promise less"
        )
    return float(np.sort(ill)[enough - 1])


def patients_needed(share: float, confidence: float) -> int:
    """The fewest ill (or well) patients with which a sensitivity (or specificity) can be promised.

    Even the lowest of n scores has more than `share` of all patients above it only with the
    probability 1 − shareⁿ, which must reach `confidence`: n ≥ log(1 − confidence) / log(share).

    Args:
        share, confidence: as `sensitivity_threshold`, in (0, 1).

    Source: chapter *A second pair of eyes*, equation (order-statistic); Wilks (1941).
    """
    # An exact tie keeps the promise, and rounding must not make one patient more of it.
    return math.ceil(math.log1p(-confidence) / math.log(share) - 1e-9)


def _share(these: NDArray[np.float64], others: NDArray[np.float64]) -> NDArray[np.float64]:
    total = these + others
    return np.divide(these, total, out=np.full(total.shape, np.nan), where=total > 0)

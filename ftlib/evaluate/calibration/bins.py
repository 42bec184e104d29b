"""Items sorted into bins by their probability: what was said and what happened in each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True)
class ReliabilityBins:
    """What was said and what happened, in the bins that are not empty (B′ of them).

    Attributes:
        count: items in the bin, int64, shape [B′].
        said: mean probability that was given, float64, shape [B′].
        happened: share of positives, float64, shape [B′].
    """

    count: NDArray[np.int64]
    said: NDArray[np.float64]
    happened: NDArray[np.float64]


def bin_of(p: NDArray[np.float64], bins: int) -> NDArray[np.int64]:
    """The bin of equal width that each p in [0, 1] lies in, int64, shape of `p`, 0 … bins − 1."""
    if bins < 1 or bins != int(bins):
        raise ValueError(f"bins is {bins}; give a whole number from 1 up, such as 10")
    return np.minimum((p * bins).astype(np.int64), bins - 1)


def grouped(
    p: NDArray[np.float64], labels: NDArray[np.float64], place: NDArray[np.int64]
) -> ReliabilityBins:
    """Probabilities [N] and labels [N], gathered by the bin `place` [N] of each."""
    count = np.bincount(place)
    full = count > 0
    said = np.bincount(place, p)[full] / count[full]
    return ReliabilityBins(count[full], said, np.bincount(place, labels)[full] / count[full])


def checked(p: ArrayLike, y_true: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Both as float64 of shape [N], N ≥ 1.

    Raises:
        ValueError: empty or unequal shapes, a p outside [0, 1], labels other than 0 and 1.
    """
    forecast, labels = np.asarray(p, np.float64), np.asarray(y_true, np.float64)
    if forecast.ndim != 1 or forecast.shape != labels.shape or len(forecast) == 0:
        raise ValueError(
            f"p has shape {forecast.shape} and y_true {labels.shape}; "
            "give one probability for each of N ≥ 1 labels"
        )
    if not ((forecast >= 0) & (forecast <= 1)).all():
        raise ValueError("p holds a value outside [0, 1]; give probabilities, not logits")
    if not np.isin(labels, (0, 1)).all():
        raise ValueError("y_true holds a label other than 0 and 1; for K classes do it one by one")
    return forecast, labels

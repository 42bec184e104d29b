"""The Brier score, and what it is made of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ftlib.evaluate.calibration.bins import bin_of, checked, grouped


def brier_score(p: ArrayLike, y_true: ArrayLike) -> float:
    """The mean of (p − y)². Arguments and errors: as `reliability_bins`.

    Source: chapter *Evaluation*, equation (brier); Brier (1950).
    """
    forecast, labels = checked(p, y_true)
    return float(np.mean((forecast - labels) ** 2))


@dataclass(frozen=True)
class BrierParts:
    """`brier = reliability − resolution + uncertainty + within`, exactly.

    Attributes:
        reliability: mean squared distance between what was said and what happened; 0 is best.
        resolution: how far the bins' shares lie from the overall share; more is better.
        uncertainty: ȳ(1 − ȳ): the score of always saying the overall share.
        within: what pooling unequal probabilities in one bin hides; 0 for equal ones.
    """

    brier: float
    reliability: float
    resolution: float
    uncertainty: float
    within: float


def brier_decomposition(p: ArrayLike, y_true: ArrayLike, *, bins: int | None = None) -> BrierParts:
    """Murphy's decomposition over bins, or over the distinct probabilities when `bins` is None.

    Arguments and errors: as `reliability_bins`.

    Source: chapter *Evaluation*, equation (brier-parts); Murphy (1973).
    """
    forecast, labels = checked(p, y_true)
    distinct = np.unique(forecast, return_inverse=True)[1]
    found = grouped(forecast, labels, distinct if bins is None else bin_of(forecast, bins))
    weight, overall = found.count / len(labels), labels.mean()
    reliability = float(weight @ (found.said - found.happened) ** 2)
    resolution = float(weight @ (found.happened - overall) ** 2)
    uncertainty = float(overall * (1 - overall))
    brier = float(np.mean((forecast - labels) ** 2))
    within = brier - (reliability - resolution + uncertainty)
    return BrierParts(brier, reliability, resolution, uncertainty, within)

"""Do the probabilities mean what they say? Reliability, ECE and its floor, the Brier score."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ftlib.evaluate.intervals import Interval


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


def reliability_bins(p: ArrayLike, y_true: ArrayLike, *, bins: int = 10) -> ReliabilityBins:
    """Sort items into bins of equal width by their probability and compare within each.

    Args:
        p: the probability given to label 1, shape [N], in [0, 1].
        y_true: 0 or 1, shape [N].
        bins: B ≥ 1; bin b holds b/B ≤ p < (b + 1)/B, the last one also p = 1.

    Raises:
        ValueError: empty or unequal shapes, a p outside [0, 1], other labels, bins below 1.

    Source: chapter *Evaluation*, equation (ece).
    """
    forecast, labels = _checked(p, y_true)
    return _grouped(forecast, labels, _bin_of(forecast, bins))


def expected_calibration_error(p: ArrayLike, y_true: ArrayLike, *, bins: int = 10) -> float:
    """Σ (share of items in the bin) · |what happened − what was said|, in [0, 1].

    Biased upwards: chance moves what happened even when every p is right. Compare it with
    `calibration_error_floor`. Arguments and errors: as `reliability_bins`.

    Source: chapter *Evaluation*, equation (ece); Guo et al. (2017), for two classes.
    """
    found = reliability_bins(p, y_true, bins=bins)
    return float(np.abs(found.happened - found.said) @ found.count / found.count.sum())


def calibration_error_floor(
    p: ArrayLike, *, bins: int = 10, resamples: int = 500, level: float = 0.95, seed: int = 0
) -> Interval:
    """The ECE that these very probabilities would show if every one of them were right.

    Labels are drawn from p itself `resamples` times. An ECE inside the interval is no evidence of
    a fault; its mean is the bias that every ECE of this size carries.

    Args:
        p, bins: as `reliability_bins`. resamples: how often labels are drawn, at least 1.
        level: share of the drawn ECEs inside the interval. seed: of the draws.

    Raises:
        ValueError: as `reliability_bins`, `level` outside (0, 1), `resamples` below 1.

    Source: chapter *Evaluation*, equation (ece-bias); Bröcker and Smith (2007).
    """
    forecast, _ = _checked(p, np.zeros(np.shape(p)))
    if resamples < 1:
        raise ValueError(f"resamples is {resamples}; give at least 1")
    if not 0 < level < 1:
        raise ValueError(f"level is {level}; give a share between 0 and 1, such as 0.95")
    rng = np.random.default_rng(seed)
    place = _bin_of(forecast, bins)
    said = np.bincount(place, forecast, minlength=bins)
    errors = [
        np.abs(np.bincount(place, rng.random(len(forecast)) < forecast, minlength=bins) - said)
        for _ in range(resamples)
    ]
    floors = np.sum(errors, axis=1) / len(forecast)
    low, high = np.quantile(floors, [(1 - level) / 2, (1 + level) / 2])
    return Interval(float(floors.mean()), float(low), float(high), level)


def brier_score(p: ArrayLike, y_true: ArrayLike) -> float:
    """The mean of (p − y)². Arguments and errors: as `reliability_bins`.

    Source: chapter *Evaluation*, equation (brier); Brier (1950).
    """
    forecast, labels = _checked(p, y_true)
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
    forecast, labels = _checked(p, y_true)
    distinct = np.unique(forecast, return_inverse=True)[1]
    found = _grouped(forecast, labels, distinct if bins is None else _bin_of(forecast, bins))
    weight, overall = found.count / len(labels), labels.mean()
    reliability = float(weight @ (found.said - found.happened) ** 2)
    resolution = float(weight @ (found.happened - overall) ** 2)
    uncertainty = float(overall * (1 - overall))
    brier = float(np.mean((forecast - labels) ** 2))
    within = brier - (reliability - resolution + uncertainty)
    return BrierParts(brier, reliability, resolution, uncertainty, within)


def _bin_of(p: NDArray[np.float64], bins: int) -> NDArray[np.int64]:
    if bins < 1 or bins != int(bins):
        raise ValueError(f"bins is {bins}; give a whole number from 1 up, such as 10")
    return np.minimum((p * bins).astype(np.int64), bins - 1)


def _grouped(
    p: NDArray[np.float64], labels: NDArray[np.float64], place: NDArray[np.int64]
) -> ReliabilityBins:
    count = np.bincount(place)
    full = count > 0
    said = np.bincount(place, p)[full] / count[full]
    return ReliabilityBins(count[full], said, np.bincount(place, labels)[full] / count[full])


def _checked(p: ArrayLike, y_true: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
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

"""Reliability: what was said against what happened, the ECE, and the ECE of a perfect forecast."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from ftlib.evaluate.calibration.bins import ReliabilityBins, bin_of, checked, grouped
from ftlib.evaluate.intervals import Interval


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
    forecast, labels = checked(p, y_true)
    return grouped(forecast, labels, bin_of(forecast, bins))


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
    forecast, _ = checked(p, np.zeros(np.shape(p)))
    if resamples < 1:
        raise ValueError(f"resamples is {resamples}; give at least 1")
    if not 0 < level < 1:
        raise ValueError(f"level is {level}; give a share between 0 and 1, such as 0.95")
    rng = np.random.default_rng(seed)
    place = bin_of(forecast, bins)
    said = np.bincount(place, forecast, minlength=bins)
    errors = [
        np.abs(np.bincount(place, rng.random(len(forecast)) < forecast, minlength=bins) - said)
        for _ in range(resamples)
    ]
    floors = np.sum(errors, axis=1) / len(forecast)
    low, high = np.quantile(floors, [(1 - level) / 2, (1 + level) / 2])
    return Interval(float(floors.mean()), float(low), float(high), level)

"""Scores that rank: the ROC and precision-recall curves, the area, and average precision."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from ftlib.evaluate.intervals import Interval

Curve = tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]


def roc_curve(y_true: ArrayLike, scores: ArrayLike) -> Curve:
    """False positive rate and true positive rate at every threshold, from the highest down.

    Args:
        y_true: 0 or 1, shape [N], both present.
        scores: shape [N], finite; larger means *more likely 1*. A logit does as well as a
            probability: only the order counts.

    Returns:
        (fpr, tpr, thresholds), each of shape [1 + number of distinct scores]: an item is called
        positive when its score is at least the threshold. The first threshold is +∞: (0, 0).

    Raises:
        ValueError: unequal shapes, labels other than 0 and 1, one class only, a score not finite.

    Source: chapter *Evaluation*, equation (roc-point); Fawcett (2006).
    """
    hits, calls, thresholds, positives, negatives = _sweep(y_true, scores)
    return (calls - hits) / negatives, hits / positives, thresholds


def precision_recall_curve(y_true: ArrayLike, scores: ArrayLike) -> Curve:
    """Precision and recall at every threshold, from the highest down.

    Arguments and errors: as `roc_curve`.

    Returns:
        (precision, recall, thresholds), each of shape [1 + number of distinct scores]. At the
        first threshold, +∞, nothing is called: recall 0, precision 1 by convention.

    Source: chapter *Evaluation*, equation (precision-recall).
    """
    hits, calls, thresholds, positives, _ = _sweep(y_true, scores)
    precision = np.divide(hits, calls, out=np.ones_like(hits), where=calls > 0)
    return precision, hits / positives, thresholds


def auc(y_true: ArrayLike, scores: ArrayLike) -> float:
    """The probability that a positive outscores a negative, a tie counting one half.

    Computed from ranks, in N log N. Arguments and errors: as `roc_curve`.

    Source: chapter *Evaluation*, equation (auc); Mann and Whitney (1947).
    """
    return float(np.mean(_placements(*_split(y_true, scores))[0]))


def auc_interval(y_true: ArrayLike, scores: ArrayLike, *, level: float = 0.95) -> Interval:
    """DeLong's interval of the AUC, cut at 0 and 1. Arguments: as `roc_curve`.

    Each positive has its own little AUC (the share of negatives below it), each negative too; the
    variance of the AUC is the sum of the variances of the two means.

    Raises:
        ValueError: as `roc_curve`; a class with fewer than 2 items; a `level` outside (0, 1); or
            classes that do not overlap, where the estimate of the variance is 0 and an interval
            of no length would be a lie.

    Source: DeLong, DeLong and Clarke-Pearson (1988).
    """
    if not 0 < level < 1:
        raise ValueError(f"level is {level}; give a share between 0 and 1, such as 0.95")
    positive, negative = _split(y_true, scores)
    if min(len(positive), len(negative)) < 2:
        raise ValueError("y_true has a class of one item; a variance needs at least two of each")
    of_positives, of_negatives = _placements(positive, negative)
    value = float(of_positives.mean())
    variance = of_positives.var(ddof=1) / len(positive) + of_negatives.var(ddof=1) / len(negative)
    if variance == 0:
        raise ValueError(
            f"scores separate the classes (AUC {value:g}): DeLong's variance is 0; give an exact "
            "bound from the smaller class instead (clopper_pearson_interval)"
        )
    reach = float(special.ndtri((1 + level) / 2)) * math.sqrt(variance)
    return Interval(value, max(0.0, value - reach), min(1.0, value + reach), level)


def average_precision(y_true: ArrayLike, scores: ArrayLike) -> float:
    """Σ (recall step) · precision: the precision at each threshold, weighted by what it adds.

    A model that knows nothing gets about the share of positives, not one half. Arguments and
    errors: as `roc_curve`.

    Source: chapter *Evaluation*, equation (average-precision).
    """
    precision, recall, _ = precision_recall_curve(y_true, scores)
    return float(np.sum(np.diff(recall) * precision[1:]))


def _sweep(
    y_true: ArrayLike, scores: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], int, int]:
    """Hits and calls at +∞ and at each distinct score, descending; sizes of both classes."""
    labels, values = _checked(y_true, scores)
    order = np.argsort(-values, kind="stable")
    labels, values = labels[order], values[order]
    last = np.append(np.flatnonzero(np.diff(values)), len(values) - 1)  # of each run of ties
    hits = np.append(0.0, np.cumsum(labels)[last])
    calls = np.append(0.0, last + 1.0)
    positives = int(labels.sum())
    return hits, calls, np.append(np.inf, values[last]), positives, len(labels) - positives


def _placements(
    positive: NDArray[np.float64], negative: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """For each positive the share of negatives below it, for each negative of positives above."""

    def below(those: NDArray[np.float64], each: NDArray[np.float64]) -> NDArray[np.float64]:
        those = np.sort(those)
        strictly = np.searchsorted(those, each, "left")
        return (strictly + np.searchsorted(those, each, "right")) / (2 * len(those))

    return below(negative, positive), 1 - below(positive, negative)


def _split(y_true: ArrayLike, scores: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    labels, values = _checked(y_true, scores)
    return values[labels == 1], values[labels == 0]


def _checked(y_true: ArrayLike, scores: ArrayLike) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    labels, values = np.asarray(y_true), np.asarray(scores, dtype=np.float64)
    if labels.ndim != 1 or labels.shape != values.shape:
        raise ValueError(
            f"y_true has shape {labels.shape} and scores {values.shape}; give one score an item"
        )
    if not np.isin(labels, (0, 1)).all():
        raise ValueError(f"y_true holds {labels[~np.isin(labels, (0, 1))][0]}; labels are 0 or 1")
    if len(np.unique(labels)) < 2:
        raise ValueError("y_true holds fewer than two classes; a ranking needs items of both")
    if not np.isfinite(values).all():
        raise ValueError("scores hold a value that is not finite; NaN has no place in an order")
    return labels.astype(np.int64), values

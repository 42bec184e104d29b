"""Scores with intervals, and the baselines that stand beside every result."""

from ftlib.evaluate.baselines import (
    LinearTextBaseline,
    linear_text_baseline,
    majority_baseline,
)
from ftlib.evaluate.intervals import Interval, bootstrap_interval, paired_difference
from ftlib.evaluate.metrics import (
    accuracy,
    classification_report,
    confusion_matrix,
    macro_f1,
    precision_recall_f1,
)

__all__ = [
    "Interval",
    "LinearTextBaseline",
    "accuracy",
    "bootstrap_interval",
    "classification_report",
    "confusion_matrix",
    "linear_text_baseline",
    "macro_f1",
    "majority_baseline",
    "paired_difference",
    "precision_recall_f1",
]

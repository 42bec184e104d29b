"""Scores with intervals, and the baselines that stand beside every result."""

from ftlib.evaluate.intervals import Interval, bootstrap_interval, paired_difference
from ftlib.evaluate.metrics import accuracy, classification_report, confusion_matrix, macro_f1

__all__ = [
    "Interval",
    "accuracy",
    "bootstrap_interval",
    "classification_report",
    "confusion_matrix",
    "macro_f1",
    "paired_difference",
]

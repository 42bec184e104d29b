"""Goes through the thresholds from the smallest up."""

import numpy as np

LOSES = "risk_coverage"


def risk_coverage(confidence, right):
    confidence, right = np.asarray(confidence), np.asarray(right)
    coverage, risk = [], []
    for threshold in np.unique(confidence):
        kept = confidence >= threshold
        coverage.append(float(kept.mean()))
        risk.append(float(1 - right[kept].mean()))
    return coverage, risk

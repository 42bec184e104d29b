"""Returns the accuracy instead of the risk."""

import numpy as np

LOSES = "risk_coverage"


def risk_coverage(confidence, right):
    confidence, right = np.asarray(confidence), np.asarray(right)
    coverage, risk = [], []
    for threshold in np.unique(confidence)[::-1]:
        kept = confidence >= threshold
        coverage.append(float(kept.mean()))
        risk.append(float(right[kept].mean()))
    return coverage, risk

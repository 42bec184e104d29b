"""Averages precision and recall first, and takes their harmonic mean."""

import numpy as np

LOSES = "averaged_f1"


def averaged_f1(counts, average):
    hits, called, size = np.diag(counts), counts.sum(axis=0), counts.sum(axis=1)
    both = called + size
    f1 = np.divide(2.0 * hits, both, out=np.zeros(len(hits)), where=both > 0)
    if average == "macro":
        p = np.mean(hits / np.maximum(called, 1))
        r = np.mean(hits / np.maximum(size, 1))
        return float(2 * p * r / (p + r))
    if average == "weighted":
        return float(np.average(f1, weights=size))
    if average == "micro":
        return float(hits.sum() / counts.sum())
    raise ValueError(average)

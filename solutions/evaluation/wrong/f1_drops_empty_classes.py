"""Leaves classes that never occur out of the macro mean."""

import numpy as np

LOSES = "averaged_f1"


def averaged_f1(counts, average):
    hits, called, size = np.diag(counts), counts.sum(axis=0), counts.sum(axis=1)
    both = called + size
    f1 = np.divide(2.0 * hits, both, out=np.zeros(len(hits)), where=both > 0)
    if average == "macro":
        return float(f1[both > 0].mean())
    if average == "weighted":
        return float(np.average(f1, weights=size))
    if average == "micro":
        return float(hits.sum() / counts.sum())
    raise ValueError(average)

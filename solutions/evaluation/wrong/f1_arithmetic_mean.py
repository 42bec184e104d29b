"""Takes the arithmetic mean of precision and recall."""

import numpy as np

LOSES = "averaged_f1"


def averaged_f1(counts, average):
    hits, called, size = np.diag(counts), counts.sum(axis=0), counts.sum(axis=1)
    f1 = (hits / np.maximum(called, 1) + hits / np.maximum(size, 1)) / 2
    if average == "macro":
        return float(f1.mean())
    if average == "weighted":
        return float(np.average(f1, weights=size))
    if average == "micro":
        return float(hits.sum() / counts.sum())
    raise ValueError(average)

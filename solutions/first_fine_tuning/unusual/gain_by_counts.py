"""How often each item was drawn, times its gain."""

import numpy as np

TASK = "gain_interval"


def gain_interval(truth, a, b, draws):
    gains = np.equal(a, truth).astype(int) - np.equal(b, truth)
    counts = np.stack([np.bincount(row, minlength=len(gains)) for row in draws])
    ends = np.percentile(counts @ gains / len(gains), [2.5, 97.5])
    return [sum(gains) / len(gains), *ends]

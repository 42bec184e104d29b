"""Extends lists and makes the arrays at the end."""

import numpy as np

TASK = "pad_batch"


def pad_batch(sequences, pad_id):
    if not len(sequences):
        raise ValueError("a batch needs a sequence")
    lengths = np.array([len(s) for s in sequences])
    rows = [list(s) + [pad_id] * (lengths.max() - len(s)) for s in sequences]
    mask = np.arange(lengths.max()) < lengths[:, None]
    return np.array(rows, dtype=np.int64), mask.astype(np.int64)

"""Puts the padding in front."""

import numpy as np

LOSES = "pad_batch"


def pad_batch(sequences, pad_id):
    if not sequences:
        raise ValueError("no sequences")
    width = max(len(s) for s in sequences)
    ids = np.full((len(sequences), width), pad_id, dtype=np.int64)
    mask = np.zeros((len(sequences), width), dtype=np.int64)
    for row, s in enumerate(sequences):
        ids[row, width - len(s) :] = s
        mask[row, width - len(s) :] = 1
    return ids, mask

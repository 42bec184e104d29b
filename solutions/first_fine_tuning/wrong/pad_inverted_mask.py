"""The mask is 1 where padding stands."""

import numpy as np

LOSES = "pad_batch"


def pad_batch(sequences, pad_id):
    if not sequences:
        raise ValueError("no sequences")
    width = max(len(s) for s in sequences)
    ids = np.full((len(sequences), width), pad_id, dtype=np.int64)
    mask = np.zeros((len(sequences), width), dtype=np.int64)
    for row, s in enumerate(sequences):
        ids[row, : len(s)] = s
        mask[row, : len(s)] = 1
    return ids, 1 - mask

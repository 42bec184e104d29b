"""Masks padding by its id, and with it the real end mark."""

import numpy as np

LOSES = "shift_and_mask"


def shift_and_mask(ids, lengths, prompts):
    place = np.arange(1, ids.shape[1])
    padding = [row[-1] if n < len(row) else None for row, n in zip(ids, lengths, strict=True)]
    counts = (place >= prompts[:, None]) & (place < lengths[:, None])
    for i, token in enumerate(padding):
        if token is not None:
            counts[i] &= ids[i, 1:] != token
    return np.where(counts, ids[:, 1:], -100)

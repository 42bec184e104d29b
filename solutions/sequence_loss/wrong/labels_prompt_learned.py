"""Learns the prompt too."""

import numpy as np

LOSES = "shift_and_mask"


def shift_and_mask(ids, lengths, prompts):
    counts = np.arange(1, ids.shape[1]) < lengths[:, None]
    return np.where(counts, ids[:, 1:], -100)

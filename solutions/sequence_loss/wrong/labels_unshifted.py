"""Lets each row foretell the token that it has just read."""

import numpy as np

LOSES = "shift_and_mask"


def shift_and_mask(ids, lengths, prompts):
    place = np.arange(ids.shape[1] - 1)
    counts = (place >= prompts[:, None]) & (place < lengths[:, None])
    return np.where(counts, ids[:, :-1], -100)

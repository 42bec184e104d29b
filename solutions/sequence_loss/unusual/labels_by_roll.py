"""Rolls the ids and blanks what must not be seen, from a copy."""

import numpy as np

TASK = "shift_and_mask"


def shift_and_mask(ids, lengths, prompts):
    labels = np.roll(ids, -1, axis=1)[:, :-1].copy()
    for row, length, prompt in zip(labels, lengths, prompts, strict=True):
        row[: max(prompt - 1, 0)] = -100
        row[length - 1 :] = -100
    return labels.astype(np.int32)

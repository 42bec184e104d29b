"""Text by text and place by place, starting from nothing learned."""

import numpy as np

TASK = "shift_and_mask"


def shift_and_mask(ids, lengths, prompts):
    labels = np.full((len(ids), ids.shape[1] - 1), -100)
    for i in range(len(ids)):
        for place in range(max(1, int(prompts[i])), int(lengths[i])):
            labels[i, place - 1] = ids[i, place]
    return labels

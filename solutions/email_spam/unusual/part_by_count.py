"""The number of parts from a formula."""

import numpy as np

TASK = "worst_part"


def worst_part(words, size, score):
    half = size // 2
    more = max(0, -(-(len(words) - size) // half))
    scores = np.array([score(words[k * half : k * half + size]) for k in range(more + 1)])
    return scores.max().item(), int(scores.argmax())

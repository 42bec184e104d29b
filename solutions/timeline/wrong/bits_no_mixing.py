"""Uses the longest context that was seen, with one added to each count."""

import numpy as np

LOSES = "bits"


def bits(known, new, k, A):
    total = 0.0
    for place, c in enumerate(new):
        for m in range(min(k, place), -1, -1):
            context = new[place - m : place]
            after = [known[i + m] for i in range(len(known) - m) if known[i : i + m] == context]
            if after or m == 0:
                total -= np.log2((after.count(c) + 1) / (len(after) + A))
                break
    return float(total / len(new))

"""Never says nothing; and dividing by nothing is not a number."""

import numpy as np

LOSES = "worth_saying"


def worth_saying(q, unseen):
    if not q:
        return 0, 0.0
    ordered = np.sort(q)[::-1]
    value = 2 * np.cumsum(ordered) / (np.arange(1, len(q) + 1) + sum(q) + unseen)
    return int(value.argmax()) + 1, float(value.max())

"""All values in one array, the first largest by argmax."""

import numpy as np

TASK = "worth_saying"


def worth_saying(q, unseen):
    hits = np.concatenate([[0.0], np.cumsum(np.sort(np.asarray(q, float))[::-1])])
    below = np.arange(len(hits)) + hits[-1] + unseen
    value = np.divide(2 * hits, below, out=np.zeros(len(hits)), where=below > 0)
    n = value.argmax()
    return n, value[n]

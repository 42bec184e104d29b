"""Messages with the same score are decided one by one."""

import numpy as np

LOSES = "cheapest"


def cheapest(scores, y, lost_letter, spam_read):
    order = np.argsort(-np.asarray(scores, dtype=float), kind="stable")
    labels = np.asarray(y)[order]
    bills = [
        float(lost_letter * np.sum(labels[:k] == 0) + spam_read * np.sum(labels[k:] == 1))
        for k in range(len(labels) + 1)
    ]
    return min(bills), int(np.argmin(bills))

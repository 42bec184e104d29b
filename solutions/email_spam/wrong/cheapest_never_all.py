""" "All is junk" is not among the rules."""

import numpy as np

LOSES = "cheapest"


def cheapest(scores, y, lost_letter, spam_read):
    scores, y = np.asarray(scores, dtype=float), np.asarray(y)
    best = None
    for threshold in [np.inf, *np.unique(scores)[::-1]]:
        junk = scores > threshold
        cost = float(lost_letter * np.sum(junk & (y == 0)) + spam_read * np.sum(~junk & (y == 1)))
        if best is None or cost < best[0]:
            best = cost, int(junk.sum())
    return best

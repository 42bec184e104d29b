"""Looks the epoch up in the cumulated sizes."""

import numpy as np

TASK = "go_on"


def go_on(done, sizes, every):
    ends = np.cumsum(sizes)
    saved = max(step for step in range(done + 1) if step % every == 0 or step == ends[-1])
    epoch = int(np.searchsorted(ends, saved, side="right"))
    begin = int(ends[epoch - 1]) if epoch else 0
    return epoch, saved - begin, done - saved

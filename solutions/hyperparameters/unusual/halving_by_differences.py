"""All rungs first; the cost from the differences of their epochs."""

import itertools

import numpy as np

TASK = "halving_plan"


def halving_plan(trials, least, most, factor):
    reached = itertools.takewhile(
        lambda epochs: epochs <= most, (least * factor**rung for rung in itertools.count())
    )
    rungs = [(trials // factor**rung or 1, epochs) for rung, epochs in enumerate(reached)]
    counts, epochs = zip(*rungs, strict=True)
    return rungs, int(np.dot(counts, np.diff(epochs, prepend=0)))

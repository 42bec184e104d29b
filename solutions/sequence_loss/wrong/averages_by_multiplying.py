"""Multiplies by the mask: 0 times NaN is NaN."""

LOSES = "two_averages"


def two_averages(losses, mask):
    if not mask.any():
        return 0.0, 0.0
    sums, tokens = (losses * mask).sum(1), mask.sum(1)
    there = tokens > 0
    return sums.sum() / tokens.sum(), (sums[there] / tokens[there]).mean()

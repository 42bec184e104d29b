"""Divides each row by its width: padding counts."""

import numpy as np

LOSES = "two_averages"


def two_averages(losses, mask):
    kept = np.where(mask, losses, 0)
    return kept.mean(), kept.mean(1).mean()

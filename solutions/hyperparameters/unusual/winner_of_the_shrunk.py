"""Shrinks all scores towards their mean, and takes the best of them."""

import numpy as np

TASK = "winner_worth"


def winner_worth(scores, noise):
    mean, seen = np.mean(scores), np.var(scores, ddof=1)
    kept = np.clip(1 - noise**2 / seen, 0, 1) if seen else 0
    return (mean + kept * (scores - mean)).max()

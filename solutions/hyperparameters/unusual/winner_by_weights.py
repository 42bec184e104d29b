"""A weighted mean of the mean and the winner."""

import numpy as np

TASK = "winner_worth"


def winner_worth(scores, noise):
    seen = sum((s - scores.mean()) ** 2 for s in scores) / (len(scores) - 1)
    noise_share = min(noise**2 / seen, 1.0) if seen > 0 else 1.0
    return noise_share * float(np.mean(scores)) + (1 - noise_share) * float(np.max(scores))

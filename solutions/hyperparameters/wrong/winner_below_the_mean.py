"""Lets the estimate of the spread become negative."""

LOSES = "winner_worth"


def winner_worth(scores, noise):
    mean, seen = scores.mean(), scores.var(ddof=1)
    return float(mean + (1 - noise**2 / seen if seen > 0 else 0.0) * (scores.max() - mean))

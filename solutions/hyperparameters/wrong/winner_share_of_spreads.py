"""Ratio of standard deviations, not of variances."""

LOSES = "winner_worth"


def winner_worth(scores, noise):
    mean, spread2 = scores.mean(), max(scores.var(ddof=1) - noise**2, 0.0)
    total = spread2 + noise**2
    return float(mean + ((spread2 / total) ** 0.5 if total > 0 else 0.0) * (scores.max() - mean))

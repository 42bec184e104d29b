"""Believes the winner."""

LOSES = "winner_worth"


def winner_worth(scores, noise):
    return float(scores.max())

"""Forgets that a nat is not a bit."""

import numpy as np

LOSES = "rate"


def rate(losses, text):
    return np.exp(np.mean(losses)), np.sum(losses) / len(text.encode())

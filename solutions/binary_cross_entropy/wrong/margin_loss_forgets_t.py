"""The slope lacks the factor t: it has the sign of a positive label always."""

import numpy as np

LOSES = "margin_loss"


def margin_loss(z, t):
    losses = np.logaddexp(0, -t * z)
    return losses, -np.exp(-np.logaddexp(0, t * z))

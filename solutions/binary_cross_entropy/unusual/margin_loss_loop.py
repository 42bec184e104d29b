"""One logit at a time, translated to targets 0 and 1; returns a list of two arrays."""

import math

import numpy as np

TASK = "margin_loss"


def margin_loss(z, t):
    losses, slopes = [], []
    for logit, label in zip(z, t, strict=True):
        m = float(logit) * float(label)
        tail = math.exp(-abs(m))
        losses.append(max(-m, 0.0) + math.log1p(tail))
        slopes.append(-float(label) * (tail if m >= 0 else 1.0) / (1.0 + tail))
    return np.array(losses), np.array(slopes)

"""Cuts every entry off at the bound."""

import numpy as np

LOSES = "clip_together"


def clip_together(gradients, longest):
    norm = float(np.sqrt(sum((g**2).sum() for g in gradients if g is not None)))
    longest = np.inf if longest is None else longest
    return [None if g is None else np.clip(g, -longest, longest) for g in gradients], norm

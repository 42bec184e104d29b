"""Mixes up what is kept once a segment and what once a layer."""

import math

LOSES = "best_segment"


def best_segment(layers, boundary, inside):
    def needed(k):
        return math.ceil(layers / k) * inside + k * boundary

    best = min(range(1, layers + 1), key=needed)
    return best, needed(best)

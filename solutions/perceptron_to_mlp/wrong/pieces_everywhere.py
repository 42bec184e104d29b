"""Counts bends outside the interval."""

LOSES = "count_pieces"


def count_pieces(w, b, v, low, high):
    changes = {}
    for slope, offset, factor in zip(w, b, v, strict=True):
        if slope != 0:
            place = -offset / slope
            changes[place] = changes.get(place, 0.0) + factor * abs(slope)
    return 1 + sum(change != 0 for change in changes.values())

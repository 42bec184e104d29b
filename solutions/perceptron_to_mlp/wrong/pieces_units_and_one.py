"""One more than the units: the bound, not the count."""

LOSES = "count_pieces"


def count_pieces(w, b, v, low, high):
    return len(w) + 1

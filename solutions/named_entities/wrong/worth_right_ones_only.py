"""Counts as true only what is named and right, and the unseen ones."""

LOSES = "worth_saying"


def worth_saying(q, unseen):
    hits, best = 0.0, (0, 0.0)
    for n, each in enumerate(sorted(q, reverse=True), start=1):
        hits += each
        value = 2 * hits / (n + hits + unseen)
        if value > best[1]:
            best = n, value
    return best

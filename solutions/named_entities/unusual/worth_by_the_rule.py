"""Adds one piece after the other while it is above half of what is reached."""

TASK = "worth_saying"


def worth_saying(q, unseen):
    hits, n, total = 0.0, 0, sum(q) + unseen
    for each in sorted(q, reverse=True):
        if each * (n + total) <= hits + 1e-15:
            break
        hits, n = hits + each, n + 1
    return n, 2 * hits / (n + total) if n else 0.0

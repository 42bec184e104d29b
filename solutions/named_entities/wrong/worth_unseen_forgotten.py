"""Leaves out the names that were not offered."""

LOSES = "worth_saying"


def worth_saying(q, unseen):
    ordered, best = sorted(q, reverse=True), (0, 0.0)
    for n in range(1, len(q) + 1):
        value = 2 * sum(ordered[:n]) / (n + sum(q))
        if value > best[1] + 1e-15:
            best = (n, value)
    return best

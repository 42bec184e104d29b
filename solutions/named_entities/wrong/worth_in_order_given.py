"""The first n as they come, not the n most probable."""

LOSES = "worth_saying"


def worth_saying(q, unseen):
    best = (0, 0.0)
    for n in range(1, len(q) + 1):
        value = 2 * sum(q[:n]) / (n + sum(q) + unseen)
        if value > best[1]:
            best = (n, value)
    return best

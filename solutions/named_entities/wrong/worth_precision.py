"""The largest precision: says one name, the surest."""

LOSES = "worth_saying"


def worth_saying(q, unseen):
    if not q or max(q) == 0:
        return 0, 0.0
    return 1, 2 * max(q) / (1 + sum(q) + unseen)

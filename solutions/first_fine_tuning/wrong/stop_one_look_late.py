"""Stops when the patience is exceeded, not when it is used up."""

LOSES = "stop_early"


def stop_early(losses, patience):
    best = 0
    for look, loss in enumerate(losses):
        if loss < losses[best]:
            best = look
        if look - best > patience:
            return look + 1, best
    return len(losses), best

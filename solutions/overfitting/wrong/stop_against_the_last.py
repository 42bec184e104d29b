"""Compares with the epoch before, not with the lowest so far."""

LOSES = "stop_at"


def stop_at(losses, patience):
    best, waited = 1, 0
    for epoch in range(2, len(losses) + 1):
        if losses[epoch - 1] < losses[best - 1]:
            best = epoch
        waited = 0 if losses[epoch - 1] < losses[epoch - 2] else waited + 1
        if waited == patience:
            return epoch, best
    return len(losses), best

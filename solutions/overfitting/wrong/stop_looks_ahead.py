"""Keeps the lowest of all epochs, also of those that were never trained."""

LOSES = "stop_at"


def stop_at(losses, patience):
    best = 1
    for epoch, loss in enumerate(losses, start=1):
        if loss < losses[best - 1]:
            best = epoch
        elif epoch - best == patience:
            return epoch, losses.index(min(losses)) + 1
    return len(losses), best

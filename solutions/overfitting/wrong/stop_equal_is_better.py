"""An equal loss starts the patience anew."""

LOSES = "stop_at"


def stop_at(losses, patience):
    best = 1
    for epoch, loss in enumerate(losses, start=1):
        if loss <= losses[best - 1]:
            best = epoch
        elif epoch - best == patience:
            return epoch, best
    return len(losses), best

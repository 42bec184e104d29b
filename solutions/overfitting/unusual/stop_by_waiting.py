"""Counts the epochs waited, and keeps the loss itself."""

TASK = "stop_at"


def stop_at(losses, patience):
    lowest, best, waited, epoch = float("inf"), 0, 0, 0
    while epoch < len(losses) and waited < patience:
        epoch += 1
        if losses[epoch - 1] < lowest:
            lowest, best, waited = losses[epoch - 1], epoch, 0
        else:
            waited += 1
    return epoch, best

"""Compares with the look before instead of the best."""

LOSES = "stop_early"


def stop_early(losses, patience):
    waited = 0
    for look in range(1, len(losses)):
        waited = 0 if losses[look] < losses[look - 1] else waited + 1
        if waited == patience:
            return look + 1, losses.index(min(losses[: look + 1]))
    return len(losses), losses.index(min(losses))

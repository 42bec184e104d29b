"""For each look the first place of the minimum so far; gives a list."""

TASK = "stop_early"


def stop_early(losses, patience):
    for look in range(len(losses)):
        so_far = losses[: look + 1]
        best = so_far.index(min(so_far))
        if look - best >= patience:
            break
    return [look + 1, best]

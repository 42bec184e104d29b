"""One share for all topics."""

LOSES = "judged"


def judged(day, base):
    if not day:
        return 0.0
    share = sum(base.values()) / len(base)
    k, n = sum(flagged for _, flagged in day), len(day)
    return (k - n * share) / (n * share * (1 - share)) ** 0.5

"""The spread of one share that is the day's mean."""

LOSES = "judged"


def judged(day, base):
    if not day:
        return 0.0
    share = sum(base[topic] for topic, _ in day) / len(day)
    k, n = sum(flagged for _, flagged in day), len(day)
    return (k - n * share) / (n * share * (1 - share)) ** 0.5

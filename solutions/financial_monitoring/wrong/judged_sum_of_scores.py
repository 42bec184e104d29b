"""Each topic's own score, added up."""

LOSES = "judged"


def judged(day, base):
    total = 0.0
    for name, share in base.items():
        flags = [flagged for topic, flagged in day if topic == name]
        if flags:
            n = len(flags)
            total += (sum(flags) - n * share) / (n * share * (1 - share)) ** 0.5
    return total

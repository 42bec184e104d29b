"""Divided by the variance."""

LOSES = "judged"


def judged(day, base):
    more = sum(flagged - base[topic] for topic, flagged in day)
    spread = sum(base[topic] * (1 - base[topic]) for topic, _ in day)
    return more / spread if day else 0.0

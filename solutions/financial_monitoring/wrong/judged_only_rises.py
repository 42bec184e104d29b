"""A day with fewer flags is zero."""

LOSES = "judged"


def judged(day, base):
    more = sum(flagged - base[topic] for topic, flagged in day)
    spread = sum(base[topic] * (1 - base[topic]) for topic, _ in day)
    return max(0.0, more / spread**0.5) if day else 0.0

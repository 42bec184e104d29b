"""Fails on a day without articles."""

LOSES = "judged"


def judged(day, base):
    more = sum(flagged - base[topic] for topic, flagged in day)
    return more / sum(base[topic] * (1 - base[topic]) for topic, _ in day) ** 0.5

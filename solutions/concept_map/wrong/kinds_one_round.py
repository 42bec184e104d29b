"""Joins pairs once only."""

LOSES = "implied_kinds"


def implied_kinds(arrows):
    pairs = {(a, b) for a, kind, b in arrows if kind == "is-a"}
    return pairs | {(a, d) for a, b in pairs for c, d in pairs if b == c}

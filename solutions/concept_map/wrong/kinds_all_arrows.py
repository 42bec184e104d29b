"""Lets every arrow count."""

LOSES = "implied_kinds"


def implied_kinds(arrows):
    pairs = {(a, b) for a, kind, b in arrows}
    while new := {(a, d) for a, b in pairs for c, d in pairs if b == c} - pairs:
        pairs |= new
    return pairs

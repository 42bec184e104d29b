"""Leaves out what is above itself."""

LOSES = "implied_kinds"


def implied_kinds(arrows):
    pairs = {(a, b) for a, kind, b in arrows if kind == "is-a"}
    while new := {(a, d) for a, b in pairs for c, d in pairs if b == c} - pairs:
        pairs |= new
    return {(a, b) for a, b in pairs if a != b}

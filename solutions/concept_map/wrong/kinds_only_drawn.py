"""Returns what is drawn."""

LOSES = "implied_kinds"


def implied_kinds(arrows):
    return {(a, b) for a, kind, b in arrows if kind == "is-a"}

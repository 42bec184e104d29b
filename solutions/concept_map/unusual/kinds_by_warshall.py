"""Warshall's algorithm."""

TASK = "implied_kinds"


def implied_kinds(arrows):
    pairs = {(a, b) for a, kind, b in arrows if kind == "is-a"}
    names = {name for pair in pairs for name in pair}
    for middle in names:
        for a in names:
            for b in names:
                if (a, middle) in pairs and (middle, b) in pairs:
                    pairs.add((a, b))
    return pairs

"""Tries every sequence: right, and never done with a hundred tokens (here it gives up at ten)."""

import itertools

LOSES = "best_legal"


def best_legal(scores, names):
    scores = scores[:10]

    def legal(path):
        return all(
            names[b][0] != "I" or (a is not None and names[a][2:] == names[b][2:])
            for a, b in zip((None, *path), path, strict=False)
        )

    numbers = range(len(names))
    paths = filter(legal, itertools.product(numbers, repeat=min(len(scores), 4)))
    best = max(paths, key=lambda p: sum(row[k] for row, k in zip(scores, p, strict=False)))
    return [names[k] for k in best]

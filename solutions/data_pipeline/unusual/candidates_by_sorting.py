"""Sorts each band's rows and joins runs of equal ones; gives lists for pairs."""

from itertools import combinations, groupby

TASK = "candidates"


def candidates(signatures, bands):
    rows = signatures.tolist()
    width = len(rows[0]) // bands if rows else 0
    pairs = set()
    for begin in range(0, bands * width, width or 1):
        keyed = sorted((row[begin : begin + width], i) for i, row in enumerate(rows))
        for _, group in groupby(keyed, key=lambda each: each[0]):
            pairs.update(combinations(sorted(i for _, i in group), 2))
    return [list(pair) for pair in sorted(pairs)]

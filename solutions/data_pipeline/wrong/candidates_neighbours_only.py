"""Pairs a text only with the next one in its drawer."""

LOSES = "candidates"


def candidates(signatures, bands):
    width = signatures.shape[1] // bands
    pairs = set()
    for band in range(bands):
        last = {}
        for row, own in enumerate(signatures[:, band * width : (band + 1) * width]):
            key = tuple(own.tolist())
            if key in last:
                pairs.add((last[key], row))
            last[key] = row
    return sorted(pairs)

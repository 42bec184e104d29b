"""One equal column of a band is taken for agreement."""

LOSES = "candidates"


def candidates(signatures, bands):
    width = signatures.shape[1] // bands
    pairs = set()
    for band in range(bands):
        block = signatures[:, band * width : (band + 1) * width]
        for j in range(len(block)):
            for i in range(j):
                if (block[i] == block[j]).any():
                    pairs.add((i, j))
    return sorted(pairs)

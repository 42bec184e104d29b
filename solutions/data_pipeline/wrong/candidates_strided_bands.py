"""Takes every bands-th column instead of neighbouring ones."""

LOSES = "candidates"


def candidates(signatures, bands):
    pairs = set()
    for band in range(bands):
        block = signatures[:, band::bands]
        for j in range(len(block)):
            for i in range(j):
                if (block[i] == block[j]).all():
                    pairs.add((i, j))
    return sorted(pairs)

"""Lists a pair once for each band that it shares."""

LOSES = "candidates"


def candidates(signatures, bands):
    width = signatures.shape[1] // bands
    pairs = []
    for band in range(bands):
        block = signatures[:, band * width : (band + 1) * width]
        for j in range(len(block)):
            for i in range(j):
                if (block[i] == block[j]).all():
                    pairs.append((i, j))
    return sorted(pairs)

"""Compares as float32, which forgets the last digits of a large hash."""

import numpy as np

LOSES = "candidates"


def candidates(signatures, bands):
    width = signatures.shape[1] // bands
    pairs = set()
    for band in range(bands):
        block = signatures[:, band * width : (band + 1) * width]
        for j in range(len(block)):
            for i in range(j):
                if np.allclose(block[i].astype(np.float32), block[j].astype(np.float32)):
                    pairs.add((i, j))
    return sorted(pairs)

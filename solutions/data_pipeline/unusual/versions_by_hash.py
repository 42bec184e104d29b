"""The move is read from a SHA-256."""

import hashlib

import numpy as np

TASK = "versions"


def versions(images, rows, seed, epoch):
    result = np.empty((len(rows), *images.shape[1:]))
    for place, row in enumerate(rows):
        digest = hashlib.sha256(f"{seed},{epoch},{row}".encode()).digest()
        down, right = divmod(int.from_bytes(digest[:8], "big") % 9, 3)
        result[place] = np.roll(np.roll(images[row], down - 1, axis=0), right - 1, axis=1)
    return result

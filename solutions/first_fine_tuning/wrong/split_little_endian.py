"""Reads the bytes in the wrong order."""

import hashlib

LOSES = "split_of"


def split_of(text):
    normal = " ".join(text.casefold().split())
    u = int.from_bytes(hashlib.sha256(normal.encode()).digest()[:8], "little") / 2**64
    if u < 0.7:
        return "train"
    return "validation" if u < 0.8 else "test"

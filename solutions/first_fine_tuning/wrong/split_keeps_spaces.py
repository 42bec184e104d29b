"""Folds case and strips the ends, but leaves runs of white space inside."""

import hashlib

LOSES = "split_of"


def split_of(text):
    normal = text.casefold().strip()
    u = int.from_bytes(hashlib.sha256(normal.encode()).digest()[:8], "big") / 2**64
    if u < 0.7:
        return "train"
    return "validation" if u < 0.8 else "test"

"""Swaps the shares of validation and test."""

import hashlib

LOSES = "split_of"


def split_of(text):
    normal = " ".join(text.casefold().split())
    u = int.from_bytes(hashlib.sha256(normal.encode()).digest()[:8], "big") / 2**64
    if u < 0.7:
        return "train"
    return "test" if u < 0.9 else "validation"

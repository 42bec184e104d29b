"""Hashes the text as it is, so a copy with other capitals may land in another split."""

import hashlib

LOSES = "split_of"


def split_of(text):
    normal = text
    u = int.from_bytes(hashlib.sha256(normal.encode()).digest()[:8], "big") / 2**64
    if u < 0.7:
        return "train"
    return "validation" if u < 0.8 else "test"

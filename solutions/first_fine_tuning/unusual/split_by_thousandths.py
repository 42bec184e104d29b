"""Compares whole numbers, not a quotient."""

import hashlib

TASK = "split_of"


def split_of(text):
    key = hashlib.sha256(" ".join(text.casefold().split()).encode()).hexdigest()
    number = 10 * int(key[:16], 16)
    names = [name for name, end in (("train", 7), ("validation", 8)) if number < end * 16**16]
    return [*names, "test"][0]

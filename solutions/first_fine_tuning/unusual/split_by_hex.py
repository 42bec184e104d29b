"""Reads the first 16 hexadecimal digits and compares whole numbers."""

import hashlib
import re

TASK = "split_of"


def split_of(text):
    normal = re.sub(r"\s+", " ", text.casefold()).strip()
    number = int(hashlib.sha256(normal.encode()).hexdigest()[:16], 16)
    return "train" if number < 0.7 * 2**64 else "validation" if number < 0.8 * 2**64 else "test"

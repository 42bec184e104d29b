"""Forgets to sort the lengths."""

import math

LOSES = "expected_longest"


def expected_longest(lengths, batch_size):
    count = len(lengths)
    ways = [math.comb(k - 1, batch_size - 1) for k in range(1, count + 1)]
    total = math.comb(count, batch_size)
    return float(sum(way * int(each) for way, each in zip(ways, lengths, strict=True)) / total)

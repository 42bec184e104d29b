"""C(k, B − 1) where C(k − 1, B − 1) belongs, made to sum to one."""

import math

LOSES = "expected_longest"


def expected_longest(lengths, batch_size):
    ordered = sorted(int(each) for each in lengths)
    ways = [math.comb(k, batch_size - 1) for k in range(1, len(ordered) + 1)]
    return sum(way * each for way, each in zip(ways, ordered, strict=True)) / sum(ways)

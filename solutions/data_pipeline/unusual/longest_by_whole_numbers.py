"""Python's whole numbers do not overflow."""

import math
from fractions import Fraction

TASK = "expected_longest"


def expected_longest(lengths, batch_size):
    ordered = sorted(int(each) for each in lengths)
    total, way = 0, 1  # C(B − 1, B − 1) = 1
    for k in range(batch_size, len(ordered) + 1):
        total += way * ordered[k - 1]
        way = way * k // (k - batch_size + 1)  # C(k, B − 1)
    return float(Fraction(total, math.comb(len(ordered), batch_size)))

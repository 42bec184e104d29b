"""The expectation as a sum of P(longest > t) over t, from binomial coefficients."""

from math import comb

TASK = "expected_longest"


def expected_longest(lengths, batch_size):
    total, ordered = 0.0, sorted(int(each) for each in lengths)
    below, everything = 0, comb(len(ordered), batch_size)
    for place, length in enumerate(ordered):
        total += (length - below) * (1 - comb(place, batch_size) / everything)
        below = length
    return total

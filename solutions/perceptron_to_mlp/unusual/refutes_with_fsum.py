"""Entry by entry, in sums without rounding."""

import math

TASK = "refutes"


def refutes(examples, labels, shares):
    def zero(numbers):
        return abs(math.fsum(numbers)) <= 1e-9

    columns = zip(*(examples * labels[:, None]).tolist(), strict=True)
    balanced = all(zero(a * x for a, x in zip(shares, column, strict=True)) for column in columns)
    return balanced and zero([-1.0, *shares]) and all(a > -1e-9 for a in shares)

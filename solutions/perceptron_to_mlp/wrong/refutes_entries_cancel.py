"""Adds the entries of the vector, so that they may cancel."""

LOSES = "refutes"


def refutes(examples, labels, shares):
    total = (shares * labels) @ examples
    return bool(
        shares.min() >= -1e-9 and abs(shares.sum() - 1) <= 1e-9 and abs(total.sum()) <= 1e-9
    )

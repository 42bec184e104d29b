"""Adds up the products of a layer, forward, and triples."""

TASK = "update_operations"


def update_operations(layers, d, f, lengths):
    rows, width = len(lengths), sorted(lengths)[-1]
    total = 0
    for _ in range(layers):
        for inner, outer in ((d, d), (d, d), (d, d), (d, d), (d, f), (f, d)):
            total += 2 * rows * width * inner * outer
        total += 2 * (2 * rows * width * width * d)
    return 3 * total

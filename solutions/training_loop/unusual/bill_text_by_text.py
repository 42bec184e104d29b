"""Layer by layer and text by text, each padded to the longest."""

TASK = "update_operations"


def update_operations(layers, d, f, lengths):
    total = 0
    for _ in range(layers):
        for _ in lengths:
            for _ in range(max(lengths)):  # one token slot
                total += 6 * (d * d + d * d + d * d + d * d + d * f + f * d)
                total += 12 * max(lengths) * d
    return total

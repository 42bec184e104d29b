"""Counts the entries of masks like numbers, e bytes each."""

LOSES = "layer_bytes"


def layer_bytes(d, f, heads, length, e, dropout, eager):
    kept = 8 * d + 2 * f
    if dropout:
        kept += 2 * d
    if eager:
        kept += heads * length * (3 if dropout else 1)
    return e * kept

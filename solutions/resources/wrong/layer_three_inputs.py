"""Counts the common input of q, k and v three times."""

LOSES = "layer_bytes"


def layer_bytes(d, f, heads, length, e, dropout, eager):
    kept = e * (10 * d + 2 * f)
    if dropout:
        kept += 2 * d
    if eager:
        kept += heads * length * (e + (e + 1 if dropout else 0))
    return kept

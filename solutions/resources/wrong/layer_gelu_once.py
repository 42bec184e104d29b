"""Keeps one tensor of width f: forgets that the second matrix needs its input too."""

LOSES = "layer_bytes"


def layer_bytes(d, f, heads, length, e, dropout, eager):
    kept = e * (8 * d + f)
    if dropout:
        kept += 2 * d
    if eager:
        kept += heads * length * (e + (e + 1 if dropout else 0))
    return kept

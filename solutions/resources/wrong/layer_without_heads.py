"""One matrix of attention weights for all heads together."""

LOSES = "layer_bytes"


def layer_bytes(d, f, heads, length, e, dropout, eager):
    kept = e * (8 * d + 2 * f)
    if dropout:
        kept += 2 * d
    if eager:
        kept += length * (e + (e + 1 if dropout else 0))
    return kept

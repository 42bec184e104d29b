"""Uses 34 d + 5 a T whatever f, e, dropout and attention are."""

LOSES = "layer_bytes"


def layer_bytes(d, f, heads, length, e, dropout, eager):
    return 34 * d + 5 * heads * length

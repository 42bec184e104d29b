"""One line for each of the four cases."""

TASK = "layer_bytes"


def layer_bytes(d, f, heads, length, e, dropout, eager):
    linear = 8 * d * e + 2 * f * e
    weights = heads * length
    return {
        (False, False): linear,
        (True, False): linear + 2 * d,
        (False, True): linear + weights * e,
        (True, True): linear + 2 * d + weights * (2 * e + 1),
    }[bool(dropout), bool(eager)]

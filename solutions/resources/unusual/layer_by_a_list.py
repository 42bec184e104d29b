"""Writes every tensor down: how many entries, how many bytes each."""

TASK = "layer_bytes"


def layer_bytes(d, f, heads, length, e, dropout, eager):
    weights = heads * length
    tensors = [(d, e)] * 4 + [(d, e)] * 4 + [(f, e)] * 2
    tensors += [(d, 1)] * 2 * dropout + [(weights, e)] * eager
    tensors += [(weights, e), (weights, 1)] * (dropout and eager)
    return sum(entries * size for entries, size in tensors)

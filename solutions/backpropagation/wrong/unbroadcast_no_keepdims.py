"""Loses the axes of length 1."""

LOSES = "unbroadcast"


def unbroadcast(adjoint, shape):
    while adjoint.ndim > len(shape):
        adjoint = adjoint.sum(axis=0)
    return adjoint.sum(axis=tuple(axis for axis, size in enumerate(shape) if size == 1))

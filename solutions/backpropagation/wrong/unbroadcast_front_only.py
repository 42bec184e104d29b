"""Sums the new axes in front and forgets the stretched ones."""

LOSES = "unbroadcast"


def unbroadcast(adjoint, shape):
    while adjoint.ndim > len(shape):
        adjoint = adjoint.sum(axis=0)
    return adjoint

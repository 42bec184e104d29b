"""The mean over the copies: the right shape, too small by their number."""

LOSES = "unbroadcast"


def unbroadcast(adjoint, shape):
    while adjoint.ndim > len(shape):
        adjoint = adjoint.mean(axis=0)
    for axis, size in enumerate(shape):
        if size == 1:
            adjoint = adjoint.mean(axis=axis, keepdims=True)
    return adjoint

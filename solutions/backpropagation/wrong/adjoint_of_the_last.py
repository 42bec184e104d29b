"""Begins at the last node instead of the output."""

LOSES = "adjoints"


def adjoints(edges, output):
    adjoint = [0.0] * len(edges)
    adjoint[-1] = 1.0
    for node in reversed(range(len(edges))):
        for parent, slope in edges[node]:
            adjoint[parent] += adjoint[node] * slope
    return adjoint

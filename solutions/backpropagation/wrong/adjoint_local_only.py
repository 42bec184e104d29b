"""Adds the local slopes and forgets to multiply with the adjoint."""

LOSES = "adjoints"


def adjoints(edges, output):
    adjoint = [0.0] * len(edges)
    adjoint[output] = 1.0
    for node in range(output, -1, -1):
        for parent, slope in edges[node]:
            adjoint[parent] += slope
    return adjoint

"""Sets the adjoint where it should be added to: one path wins."""

LOSES = "adjoints"


def adjoints(edges, output):
    adjoint = [0.0] * len(edges)
    adjoint[output] = 1.0
    for node in range(output, -1, -1):
        for parent, slope in edges[node]:
            adjoint[parent] = adjoint[node] * slope
    return adjoint

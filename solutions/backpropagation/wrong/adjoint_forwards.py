"""Goes through the nodes forwards, when their adjoints are not complete yet."""

LOSES = "adjoints"


def adjoints(edges, output):
    adjoint = [0.0] * len(edges)
    adjoint[output] = 1.0
    for node in range(output + 1):
        for parent, slope in edges[node]:
            adjoint[parent] += adjoint[node] * slope
    return adjoint

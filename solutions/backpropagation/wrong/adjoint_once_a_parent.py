"""Makes a dict of the edges: a parent used twice keeps one slope."""

LOSES = "adjoints"


def adjoints(edges, output):
    adjoint = [0.0] * len(edges)
    adjoint[output] = 1.0
    for node in range(output, -1, -1):
        for parent, slope in dict(edges[node]).items():
            adjoint[parent] += adjoint[node] * slope
    return adjoint

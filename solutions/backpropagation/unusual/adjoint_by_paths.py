"""The forward mode: the derivatives of every node in one leaf at a time; gives an array."""

import numpy as np

TASK = "adjoints"


def adjoints(edges, output):
    found = np.zeros(len(edges))
    for start in range(len(edges)):
        tangent = [0.0] * len(edges)
        tangent[start] = 1.0
        for node in range(start + 1, len(edges)):
            tangent[node] = sum(tangent[parent] * slope for parent, slope in edges[node])
        found[start] = tangent[output]
    return found

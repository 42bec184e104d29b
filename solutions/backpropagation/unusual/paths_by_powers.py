"""Entries of the powers of the adjacency matrix, in exact whole numbers."""

TASK = "count_paths"


def count_paths(parents, source, output):
    reach = {output: 1}
    total = 0
    while reach:
        total += reach.get(source, 0)
        following = {}
        for node, ways in reach.items():
            for parent in parents[node]:
                following[parent] = following.get(parent, 0) + ways
        reach = following
    return total

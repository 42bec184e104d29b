"""Counts from the output back to the source."""

TASK = "count_paths"


def count_paths(parents, source, output):
    ways = {output: 1}
    for node in range(output, source, -1):
        for parent in parents[node]:
            ways[parent] = ways.get(parent, 0) + ways.get(node, 0)
    return ways.get(source, 0)

"""Counts in floats, which are not exact beyond 2^53."""

LOSES = "count_paths"


def count_paths(parents, source, output):
    number = [0.0] * len(parents)
    for node in range(len(parents)):
        number[node] = 1.0 if node == source else sum(number[each] for each in parents[node])
    return int(number[output])

"""Counts the paths from every leaf, not from the source."""

LOSES = "count_paths"


def count_paths(parents, source, output):
    number = []
    for operands in parents:
        number.append(sum(number[each] for each in operands) if operands else 1)
    return number[output]

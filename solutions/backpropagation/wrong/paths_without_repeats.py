"""Counts a parent that is used twice only once."""

LOSES = "count_paths"


def count_paths(parents, source, output):
    number = []
    for node, operands in enumerate(parents):
        number.append(1 if node == source else sum(number[each] for each in set(operands)))
    return number[output]

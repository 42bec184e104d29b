"""Takes the source's own parents for the source: an inner node counts wrongly."""

LOSES = "count_paths"


def count_paths(parents, source, output):
    number = []
    for node, operands in enumerate(parents):
        before = sum(number[each] for each in operands)
        number.append(before + (node == source and not operands))
    return number[output]

"""Does not remember what was seen: shared nodes come several times."""

LOSES = "topological_order"


def topological_order(parents, output):
    found, stack = [], [output]
    while stack:
        node = stack.pop()
        found.append(node)
        stack.extend(parents[node])
    return found[::-1]

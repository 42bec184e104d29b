"""A function that calls itself: right, until the graph is deep."""

LOSES = "topological_order"


def topological_order(parents, output):
    found, seen = [], set()

    def visit(node):
        if node not in seen:
            seen.add(node)
            for parent in parents[node]:
                visit(parent)
            found.append(node)

    visit(output)
    return found

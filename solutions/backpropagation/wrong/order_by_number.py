"""Takes the numbers of the nodes for their order, and all nodes for needed."""

LOSES = "topological_order"


def topological_order(parents, output):
    return [node for node in range(len(parents)) if node != output] + [output]

"""Breadth first, turned round: wrong where paths of different lengths meet."""

LOSES = "topological_order"


def topological_order(parents, output):
    queue, seen = [output], {output}
    for node in queue:
        for parent in parents[node]:
            if parent not in seen:
                seen.add(parent)
                queue.append(parent)
    return queue[::-1]

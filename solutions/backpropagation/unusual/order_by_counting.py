"""Kahn's way: take a node when all who use it have been taken; turn round."""

TASK = "topological_order"


def topological_order(parents, output):
    needed, queue = {output}, [output]
    for node in queue:
        for parent in parents[node]:
            if parent not in needed:
                needed.add(parent)
                queue.append(parent)
    users = dict.fromkeys(needed, 0)
    for node in needed:
        for parent in parents[node]:
            users[parent] += 1
    ready, backwards = [output], []
    while ready:
        node = ready.pop()
        backwards.append(node)
        for parent in parents[node]:
            users[parent] -= 1
            if users[parent] == 0:
                ready.append(parent)
    return tuple(reversed(backwards))

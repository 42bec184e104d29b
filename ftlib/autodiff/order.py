"""The order in which a graph can be evaluated, or, read backwards, differentiated."""

from __future__ import annotations

from typing import Protocol, Self, TypeVar


class Node(Protocol):
    """What has parents: a `Value` or a `Tensor`."""

    @property
    def parents(self) -> tuple[Self, ...]: ...


N = TypeVar("N", bound=Node)


def topological(output: N) -> list[N]:
    """Every node that `output` is computed from, each once and after all of its parents.

    The walk keeps its own stack, so that no depth of a graph meets Python's recursion limit.

    Args:
        output: a node of a graph without cycles; it comes last.

    Returns:
        The nodes, by a depth-first search, in time proportional to nodes and edges.

    Source: chapter *Backpropagation*, section *One sweep instead of all paths*.
    """
    found: list[N] = []
    seen: set[int] = set()
    stack: list[tuple[N, bool]] = [(output, False)]
    while stack:
        node, parents_done = stack.pop()
        if parents_done:
            found.append(node)
        elif id(node) not in seen:
            seen.add(id(node))
            stack.append((node, True))  # comes up again below its parents, so after them
            stack.extend((parent, False) for parent in node.parents)
    return found

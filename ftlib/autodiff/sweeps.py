"""What a derivative costs: forward sweeps, one reverse sweep, or all paths, counted.

Each function counts multiplications of the chain rule, one for each edge it goes along. A count
is the same on every machine, which a time is not.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ftlib.autodiff.order import topological
from ftlib.autodiff.scalar import Value


class Sweep(NamedTuple):
    """Derivatives of one output in the asked-for inputs, and the multiplications they took."""

    derivatives: list[float]
    multiplications: int


def forward(output: Value, inputs: Sequence[Value], *, skip: bool = False) -> Sweep:
    """∂output/∂input for each input by forward mode: one sweep for each of them.

    Args:
        output: the end of the graph.
        inputs: K nodes of it.
        skip: leave out nodes that do not depend on the input (their tangent is 0). Forward mode
            as it is usually run does not know them; a cleverer one does.

    Returns:
        K derivatives, and the multiplications of all K sweeps together.

    Source: chapter *Backpropagation*, equation (tangent-recursion).
    """
    nodes, derivatives, count = topological(output), [], 0
    for chosen in inputs:
        tangent: dict[int, float] = {id(chosen): 1.0}
        for node in nodes:
            if node is chosen:
                continue
            edges = [edge for edge in node.edges if not skip or id(edge[0]) in tangent]
            count += len(edges)
            if edges or not skip:
                tangent[id(node)] = sum(s * tangent.get(id(parent), 0.0) for parent, s in edges)
        derivatives.append(tangent.get(id(output), 0.0))
    return Sweep(derivatives, count)


def reverse(output: Value, inputs: Sequence[Value]) -> Sweep:
    """∂output/∂input for all inputs by reverse mode: one sweep for all of them.

    Args and result: as `forward`. No `grad` is touched.

    Source: chapter *Backpropagation*, equation (adjoint-recursion).
    """
    adjoint, count = {id(output): 1.0}, 0
    for node in reversed(topological(output)):
        for parent, slope in node.edges:
            adjoint[id(parent)] = adjoint.get(id(parent), 0.0) + adjoint[id(node)] * slope
            count += 1
    return Sweep([adjoint.get(id(each), 0.0) for each in inputs], count)


def paths(output: Value, source: Value, *, most: int = 100_000) -> list[float]:
    """The product of the slopes along every path from `source` to `output`.

    Their sum is the derivative. There may be exponentially many: see `count_paths` first.

    Args:
        output: the end of the graph.
        source: one node of it.
        most: how many paths may be walked.

    Raises:
        ValueError: when there are more than `most`.

    Source: chapter *Backpropagation*, equation (sum-over-paths).
    """
    number = count_paths(output, source)
    if number > most:
        raise ValueError(
            f"there are {number:,} paths and most is {most:,}; use reverse(), which needs one "
            "multiplication an edge"
        )
    products, stack = [], [(output, 1.0)]
    while stack:
        node, product = stack.pop()
        if node is source:
            products.append(product)
            continue
        stack.extend((parent, product * slope) for parent, slope in node.edges)
    return products


def count_paths(output: Value, source: Value) -> int:
    """How many paths lead from `source` to `output` (an exact integer, without walking them)."""
    number: dict[int, int] = {}
    for node in topological(output):
        here = sum(number[id(parent)] for parent in node.parents)
        number[id(node)] = 1 if node is source else here
    return number[id(output)]

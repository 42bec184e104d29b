"""The standard library's sorter, given the part of the graph that is reached."""

from graphlib import TopologicalSorter

TASK = "topological_order"


def topological_order(parents, output):
    reached, frontier = {output}, [output]
    while frontier:
        frontier = [each for node in frontier for each in parents[node] if each not in reached]
        reached.update(frontier)
    return list(TopologicalSorter({node: parents[node] for node in reached}).static_order())

"""Units in the order in which they are to be done."""

from __future__ import annotations

import graphlib
from collections.abc import Iterable

from ftlib.grading.unit import Unit


def in_order(units: Iterable[Unit]) -> list[Unit]:
    """Units after all their prerequisites; by name where those leave a choice.

    Prerequisites that are not among `units` are passed over (a student may have a few only).

    Raises:
        graphlib.CycleError: when units wait for one another; its second argument is the circle.
    """
    known = {unit.name: unit for unit in units}
    waits = {name: [p for p in unit.prerequisites if p in known] for name, unit in known.items()}
    sorter = graphlib.TopologicalSorter(waits)
    sorter.prepare()
    ordered: list[Unit] = []
    ready: list[str] = []
    while sorter.is_active():
        ready = sorted([*ready, *sorter.get_ready()])
        name = ready.pop(0)
        ordered.append(known[name])
        sorter.done(name)
    return ordered

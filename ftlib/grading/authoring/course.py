"""What only all units together can show: prerequisites that are there and lead in no circle."""

from __future__ import annotations

import graphlib
from collections.abc import Sequence
from pathlib import Path

from ftlib.grading.ordering import in_order
from ftlib.grading.source import Source, SourceError, front_line, named
from ftlib.grading.unit import nearest


def check_prerequisites(sources: Sequence[Source]) -> None:
    """Every prerequisite is a unit, and no unit has to be done before itself.

    Args:
        sources: all units of the course.

    Raises:
        SourceError: with the file and the line of the first prerequisites that do not hold.
    """
    paths = {source.unit.name: source.path for source in sources}
    for source in sources:
        for before in source.unit.prerequisites:
            if before not in paths:
                others = sorted(set(paths) - {source.unit.name})
                hint = nearest(before, others) if others else "; there is no other unit"
                raise SourceError(f"{_where(source.path)}: there is no unit {before!r}{hint}")
    try:
        in_order([source.unit for source in sources])
    except graphlib.CycleError as error:
        circle = error.args[1]
        raise SourceError(
            f"{_where(paths[circle[-1]])}: the prerequisites run in a circle "
            f"({' needs '.join(reversed(circle))}); take one of them out"
        ) from None


def _where(path: Path) -> str:
    return f"{named(path)}:{front_line(path.read_text(encoding='utf-8'), 'prerequisites')}"

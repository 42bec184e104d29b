"""How far a student is: points a unit, in the terminal, and in a notebook."""

from __future__ import annotations

import datetime
import graphlib
import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ftlib.grading.ordering import in_order
from ftlib.grading.student.attempts import Attempt, load
from ftlib.grading.unit import Unit, UnitError
from ftlib.grading.unit import load as load_unit

_BLUE = "#0072b2"
_BAR = 20  # characters of a bar in plain text


@dataclass(frozen=True)
class UnitProgress:
    """A unit and the latest check of each of its tasks."""

    unit: Unit
    attempts: dict[str, Attempt]

    @property
    def earned(self) -> int:
        """Points of the tasks whose latest check passed."""
        return sum(task.points for task in self.unit.tasks if self.done(task.name))

    @property
    def tasks(self) -> int:
        """How many tasks passed their latest check."""
        return sum(self.done(task.name) for task in self.unit.tasks)

    @property
    def last(self) -> str:
        """Day and minute of the latest attempt, or an empty string."""
        known = {task.name for task in self.unit.tasks}
        moments = [
            datetime.datetime.fromisoformat(attempt.last)
            for name, attempt in self.attempts.items()
            if name in known
        ]
        return max(moments).strftime("%Y-%m-%d %H:%M") if moments else ""

    def done(self, task: str) -> bool:
        """Whether the latest check of a task passed."""
        attempt = self.attempts.get(task)
        return attempt is not None and 0 < attempt.tests == attempt.passed


def gather(folder: Path) -> list[UnitProgress]:
    """The progress in every unit of the folder of exercises, in the order of prerequisites.

    A unit whose `unit.json` is damaged is left out: the others are still to be seen.
    """
    found: list[Unit] = []
    for path in sorted(folder.glob("*/unit.json")):
        try:
            found.append(load_unit(path.parent))
        except UnitError:
            continue
    try:
        ordered = in_order(found)
    except graphlib.CycleError:
        ordered = found
    return [UnitProgress(unit, load(folder / unit.name)) for unit in ordered]


def exercises_folder(start: Path | None = None) -> Path:
    """The folder of the units: `start`, or `exercises` at or above it.

    Raises:
        UnitError: when there is none.
    """
    here = (start or Path.cwd()).resolve()
    for above in (here, *here.parents):
        for folder in (above / "exercises", above):
            if any(folder.glob("*/unit.json")):
                return folder
    raise UnitError(f"there are no exercises at or above {here}; start from their folder")


def as_text(rows: Sequence[UnitProgress]) -> str:
    """A line a unit: tasks, points, a bar, the latest attempt; and the total."""
    width = max((len(row.unit.name) for row in rows), default=0)
    lines = [
        f"{row.unit.name:<{width}}  {row.tasks:>2} of {len(row.unit.tasks):>2} tasks  "
        f"{row.earned:>3} of {row.unit.points:>3} points  {_bar(row)}  {row.last}".rstrip()
        for row in rows
    ]
    return "\n".join([*lines, _total(rows)])


def as_html(rows: Sequence[UnitProgress]) -> str:
    """The same as a table; it takes text and lines from the page, so it suits dark pages too."""
    head = "".join(f"<th style='text-align:left'>{name}</th>" for name in _COLUMNS)
    body = "".join(_row_html(row) for row in rows)
    return (
        '<div class="ftlib-progress"><table style="border-collapse:collapse">'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        f"<p><strong>{html.escape(_total(rows))}</strong></p></div>"
    )


_COLUMNS = ("unit", "tasks", "points", "", "last attempt")


def _row_html(row: UnitProgress) -> str:
    share = 100 * row.earned / row.unit.points if row.unit.points else 0
    bar = (  # grey at a quarter: to be seen on white and on black
        "<div style='width:10em;height:.8em;background:rgba(128,128,128,.25)'>"
        f"<div style='width:{share:.0f}%;height:100%;background:{_BLUE}'></div></div>"
    )
    cells = (
        html.escape(row.unit.name),
        f"{row.tasks} of {len(row.unit.tasks)}",
        f"{row.earned} of {row.unit.points}",
        bar,
        row.last,
    )
    style = "text-align:left;padding:.2em 1em .2em 0"
    return "<tr>" + "".join(f"<td style='{style}'>{cell}</td>" for cell in cells) + "</tr>"


def _bar(row: UnitProgress) -> str:
    full = round(_BAR * row.earned / row.unit.points) if row.unit.points else 0
    return "█" * full + "░" * (_BAR - full)


def _total(rows: Sequence[UnitProgress]) -> str:
    tasks, all_tasks = sum(row.tasks for row in rows), sum(len(row.unit.tasks) for row in rows)
    points, all_points = sum(row.earned for row in rows), sum(row.unit.points for row in rows)
    return f"total: {tasks} of {all_tasks} tasks, {points} of {all_points} points"


class Progress:
    """Shows itself: a widget with a button in Jupyter, a table on a page, text in a terminal."""

    def __init__(self, look: Callable[[], list[UnitProgress]]) -> None:
        self._look = look

    def __repr__(self) -> str:
        return as_text(self._look())

    def _repr_html_(self) -> str:
        return as_html(self._look())

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        plain = {"text/plain": repr(self), "text/html": self._repr_html_()}
        widget = self._widget()
        return plain if widget is None else {**widget._repr_mimebundle_(), **plain}

    def _widget(self) -> Any:
        """The table with a button that looks again, or None without ipywidgets."""
        try:
            import ipywidgets
        except ImportError:
            return None
        table = ipywidgets.HTML(self._repr_html_())
        again = ipywidgets.Button(description="look again", tooltip="show the latest checks")
        again.on_click(lambda _: setattr(table, "value", self._repr_html_()))
        return ipywidgets.VBox([table, again])


def progress(folder: str | Path | None = None) -> Progress:
    """Points a unit: `progress()` in a notebook cell shows them.

    Args:
        folder: where to look for `exercises`; the current folder when None.

    Raises:
        UnitError: when there are no exercises.
    """
    found = exercises_folder(None if folder is None else Path(folder))
    return Progress(lambda: gather(found))

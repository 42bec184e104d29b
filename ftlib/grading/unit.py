"""An exercise unit: its tasks, points and hints, and where its files stand.

`exercises/<unit>/unit.json` is generated beside the student's notebook, so that points and hints
survive whatever an editor does to a notebook's metadata.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any


class UnitError(ValueError):
    """A unit cannot be found, or its files are not what they should be."""


@dataclass(frozen=True)
class Task:
    """One graded task: what it is worth, how long it takes, and what helps."""

    name: str
    points: int
    minutes: int
    hints: tuple[str, ...]
    functions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Unit:
    """A unit named like its chapter.

    `notebook` is the digest of the notebook as generated, `cells` are the ids of its cells.
    """

    name: str
    title: str
    chapter: str
    prerequisites: tuple[str, ...]
    minutes: int
    tasks: tuple[Task, ...]
    notebook: str = ""
    cells: tuple[str, ...] = ()

    @property
    def points(self) -> int:
        """What all tasks together are worth."""
        return sum(task.points for task in self.tasks)

    def task(self, name: str) -> Task:
        """The task called `name`.

        Raises:
            UnitError: when there is none; suggests the nearest name.
        """
        for task in self.tasks:
            if task.name == name:
                return task
        names = [task.name for task in self.tasks]
        raise UnitError(f"the unit {self.name!r} has no task {name!r}{nearest(name, names)}")

    def as_json(self) -> str:
        """The text of `unit.json`."""
        return json.dumps(asdict(self), indent=2, ensure_ascii=False) + "\n"


def from_json(text: str) -> Unit:
    """The unit a `unit.json` describes.

    Raises:
        ValueError, KeyError or TypeError: when the text is no such description.
    """
    fields: dict[str, Any] = json.loads(text)
    tasks = tuple(
        Task(**{**task, "hints": tuple(task["hints"]), "functions": tuple(task["functions"])})
        for task in fields["tasks"]
    )
    listed = {key: tuple(fields.get(key, ())) for key in ("prerequisites", "cells")}
    return Unit(**{**fields, **listed, "tasks": tasks})


def nearest(name: object, names: Iterable[str]) -> str:
    """`; did you mean 'x'?` or `; there are a, b`."""
    known = list(names)
    close = difflib.get_close_matches(str(name), known, n=1, cutoff=0.5)
    return f"; did you mean {close[0]!r}?" if close else f"; there are {', '.join(known)}"


def load(folder: Path) -> Unit:
    """The unit whose student's folder is `folder` (`exercises/<unit>`).

    Raises:
        UnitError: when `unit.json` is missing or damaged; says how to get it back.
    """
    path = folder / "unit.json"
    try:
        return from_json(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise UnitError(f"{path} is missing; `make exercises` generates it") from None
    except (ValueError, KeyError, TypeError) as error:
        raise UnitError(f"{path} is damaged ({error}); `make exercises` writes it anew") from None


def tests_of(folder: Path, unit: str) -> Path:
    """The public test file of a unit in its student's folder."""
    return folder / f"test_{unit}.py"


def folder_of(unit: str, start: Path | None = None) -> Path:
    """The student's folder of `unit`: `start` itself, or `exercises/<unit>` at or above it.

    Args:
        unit: the unit's name.
        start: where to look from; the current folder when None.

    Raises:
        UnitError: when there is no such folder; suggests the nearest unit.
    """
    here = (start or Path.cwd()).resolve()
    if tests_of(here, unit).exists():
        return here
    known: list[str] = []
    for above in (here, *here.parents):
        if tests_of(above / "exercises" / unit, unit).exists():
            return above / "exercises" / unit
        known += [each.parent.name for each in (above / "exercises").glob("*/unit.json")]
    hint = nearest(unit, sorted(known)) if known else "; start from the folder of the exercises"
    raise UnitError(f"there is no exercise unit {unit!r} here{hint}")

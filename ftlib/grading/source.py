"""Parse `solutions/<unit>/notebook.md`, the single source of a unit, and leave the answers out.

The markers and the cell metadata are nbgrader's; a task's points, minutes and hints stand in the
solution cell's metadata under `ftlib`. Whatever is malformed is named with file and line.
"""

from __future__ import annotations

import ast
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import jupytext
import nbformat

from ftlib.grading.unit import Task, Unit

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
_LOOKALIKE = re.compile(r"#+\s*(BEGIN|END)\s+SOLUTION", re.IGNORECASE)


class SourceError(ValueError):
    """A unit's source is malformed; the text begins with `file:line:`."""


@dataclass(frozen=True)
class Source:
    """A unit as its author wrote it: the model, and the notebook with its answers."""

    unit: Unit
    path: Path
    notebook: nbformat.NotebookNode

    @property
    def answers(self) -> dict[str, str]:
        """The source of each task's solution cell, answer and all."""
        return {
            cell.metadata["ftlib"]["task"]: cell.source
            for cell in self.notebook.cells
            if _is(cell, "solution")
        }


def parse(path: Path) -> Source:
    """Read and validate a unit's source.

    Args:
        path: `solutions/<unit>/notebook.md`; the folder's name is the unit's.

    Raises:
        SourceError: for whatever is malformed: markers (nested, unclosed, closed twice, outside
            a solution cell), tasks (doubled, without points, hints or a check cell), front matter.
    """
    text = path.read_text(encoding="utf-8")
    try:
        notebook = jupytext.reads(text, fmt="md:myst")
    except Exception as error:
        raise SourceError(f"{_named(path)}:1: this is no MyST notebook ({error})") from error
    tasks: dict[str, tuple[Task, str]] = {}
    checked: set[str] = set()
    for cell, line in _with_lines(notebook.cells, text):
        where = f"{_named(path)}:{line}"
        _check_markers(cell, path, line)
        if _is(cell, "solution"):
            task = _task(cell, where)
            if task.name in tasks:
                raise SourceError(f"{where}: the task {task.name!r} is there twice; rename one")
            tasks[task.name] = task, where
        elif _is(cell, "grade"):
            checked.add(_check_cell(cell, tasks, where))
    for name, (_, where) in tasks.items():
        if name not in checked:
            raise SourceError(
                f"{where}: the task {name!r} has no check cell; add one with grade_id "
                f'"check_{name}" and check("{name}") below it'
            )
    return Source(_unit(path, notebook, [task for task, _ in tasks.values()]), path, notebook)


def student_notebook(source: Source) -> nbformat.NotebookNode:
    """The notebook a student gets: stubs for answers, no outputs, ids that stay the same."""
    cells = []
    for index, original in enumerate(source.notebook.cells):
        metadata: dict[str, Any] = {
            key: value for key, value in original.metadata.items() if key in ("nbgrader", "tags")
        }
        text = original.source
        if _is(original, "solution"):
            given = original.metadata["ftlib"]
            metadata["ftlib"] = {key: given[key] for key in ("task", "points", "minutes")}
            text = without_answers(text, given["task"])
        digest = hashlib.sha256(text.encode()).hexdigest()[:8]
        cell: dict[str, Any] = {
            "cell_type": original.cell_type,
            "id": f"{index:03d}-{digest}",
            "metadata": metadata,
            "source": text,
        }
        if original.cell_type == "code":
            cell |= {"execution_count": None, "outputs": []}
        cells.append(cell)
    metadata = {
        "ftlib": {"unit": source.unit.name, "chapter": source.unit.chapter},
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    made = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return nbformat.from_dict(made)


def without_answers(text: str, task: str) -> str:
    """A solution cell with a stub in place of each region between the markers."""
    lines: list[str] = []
    inside = False
    for line in text.splitlines():
        if line.strip() == BEGIN:
            inside = True
            indent = line[: len(line) - len(line.lstrip())]
            lines.append(
                f'{indent}raise NotImplementedError("Task {task}: write your answer here")'
            )
        elif line.strip() == END:
            inside = False
        elif not inside:
            lines.append(line)
    return "\n".join(lines)


def answer_lines(source: Source) -> Iterator[tuple[str, str]]:
    """Task and text of each line between the markers, stripped; none of them may be released."""
    for task, text in source.answers.items():
        inside = False
        for line in text.splitlines():
            if line.strip() in (BEGIN, END):
                inside = line.strip() == BEGIN
            elif inside and line.strip():
                yield task, line.strip()


def digest(notebook: Any) -> str:
    """SHA-256 of what an author or a student wrote: the cells' kinds and sources, no outputs."""
    parts = []
    for cell in notebook["cells"]:
        text = cell.get("source", "")
        parts.append((cell.get("cell_type"), text if isinstance(text, str) else "".join(text)))
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def source_path(root: Path, unit: str) -> Path:
    """Where the source of `unit` stands in the project at `root`."""
    return root / "solutions" / unit / "notebook.md"


def units(root: Path) -> list[str]:
    """Names of all units that have a source, sorted."""
    return sorted(path.parent.name for path in (root / "solutions").glob("*/notebook.md"))


def _named(path: Path) -> str:
    return "/".join(path.parts[-3:])


def _is(cell: Any, kind: str) -> bool:
    return bool(cell.metadata.get("nbgrader", {}).get(kind))


def _with_lines(cells: list[Any], text: str) -> Iterator[tuple[Any, int]]:
    """Each cell with the line its source begins on (jupytext does not keep it)."""
    offset = 0
    for cell in cells:
        found = text.find(cell.source, offset)
        offset = found if found >= 0 else offset
        yield cell, text.count("\n", 0, offset) + 1
        offset += len(cell.source) if found >= 0 else 0


def _check_markers(cell: Any, path: Path, first: int) -> None:
    opened: int | None = None
    seen = False
    for line, text in enumerate(cell.source.splitlines(), start=first):
        where, mark = f"{_named(path)}:{line}", text.strip()
        if mark not in (BEGIN, END):
            if cell.cell_type == "code" and _LOOKALIKE.match(mark):
                raise SourceError(f"{where}: {mark!r} is no marker; write {BEGIN!r} or {END!r}")
            continue
        if not _is(cell, "solution"):
            raise SourceError(f"{where}: a marker outside a solution cell; set nbgrader.solution")
        if mark == BEGIN and opened is not None:
            raise SourceError(f"{where}: {BEGIN} inside the region begun in line {opened}")
        if mark == END and opened is None:
            raise SourceError(f"{where}: {END} without a {BEGIN} above it")
        opened, seen = (line if mark == BEGIN else None), True
    if opened is not None:
        raise SourceError(f"{_named(path)}:{opened}: {BEGIN} is never closed by {END}")
    if _is(cell, "solution") and not seen:
        raise SourceError(f"{_named(path)}:{first}: a solution cell without {BEGIN} and {END}")


def _task(cell: Any, where: str) -> Task:
    given = cell.metadata.get("ftlib", {})
    name = given.get("task")
    if not isinstance(name, str) or not name.isidentifier():
        raise SourceError(
            f"{where}: ftlib.task is {name!r}; give the task a name like a variable's"
        )
    for field in ("points", "minutes"):
        value = given.get(field)
        if not isinstance(value, int) or isinstance(value, bool) or value <= 0:
            raise SourceError(f"{where}: {field} of {name!r} is {value!r}; give a positive integer")
    hints = given.get("hints")
    if not isinstance(hints, list) or len(hints) < 2 or not all(isinstance(h, str) for h in hints):
        raise SourceError(f"{where}: hints of {name!r} are {hints!r}; give two or more sentences")
    if cell.metadata["nbgrader"].get("grade_id") != name:
        raise SourceError(f"{where}: grade_id of the solution cell must be {name!r}")
    try:
        tree = ast.parse(cell.source)
        ast.parse(without_answers(cell.source, name))
    except SyntaxError as error:
        raise SourceError(f"{where}: the cell of {name!r} is not valid Python: {error}") from None
    defined = (ast.FunctionDef, ast.ClassDef)
    functions = tuple(node.name for node in tree.body if isinstance(node, defined))
    return Task(name, given["points"], given["minutes"], tuple(hints), functions)


def _check_cell(cell: Any, tasks: dict[str, tuple[Task, str]], where: str) -> str:
    """The task of a check cell, which must name it, stand below it and carry its points."""
    mark = cell.metadata["nbgrader"]
    name = str(mark.get("grade_id", "")).removeprefix("check_")
    if name not in tasks:
        raise SourceError(f"{where}: the check cell {mark.get('grade_id')!r} has no task above it")
    if f'check("{name}")' not in cell.source:
        raise SourceError(f'{where}: the check cell of {name!r} must call check("{name}")')
    if mark.get("points") != tasks[name][0].points:
        raise SourceError(
            f"{where}: the check cell of {name!r} has {mark.get('points')!r} points and its "
            f"task {tasks[name][0].points}; make them the same"
        )
    return name


def _unit(path: Path, notebook: Any, tasks: list[Task]) -> Unit:
    where, given = f"{_named(path)}:1", notebook.metadata.get("ftlib", {})
    name = path.parent.name
    if given.get("unit") != name:
        raise SourceError(
            f"{where}: ftlib.unit is {given.get('unit')!r} in a folder called {name!r}"
        )
    if not isinstance(given.get("minutes"), int) or not isinstance(given.get("chapter"), str):
        raise SourceError(f"{where}: the front matter needs ftlib.chapter and ftlib.minutes")
    if not tasks:
        raise SourceError(f"{where}: there is no task; mark a cell with nbgrader.solution")
    title = next(
        (
            line[2:].strip()
            for cell in notebook.cells
            if cell.cell_type == "markdown"
            for line in cell.source.splitlines()
            if line.startswith("# ")
        ),
        name,
    )
    before = tuple(given.get("prerequisites", ()))
    return Unit(name, title, given["chapter"], before, given["minutes"], tuple(tasks))


def with_digest(unit: Unit, notebook: Any) -> Unit:
    """The unit with the digest of its generated notebook, as `unit.json` holds it."""
    return replace(unit, notebook=digest(notebook))

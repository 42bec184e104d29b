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

from ftlib.grading.authoring import metadata as rules
from ftlib.grading.cells import cell_id
from ftlib.grading.unit import Task, Unit, nearest

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
_LOOKALIKE = re.compile(r"#+\s*(BEGIN|END)\s+(SOLUTIONS?|HIDDEN TESTS?|MARK SCHEME)", re.IGNORECASE)
_LINE = re.compile(r"\bline (\d+)")


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
    text, notebook = _read(path)
    tasks: dict[str, tuple[Task, str]] = {}
    checked: set[str] = set()
    names: set[str | None] = set()
    for cell, line in _with_lines(notebook.cells, text):
        where = f"{named(path)}:{line}"
        _check_metadata(cell, names, where)
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
    unit = _unit(path, text, notebook, [task for task, _ in tasks.values()])
    return Source(unit, path, notebook)


def student_notebook(source: Source) -> nbformat.NotebookNode:
    """The notebook a student gets: stubs for answers, no outputs, ids that stay the same."""
    cells = []
    taken: set[str] = set()
    for original in source.notebook.cells:
        metadata: dict[str, Any] = {
            key: value for key, value in original.metadata.items() if key in ("nbgrader", "tags")
        }
        text = original.source
        if _is(original, "solution"):
            given = original.metadata["ftlib"]
            metadata["ftlib"] = {key: given[key] for key in ("task", "points", "minutes")}
            text = without_answers(text, given["task"])
        name = metadata.get("nbgrader", {}).get("grade_id", original.cell_type)
        cell: dict[str, Any] = {
            "cell_type": original.cell_type,
            "id": cell_id(name, text, taken),
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


def _read(path: Path) -> tuple[str, Any]:
    """Text and notebook of a source; a SourceError for what is no text or no MyST."""
    try:
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except FileNotFoundError:
        known = units(path.parents[2])
        hint = nearest(path.parent.name, known) if known else "; start from the project's folder"
        raise SourceError(f"{path}: there is no such unit{hint}") from None
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise SourceError(f"{named(path)}:{line}: this is not UTF-8 text") from None
    try:
        return text, jupytext.reads(text, fmt="md:myst")
    except Exception as error:  # of YAML in the front matter or in a cell, with its line
        mark = getattr(error, "problem_mark", None)
        found = _LINE.search(str(error))
        line = mark.line + 1 if mark else int(found[1]) if found else 1
        said = " ".join(str(error).split())
        raise SourceError(f"{named(path)}:{line}: this is no MyST notebook ({said})") from error


def _check_metadata(cell: Any, names: set[str | None], where: str) -> None:
    wrong = rules.problem(cell)
    given = cell.metadata.get("ftlib", {})
    if not wrong and not isinstance(given, dict):
        wrong = f"ftlib is {given!r}; give a mapping with task, points, minutes and hints"
    wrong = wrong or rules.unknown_key("ftlib", given, rules.TASK_KEYS)
    if not wrong and given and not _is(cell, "solution"):
        wrong = "ftlib stands in a cell that is no solution cell; set nbgrader.solution"
    if wrong:
        raise SourceError(f"{where}: {wrong}")
    name = cell.metadata.get("nbgrader", {}).get("grade_id")
    if name is not None and name in names:
        # nbgrader would take the second for the first; two tasks of one name are the usual cause.
        raise SourceError(f"{where}: the task or grade_id {name!r} is there twice; rename one")
    names.add(name)


def named(path: Path) -> str:
    """How messages call a source: its unit's folders and its name."""
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
        where, mark = f"{named(path)}:{line}", text.strip()
        if mark not in (BEGIN, END):
            found = _LOOKALIKE.match(mark) if cell.cell_type == "code" else None
            if found and "SOLUTION" not in found[2].upper():
                raise SourceError(
                    f"{where}: {mark!r} is nbgrader's and not read here; hidden tests stand in "
                    f"{path.parent.name}/hidden, hints in the cell's metadata"
                )
            if found:
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
        raise SourceError(f"{named(path)}:{opened}: {BEGIN} is never closed by {END}")
    if _is(cell, "solution") and not seen:
        raise SourceError(f"{named(path)}:{first}: a solution cell without {BEGIN} and {END}")


def _task(cell: Any, where: str) -> Task:
    given = cell.metadata.get("ftlib", {})
    name = given.get("task")
    if not isinstance(name, str) or not (name.isidentifier() and name.isascii()):
        raise SourceError(
            f"{where}: ftlib.task is {name!r}; give the task a name like a variable's"
        )
    if len(name) > rules.NAME_LENGTH:
        raise SourceError(
            f"{where}: ftlib.task {name!r} is too long; give {rules.NAME_LENGTH} characters at most"
        )
    for field in ("points", "minutes"):
        value = given.get(field)
        if not isinstance(value, int) or isinstance(value, bool) or value <= 0:
            raise SourceError(f"{where}: {field} of {name!r} is {value!r}; give a positive integer")
    hints = given.get("hints")
    sentences = isinstance(hints, list) and all(isinstance(h, str) and h.strip() for h in hints)
    if not sentences or len(hints) < 2:
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


def _unit(path: Path, text: str, notebook: Any, tasks: list[Task]) -> Unit:
    given, name = notebook.metadata.get("ftlib", {}), path.parent.name
    wrong, key = _front_matter(given, name)
    if wrong:
        raise SourceError(f"{named(path)}:{front_line(text, key)}: {wrong}")
    if not tasks:
        raise SourceError(f"{named(path)}:1: there is no task; mark a cell with nbgrader.solution")
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


def _front_matter(given: Any, name: str) -> tuple[str, str]:
    """What is wrong with `ftlib` in the front matter, and at which key."""
    if not isinstance(given, dict):
        return f"ftlib is {given!r}; give a mapping with {', '.join(rules.UNIT_KEYS)}", "ftlib"
    unknown = rules.unknown_key("ftlib", given, rules.UNIT_KEYS)
    if unknown:
        return unknown, next(str(key) for key in given if key not in rules.UNIT_KEYS)
    if given.get("unit") != name:
        return f"ftlib.unit is {given.get('unit')!r} in a folder called {name!r}", "unit"
    chapter, minutes = given.get("chapter"), given.get("minutes")
    if not isinstance(chapter, str) or not chapter.strip():
        return f"ftlib.chapter is {chapter!r}; name the chapter the unit belongs to", "chapter"
    if type(minutes) is not int or minutes <= 0:
        return f"ftlib.minutes is {minutes!r}; give a positive integer", "minutes"
    before = given.get("prerequisites", [])
    if not isinstance(before, list) or not all(isinstance(each, str) for each in before):
        return f"ftlib.prerequisites is {before!r}; give a list of units", "prerequisites"
    if len(set(before)) < len(before) or name in before:
        return f"ftlib.prerequisites {before!r} names a unit twice, or itself", "prerequisites"
    return "", ""


def front_line(text: str, key: str) -> int:
    """The line on which `key` stands in the front matter; 1 when it does not."""
    found = re.search(rf"^\s*{re.escape(key)}\s*:", text.split("\n---", 1)[0], re.MULTILINE)
    return text.count("\n", 0, found.end()) + 1 if found else 1


def with_digest(unit: Unit, notebook: Any) -> Unit:
    """The unit with digest and cell ids of its generated notebook, as `unit.json` holds them."""
    ids = tuple(cell["id"] for cell in notebook["cells"])
    return replace(unit, notebook=digest(notebook), cells=ids)

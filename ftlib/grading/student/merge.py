"""Three-way merge of a student's notebook with a new version of the course.

The base is in the notebook itself: the id of a generated cell holds the digest of its text (see
`ftlib.grading.cells`), so a cell that still has that text is the course's and may be replaced, and
any other cell is a student's and stays, word for word. Tasks are known by their grade_id.
"""

from __future__ import annotations

import ast
import copy
import itertools
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from ftlib.grading.cells import cell_id, digest_in, mark_of, name_in, source_of, text_digest
from ftlib.grading.submission import defines

Notebook = dict[str, Any]
_NOTE = "update"  # names of the cells that a merge adds begin so; no task's name holds a hyphen


@dataclass(frozen=True)
class Merged:
    """A notebook in which both sides are, and what a student should look at."""

    notebook: Notebook
    conflicts: tuple[str, ...]
    kept: int  # cells that are the student's


@dataclass
class _Mine:
    """A cell of the student's: `index` is its place in the new version, None for no place."""

    cell: dict[str, Any]
    pristine: bool
    index: int | None = None


def merge(mine: Notebook, new: Notebook, base: Collection[str] = ()) -> Merged:
    """Bring `new` into `mine`.

    Args:
        mine: the student's notebook (nbformat 4), with or without cell ids and metadata.
        new: the course's new version, as generated.
        base: cell ids of the version that `mine` began as; tells what a student has deleted, and
            which cells are the course's in a notebook that has lost its ids.

    Returns:
        All cells of the course in their new order; each of the student's cells as it was, with
        its outputs, in its task's place or behind the cell it stood behind. Where a task's stub
        has changed under an answer, the new stub stands above the answer as text.

    Raises:
        ValueError: when `mine` is no notebook of nbformat 4.
    """
    cells = _own_cells(mine)
    _find_places(cells, new["cells"], base)
    before, after = _attach(cells)
    taken: set[str] = {cell["id"] for cell in new["cells"]}
    conflicts: list[str] = []
    placed = {each.index: each for each in cells if each.index is not None}
    written = [
        source_of(each.cell)
        for each in cells
        if not each.pristine and each.cell.get("cell_type") == "code"
    ]
    merged: list[dict[str, Any]] = [_stray(each, taken, conflicts) for each in after.get(-1, [])]
    known = any(each.cell.get("id") for each in cells)
    for index, fresh in enumerate(new["cells"]):
        merged += [_stray(each, taken, conflicts) for each in before.get(index, [])]
        if index in placed:
            merged += _both(placed[index], fresh, base, taken, conflicts)
        elif not _left_out(fresh, base if known else (), written, conflicts):
            merged.append(copy.deepcopy(fresh))
        merged += [_stray(each, taken, conflicts) for each in after.get(index, [])]
    merged = _without_old_notes(merged)
    marks = {key: value for key, value in new["metadata"].items() if key == "ftlib"}
    metadata = {**mine.get("metadata", {}), **marks}
    notebook = {**mine, "cells": merged, "metadata": metadata, "nbformat": 4}
    notebook["nbformat_minor"] = max(5, _minor(mine))
    return Merged(notebook, tuple(conflicts), sum(not each.pristine for each in cells))


def _minor(notebook: Notebook) -> int:
    minor = notebook.get("nbformat_minor", 5)
    return minor if isinstance(minor, int) else 5


def _own_cells(mine: Notebook) -> list[_Mine]:
    """The student's cells; a ValueError for what is no notebook."""
    cells = mine.get("cells") if isinstance(mine, dict) else None
    if not isinstance(cells, list) or mine.get("nbformat") != 4:
        raise ValueError("this is no notebook of nbformat 4; open and save it in Jupyter first")
    for cell in cells:
        text = cell.get("source") if isinstance(cell, dict) else None
        lines = isinstance(text, list) and all(isinstance(line, str) for line in text)
        if not (isinstance(text, str) or lines) or not isinstance(cell.get("metadata", {}), dict):
            raise ValueError("a cell of this notebook is damaged; open and save it in Jupyter")
    seen: set[Any] = set()
    own = []
    for cell in cells:
        identity = cell.get("id")
        own.append(_Mine(cell, _as_generated(cell) and identity not in seen))
        seen.add(identity)
    return own


def _as_generated(cell: dict[str, Any]) -> bool:
    """Whether a cell still is what its id says was generated (and no picture was put into it)."""
    identity = str(cell.get("id", ""))
    prose = name_in(identity) == "markdown" or name_in(identity).startswith(f"{_NOTE}-")
    kind = "markdown" if prose else "code"
    same = digest_in(identity) == text_digest(source_of(cell))
    return same and cell.get("cell_type") == kind and not cell.get("attachments")


def _find_places(cells: Sequence[_Mine], fresh: Sequence[Any], base: Collection[str]) -> None:
    """Set each cell's place: by its id, else (without ids) by its text, else by its grade_id."""
    free = dict(enumerate(fresh))

    def settle(each: _Mine, key: Callable[[Any], Any], wanted: Any) -> None:
        for index, cell in free.items():
            if cell["cell_type"] == each.cell.get("cell_type") and key(cell) == wanted:
                each.index = index
                del free[index]
                return

    for each in cells:
        settle(each, lambda cell: cell["id"], each.cell.get("id"))
    present = {cell["id"] for cell in fresh}
    lost = [identity for identity in base if identity not in present]
    for each in [each for each in cells if not each.cell.get("id")]:
        digest = text_digest(source_of(each.cell))
        settle(each, lambda cell: digest_in(cell["id"]), digest)
        old = next((identity for identity in lost if digest_in(identity) == digest), None)
        if each.index is None and old is not None and not each.cell.get("attachments"):
            lost.remove(old)  # one cell of the base is one cell here: a copy is the student's
        each.pristine = each.index is not None or old not in (None, *lost)
    for each in cells:
        if each.index is None and _name(each.cell):
            settle(each, lambda cell: mark_of(cell, "grade_id"), _name(each.cell))


def _name(cell: dict[str, Any]) -> str:
    """The grade_id a cell has, or had when it was generated."""
    found = mark_of(cell, "grade_id") or name_in(str(cell.get("id", "")))
    return "" if found in ("code", "markdown") else str(found)


def _attach(cells: Sequence[_Mine]) -> tuple[dict[int, list[_Mine]], dict[int, list[_Mine]]]:
    """Which of the student's other cells go before, and which behind, a cell of the course."""
    before: dict[int, list[_Mine]] = {}
    after: dict[int, list[_Mine]] = {}
    last, dropped = -1, False
    for position, each in enumerate(cells):
        if each.index is not None:
            last, dropped = each.index, False
        elif each.pristine and not _is_note(each.cell):
            dropped = True  # the course's, and no longer in it
        else:
            following = (other.index for other in cells[position:] if other.index is not None)
            ahead = next(following, None) if dropped else None
            place, where = (after, last) if ahead is None else (before, ahead)
            place.setdefault(where, []).append(each)
    return before, after


def _both(
    each: _Mine,
    fresh: dict[str, Any],
    base: Collection[str],
    taken: set[str],
    conflicts: list[str],
) -> list[dict[str, Any]]:
    """The cells for one place that both sides have."""
    began = digest_in(str(each.cell.get("id", "")))
    same = digest_in(fresh["id"]) == began if began else fresh["id"] in base
    if each.pristine and not same and each.cell.get("id"):
        return [copy.deepcopy(fresh)]
    own = {**each.cell, "id": fresh["id"], "metadata": _metadata(each.cell, fresh)}
    if each.pristine or same or source_of(each.cell) == source_of(fresh):
        return [own]
    name = mark_of(fresh, "grade_id")
    if mark_of(fresh, "solution"):
        conflicts.append(f"{name}: the course's start has changed; it stands above your answer")
        return [_note(str(name), source_of(fresh), taken), own]
    conflicts.append(f"{name}: the course's cell has changed; yours stands below it")
    return [copy.deepcopy(fresh), _stray(each, taken, [])]


def _metadata(own: dict[str, Any], fresh: dict[str, Any]) -> dict[str, Any]:
    """The student's metadata with the course's marks as they are now."""
    kept = {k: v for k, v in own.get("metadata", {}).items() if k not in ("nbgrader", "ftlib")}
    return {**copy.deepcopy(fresh["metadata"]), **kept}


def _note(task: str, stub: str, taken: set[str]) -> dict[str, Any]:
    """The new stub of a task as text: as code it would define the student's function anew."""
    text = (
        f"**The course has changed the start of `{task}`.** Your answer below is as it was. "
        f"The new start; delete this cell when you have looked at it:\n\n```python\n{stub}\n```"
    )
    identity = cell_id(f"{_NOTE}-{task}", text, taken)
    return {"cell_type": "markdown", "id": identity, "metadata": {}, "source": text}


def _is_note(cell: dict[str, Any]) -> bool:
    return name_in(str(cell.get("id", ""))).startswith(f"{_NOTE}-")


def _without_old_notes(cells: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave out untouched notes that a later note on the same task has overtaken."""
    newest = {name_in(cell["id"]): cell["id"] for cell in cells if _is_note(cell)}
    return [
        cell
        for cell in cells
        if not (_is_note(cell) and _as_generated(cell)) or newest[name_in(cell["id"])] == cell["id"]
    ]


def _stray(each: _Mine, taken: set[str], conflicts: list[str]) -> dict[str, Any]:
    """A student's cell that has no place in the course: as it is, without the course's marks."""
    identity, name = str(each.cell.get("id", "")), _name(each.cell)
    if digest_in(identity) and not _is_note(each.cell):
        what = f"{name}: the course no longer has this cell" if name else "a text was changed"
        conflicts.append(f"{what}; yours was kept")
    metadata = each.cell.get("metadata", {})
    plain = {key: value for key, value in metadata.items() if key not in ("nbgrader", "ftlib")}
    if not identity or identity in taken:
        identity = _own_id(source_of(each.cell), taken)
    taken.add(identity)
    return {**each.cell, "id": identity, "metadata": plain}


def _own_id(text: str, taken: set[str]) -> str:
    """A free id that does not look generated: a cell that does may be replaced the next time."""
    first = f"own{text_digest(text)}"
    return next(
        found
        for count in itertools.count(1)
        if (found := first if count == 1 else f"{first}x{count}") not in taken
    )


def _left_out(
    fresh: dict[str, Any], base: Collection[str], written: Sequence[str], conflicts: list[str]
) -> bool:
    """Whether a cell of the course is not put back: deleted by the student, or in their way."""
    if not mark_of(fresh, "grade_id"):
        return fresh["id"] in base
    if not mark_of(fresh, "solution"):
        return False
    functions = set(_functions(source_of(fresh)))
    if not any(functions & defines(text) for text in written):
        return False
    name = mark_of(fresh, "grade_id")
    conflicts.append(f"{name}: answered in a cell of your own, so the start was not put back")
    return True


def _functions(stub: str) -> list[str]:
    tree = ast.parse(stub)
    return [node.name for node in tree.body if isinstance(node, (ast.FunctionDef, ast.ClassDef))]

"""Carry outputs over to a source whose prose changed: what a cell printed depends on code alone."""

from __future__ import annotations

import nbformat

from ftlib.book.sources import Chapter, read
from ftlib.book.storing import store

# A tag that changes how a cell runs, not how it looks.
_RUNS = {"raises-exception", "skip-execution"}


def graft(chapter: Chapter) -> bool:
    """Rewrite the notebook with the source's new text and tags and the outputs it already has.

    Done only when the code cells are the same, in the same order, as those that ran.

    Returns:
        Whether it was done; False means that the chapter has to run.
    """
    if not chapter.notebook.exists():
        return False
    ran = [cell for cell in nbformat.read(chapter.notebook, as_version=4).cells if _is_code(cell)]
    notebook = read(chapter)
    cells = [cell for cell in notebook.cells if _is_code(cell)]
    if [_runs_as(cell) for cell in cells] != [_runs_as(cell) for cell in ran]:
        return False
    if any(cell.execution_count is None for cell in ran):
        return False
    for cell, before in zip(cells, ran, strict=True):
        cell["outputs"] = before.outputs
        cell["execution_count"] = before.execution_count
    store(chapter, notebook)
    return True


def _is_code(cell: nbformat.NotebookNode) -> bool:
    return bool(cell.cell_type == "code")


def _runs_as(cell: nbformat.NotebookNode) -> tuple[str, frozenset[str]]:
    return cell.source, frozenset(_RUNS & set(cell.metadata.get("tags", ())))

"""The check that what is generated was made from what stands in the sources now."""

from __future__ import annotations

from pathlib import Path

import nbformat

from ftlib.book.execute import stale
from ftlib.book.pages import PAGES
from ftlib.book.sources import Chapter, chapters, read
from ftlib.book.storing import unseemly


def drift(book: Path) -> list[str]:
    """What has drifted, one sentence each; an empty list when all is in step."""
    problems: list[str] = []
    for chapter in chapters(book):
        problems += _chapter_drift(chapter)
    if problems:  # the pages are collected from the notebooks: first things first
        return problems
    for name, make in PAGES.items():
        path = book / name
        if not path.exists() or path.read_text(encoding="utf-8") != make(book):
            problems.append(f"book/{name} differs from what it is collected from")
    return problems


def _chapter_drift(chapter: Chapter) -> list[str]:
    if not chapter.notebook.exists():
        return [f"{chapter.name}: there is no notebook; run `make notebooks`"]
    if stale(chapter):
        return [f"{chapter.name}: the source has changed since the notebook ran"]
    made = nbformat.read(chapter.notebook, as_version=4)
    source = read(chapter)
    problems = []
    if [_essence(cell) for cell in made.cells] != [_essence(cell) for cell in source.cells]:
        problems.append(f"{chapter.name}: the notebook was edited by hand; edit the .md instead")
    if any(cell.cell_type == "code" and cell.execution_count is None for cell in made.cells):
        problems.append(f"{chapter.name}: the notebook has cells that did not run")
    return problems + [f"{chapter.name}: {problem}" for problem in unseemly(made)]


def _essence(cell: nbformat.NotebookNode) -> tuple[str, str, tuple[str, ...]]:
    return cell.cell_type, cell.source, tuple(cell.metadata.get("tags", ()))

"""Write a notebook beside its source: whole or not at all, and nothing unseemly in it."""

from __future__ import annotations

import os
import re

import nbformat

from ftlib.book.shrinking import shrink_figures
from ftlib.book.sources import Chapter


class ChapterFailed(RuntimeError):
    """A chapter did not run to its end, or its outputs hold what no reader should see."""


def store(chapter: Chapter, notebook: nbformat.NotebookNode) -> None:
    """Replace the chapter's notebook by this one.

    Raises:
        ChapterFailed: when an output is unseemly; the old notebook stays.
    """
    _tidy(notebook)
    problems = unseemly(notebook)
    if problems:
        raise ChapterFailed(f"{chapter.name}: " + "; ".join(problems))
    text = nbformat.writes(notebook, version=4) + "\n"
    partial = chapter.notebook.with_suffix(".ipynb.part")
    partial.write_text(text, encoding="utf-8")
    os.replace(partial, chapter.notebook)


def _tidy(notebook: nbformat.NotebookNode) -> None:
    """Drop what says nothing (kernel's version, run times), and bytes that nobody sees."""
    shrink_figures(notebook)
    notebook.metadata["language_info"] = nbformat.from_dict({"name": "python"})
    notebook.metadata.pop("widgets", None)
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)


_PATH = re.compile(r"(/home/|/root/|/Users/|/tmp/|[A-Z]:\\)[\w.\\/-]+")


def unseemly(notebook: nbformat.NotebookNode) -> list[str]:
    """What must not stand in a stored output: stderr text, widgets, paths of a machine."""
    problems = []
    for index, cell in enumerate(notebook.cells):
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            text = "".join(output.get("text", "")) + "".join(data.get("text/plain", ""))
            if output.get("output_type") == "error":
                problems.append(f"cell {index} ends in {output['ename']}: {output['evalue']}")
            if output.get("name") == "stderr":
                problems.append(f"cell {index} writes to stderr: {text.strip()[:200]!r}")
            if any("widget" in mime for mime in data):
                problems.append(f"cell {index} shows a widget, which a static page cannot")
            found = _PATH.search(text)
            if found:
                problems.append(f"cell {index} shows the path {found.group()!r}")
    return problems

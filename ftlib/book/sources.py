"""Chapter sources: MyST notebooks (`book/PART/NAME.md`) and the notebooks made from them."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

import jupytext
import nbformat

from ftlib.book.folding import mostly_claims

FOLDED = "hide-input"
PLAIN = "instructors"  # the folder of pages that are no chapters
STATIONS = (
    "Goals",
    "Idea",
    "Derivation",
    "Code",
    "Experiment",
    "Claims",
    "Exercises and further reading",
)


@dataclass(frozen=True)
class Chapter:
    """One chapter. `name` is `part/unit`, for instance `foundations/binary_cross_entropy`."""

    name: str
    source: Path

    @property
    def notebook(self) -> Path:
        """Where the executed notebook stands."""
        return self.source.with_suffix(".ipynb")

    @property
    def unit(self) -> str:
        """The name it shares with its exercise unit."""
        return self.source.stem

    @property
    def sha256(self) -> str:
        """The hash of the source, which the executed notebook carries in its metadata."""
        return hashlib.sha256(self.source.read_bytes()).hexdigest()


def chapters(book: Path) -> list[Chapter]:
    """All chapters under `book`, the `.md` files one folder deep, as they are read.

    That is the order of `_toc.yml`; those that it does not name come last, by their names. The
    pages for instructors are plain: nothing in them is executed, and they have no stations.
    """
    found = [
        Chapter(path.relative_to(book).with_suffix("").as_posix(), path)
        for path in book.glob("[a-z]*/*.md")
        if "_build" not in path.parts and path.parent.name != PLAIN
    ]
    contents = book / "_toc.yml"
    text = contents.read_text(encoding="utf-8") if contents.exists() else ""
    listed = re.findall(r"^\s*- file: (\w+/\w+)\s*$", text, re.M)
    place = {name: number for number, name in enumerate(listed)}
    return sorted(found, key=lambda each: (place.get(each.name, len(place)), each.name))


def read(chapter: Chapter) -> nbformat.NotebookNode:
    """The chapter as a notebook without outputs, with cell ids that do not change by chance.

    Cells that mostly state claims are tagged, so that a page shows their boxes and folds the code.
    """
    notebook = jupytext.read(chapter.source)
    for index, cell in enumerate(notebook.cells):
        digest = hashlib.sha256(f"{index}:{cell.source}".encode()).hexdigest()
        cell["id"] = f"{index:03d}-{digest[:8]}"
        tags = cell.metadata.get("tags", [])
        if cell.cell_type == "code" and mostly_claims(cell.source) and FOLDED not in tags:
            cell.metadata["tags"] = [*tags, FOLDED]
    notebook.metadata = nbformat.from_dict(
        {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
            "ftlib": {"source": chapter.source.name, "source_sha256": chapter.sha256},
        }
    )
    # A browser loads the executed notebook, so the code cells must name their language.
    return notebook


_CORRECTED = re.compile(
    r"^(?P<fence>:{3,})\{admonition\} Corrected: (?P<title>[^\n]+)\n"
    r":class: corrected\n(?P<body>.*?)^(?P=fence)[ \t]*$",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Correction:
    """A *Corrected* box: the fault's short name and what the chapter says of it (MyST)."""

    title: str
    body: str


def corrections(chapter: Chapter) -> list[Correction]:
    """The *Corrected* boxes of a chapter, in order."""
    text = chapter.source.read_text(encoding="utf-8")
    return [
        Correction(match["title"].strip(), match["body"].strip())
        for match in _CORRECTED.finditer(text)
    ]

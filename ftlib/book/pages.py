"""Pages that are collected from elsewhere: the ledger of claims, the errata, the data cards."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from pathlib import Path

from ftlib import assets
from ftlib.book.sources import chapters, corrections, read
from ftlib.claims import ledger


def errata(book: Path) -> str:
    """All *Corrected* boxes of the book, by chapter, in the order of reading (MyST Markdown)."""
    lines = [
        "# Errata of the sources",
        "",
        "Listings, tables and statements that circulate widely and do not hold. Each box says what",
        "is printed, why it fails, and what holds; the chapter measures it. (The page is generated",
        "from the chapters by `make notebooks`.)",
        "",
    ]
    for chapter in chapters(book):
        boxes = corrections(chapter)
        if not boxes:
            continue
        title = next(
            line[2:]
            for cell in read(chapter).cells
            if cell.cell_type == "markdown"
            for line in cell.source.splitlines()
            if line.startswith("# ")
        )
        lines += [f"## {title}", "", f"In [{title}]({chapter.name}.ipynb):", ""]
        for box in boxes:
            fault = box.title[:1].upper() + box.title[1:]
            lines += [f"### {fault}", "", rebased(box.body, chapter.name), ""]
    return "\n".join(lines).rstrip() + "\n"


_LINK = re.compile(r"\]\((?P<path>[^)#:\s]+\.ipynb)(?P<rest>#[^)]*)?\)")


def rebased(text: str, chapter: str) -> str:
    """`text` of a chapter (`part/name`) with its links to chapters as seen from the book's root."""
    folder = posixpath.dirname(chapter)
    return _LINK.sub(
        lambda link: (
            f"]({posixpath.normpath(posixpath.join(folder, link['path']))}{link['rest'] or ''})"
        ),
        text,
    )


PAGES: dict[str, Callable[[Path], str]] = {
    "claims.md": lambda book: ledger(book, order=[each.name for each in chapters(book)]),
    "errata.md": errata,
    "data.md": lambda _book: assets.data_page(),
}


def write_pages(book: Path) -> list[str]:
    """Write the generated pages that have changed; return their names."""
    changed = []
    for name, make in PAGES.items():
        path, text = book / name, make(book)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            changed.append(name)
    return changed

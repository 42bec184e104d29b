"""Ids of generated cells: they name the cell and hold the digest of what was generated.

So a notebook tells by itself, years later and without its source, which cells still stand as the
course made them and which a student has written in: `centred-` and 16 digits of the text's SHA-256.
"""

from __future__ import annotations

import hashlib
import re
from typing import Any

_ID = re.compile(r"(?P<name>[A-Za-z0-9_-]+?)-(?P<digest>[0-9a-f]{16})(?:-\d+)?")


def text_digest(text: str) -> str:
    """16 hexadecimal digits of the SHA-256 of a cell's text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def cell_id(name: str, text: str, taken: set[str]) -> str:
    """The id of a generated cell; added to `taken`, so that equal cells get ids of their own.

    Args:
        name: its grade_id, or its cell type when it has none.
        text: its source as generated.
        taken: ids that are in use.
    """
    first = f"{name}-{text_digest(text)}"
    found, count = first, 1
    while found in taken:
        count += 1
        found = f"{first}-{count}"
    taken.add(found)
    return found


def name_in(identity: str) -> str:
    """The name an id was made with, or an empty string for an id that is not ours."""
    found = _ID.fullmatch(identity)
    return found["name"] if found else ""


def digest_in(identity: str) -> str:
    """The digest an id was made with, or an empty string for an id that is not ours."""
    found = _ID.fullmatch(identity)
    return found["digest"] if found else ""


def source_of(cell: Any) -> str:
    """A cell's text, whether it is kept as a string or as a list of lines."""
    source = cell.get("source", "")
    return source if isinstance(source, str) else "".join(source)


def mark_of(cell: Any, kind: str) -> Any:
    """A value of a cell's nbgrader metadata, None where there is none."""
    metadata = cell.get("metadata")
    mark = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    return mark.get(kind) if isinstance(mark, dict) else None

"""Names that students chose, made safe for file systems and for spreadsheets."""

from __future__ import annotations

import hashlib
import re
import unicodedata

_PLAIN = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
_RESERVED = frozenset(
    ["con", "prn", "aux", "nul", *(f"{kind}{n}" for kind in ("com", "lpt") for n in range(10))]
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def file_stem(name: str) -> str:
    """A file name without suffix for `name`: readable, valid on every system, and its own.

    Plain lower-case names stay as they are. Every other gets eight digits of its SHA-256, so that
    no two names share a file: not `a/b` and `a_b`, and not `Ann` and `ann` where case is ignored.
    """
    if _PLAIN.fullmatch(name) and name not in _RESERVED:
        return name
    ascii_only = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    readable = re.sub(r"[^a-z0-9]+", "_", ascii_only.lower()).strip("_")[:40] or "student"
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{readable}-{digest}"


def cell(value: object) -> str:
    """A value for a spreadsheet: text that would be run as a formula gets an apostrophe before it.

    Numbers stay numbers. What no terminal or spreadsheet shows (control characters, half a
    surrogate pair) becomes `�`.
    """
    if isinstance(value, (int, float)):
        return str(value)
    text = printable("" if value is None else str(value))
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def printable(text: str) -> str:
    """The text without control characters and lone surrogates; line ends and tabs stay."""
    return "".join(c if c.isprintable() or c in "\n\t" else "�" for c in text)

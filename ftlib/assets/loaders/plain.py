"""Plain text without labels, for language models."""

from __future__ import annotations

from pathlib import Path

from ftlib.assets.catalogue import Asset
from ftlib.assets.table import Table, text_table


def shakespeare(asset: Asset, root: Path) -> Table:
    """Shakespeare's works in modern spelling, a row a work. Columns: text, split, `title`."""
    works = {path: path.read_bytes().decode("utf-8") for path in sorted(root.glob("*_gut.txt"))}
    titles = [path.stem.removesuffix("_gut").replace("_", " ").title() for path in works]
    return _table(asset, list(works.values()), title=titles)


def chinese_text(asset: Asset, root: Path) -> Table:
    """The People's Daily of January 1998 without its tags, a row a paragraph, in its order.

    Columns: text, split.
    """
    lines = (root / "199801.txt").read_text(encoding="utf-8").split("\n")
    words = [[item.rpartition("/")[0] for item in line.split()] for line in lines]
    return _table(asset, ["".join(line) for line in words if line])


def python_docs(asset: Asset, root: Path | None) -> Table:
    """Python's own help texts, a row a topic. Columns: text, split, `topic`."""
    from pydoc_data.topics import topics

    return _table(asset, list(topics.values()), topic=list(topics))


def _table(asset: Asset, texts: list[str], **columns: list[str]) -> Table:
    counts = {"raw_lines": len(texts), "characters": sum(map(len, texts))}
    return text_table(asset, texts, None, counts=counts, **columns)

"""Questions: medical examinations by subject, and yes/no questions on a passage."""

from __future__ import annotations

import json
from pathlib import Path

from ftlib.assets.catalogue import Asset
from ftlib.assets.splits import normalise
from ftlib.assets.table import Table, text_table


def medmcqa(asset: Asset, root: Path, *, min_rows: int = 1, unknown: bool = True) -> Table:
    """Questions of medical entrance examinations; label is the subject (21).

    Args:
        min_rows: leave out subjects of fewer questions than this.
        unknown: keep the 684 questions whose subject is "Unknown".

    Columns: text (the question), label, split, `options` (str: four lines, A to D), `source`
    (`test` or `validation`: the file it stood in, not our split).
    """
    rows = []
    for path in sorted(root.glob("*/*.jsonl"), key=lambda path: path.relative_to(root).as_posix()):
        source = path.parent.name.removeprefix("MedMCQA-").casefold()
        for each in _lines(path):
            rows.append((each["question"].strip(), path.stem, each["options"], source))
    raw_lines = len(rows)
    names = sorted({subject for _, subject, _, _ in rows})
    size = {name: sum(row[1] == name for row in rows) for name in names}
    names = [n for n in names if size[n] >= min_rows and (unknown or n != "Unknown")]
    if not names:
        raise ValueError(f"min_rows is {min_rows}; the largest subject has {max(size.values())}")
    rows = [row for row in rows if row[1] in names]
    return text_table(
        asset,
        [question for question, _, _, _ in rows],
        [names.index(subject) for _, subject, _, _ in rows],
        [name.replace("_", " ") for name in names],
        counts={"raw_lines": raw_lines},
        options=[options for _, _, options, _ in rows],
        source=[source for _, _, _, source in rows],
    )


def pubmedqa(asset: Asset, root: Path) -> Table:
    """Research questions answered from an abstract; label is no, yes or maybe.

    Columns: text (the question), label, split, `passage` (the abstract without its conclusion).
    """
    rows = list(_lines(root / "test.jsonl"))
    names = ("no", "yes", "maybe")
    return text_table(
        asset,
        [row["question"].strip() for row in rows],
        [names.index(row["answer"]) for row in rows],
        names,
        counts={"raw_lines": len(rows)},
        passage=[row["passage"] for row in rows],
    )


def boolq(asset: Asset, root: Path) -> Table:
    """Questions that people asked, answered from a passage of Wikipedia; label is no or yes.

    Questions on the same passage share a split.

    Columns: text (the question), label, split, `passage`, `title` of the article.
    """
    rows = list(_lines(root / "dev.jsonl"))
    return text_table(
        asset,
        [row["question"].strip() for row in rows],
        [("False", "True").index(row["answer"]) for row in rows],
        ("no", "yes"),
        keys=[normalise(row["passage"]) for row in rows],
        counts={"raw_lines": len(rows)},
        passage=[row["passage"] for row in rows],
        title=[row["title"] for row in rows],
    )


def _lines(path: Path) -> list[dict[str, str]]:
    lines = path.read_text(encoding="utf-8").split("\n")
    return [json.loads(line) for line in lines if line.strip()]

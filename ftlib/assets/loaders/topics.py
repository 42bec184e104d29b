"""What a text is about: question types, news topics, newsgroups."""

from __future__ import annotations

from pathlib import Path

from ftlib.assets.catalogue import Asset
from ftlib.assets.table import Table, text_table


def trec_questions(asset: Asset, root: Path) -> Table:
    """Questions by the type of their answer; label is the coarse type (6).

    The file is several training sets of growing size, one after the other; each question is
    kept once. (One has two fine types; the first stands.)

    Columns: text, label, split, `fine` (str: one of 50, such as `NUM:date`).
    """
    lines = (root / "question_labels.txt").read_text(encoding="utf-8").splitlines()
    fine_of: dict[str, str] = {}
    for line in lines:
        fine, _, question = line.partition(" ")
        # A replacement character that was decoded wrongly once more stood for a dash.
        fine_of.setdefault(question.replace("ï¿½", "-").strip(), fine)
    names = sorted({fine.partition(":")[0] for fine in fine_of.values()})
    return text_table(
        asset,
        list(fine_of),
        [names.index(fine.partition(":")[0]) for fine in fine_of.values()],
        names,
        counts={"raw_lines": len(lines), "fine_types": len(set(fine_of.values()))},
        fine=list(fine_of.values()),
    )


def bbc_news(asset: Asset, root: Path) -> Table:
    """BBC articles, title first; label is the topic (5). Case and punctuation are intact.

    Columns: text, label, split, `title`.
    """
    names = sorted(path.name for path in root.iterdir() if path.is_dir())
    rows = []
    for code, name in enumerate(names):
        for path in sorted((root / name).glob("*.txt")):
            rows.append((_article(path), code))
    return text_table(
        asset,
        [text for text, _ in rows],
        [label for _, label in rows],
        names,
        counts={"raw_lines": len(rows)},
        title=[text.split("\n", 1)[0].strip() for text, _ in rows],
    )


def _article(path: Path) -> str:
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8").strip()
    except UnicodeDecodeError:  # one of them has a pound sign in Latin-1
        return raw.decode("latin-1").strip()


def reuters_r8(asset: Asset, root: Path) -> Table:
    """Reuters stories; label is the topic (8). Lower-cased, without punctuation.

    Columns: text, label, split, `official` (`train` or `test` of the usual "ModApté" split; some
    texts stand on both of its sides, which `split` does not allow).
    """
    return _orange(asset, root)


def reuters_r52(asset: Asset, root: Path) -> Table:
    """Reuters stories; label is the topic (52), columns as `reuters_r8`."""
    return _orange(asset, root)


def newsgroups20(asset: Asset, root: Path) -> Table:
    """Posts to newsgroups; label is the group (20), columns as `reuters_r8` (split by date)."""
    return _orange(asset, root)


def _orange(asset: Asset, root: Path) -> Table:
    """Tables of Orange: three header lines, sometimes an empty one, then `label<TAB>text`."""
    rows, raw_lines = [], 0
    for file in asset.files:
        official = "train" if "train" in file.to else "test"
        lines = (root / file.to).read_text(encoding="utf-8").split("\n")[3:]
        for line in lines:
            label, _, text = line.partition("\t")
            if label:
                rows.append((label, text.strip(), official))
        raw_lines += len(lines)
    names = sorted({label for label, _, _ in rows})
    code = {name: i for i, name in enumerate(names)}
    return text_table(
        asset,
        [text for _, text, _ in rows],
        [code[label] for label, _, _ in rows],
        names,
        counts={"raw_lines": raw_lines},
        official=[official for _, _, official in rows],
    )

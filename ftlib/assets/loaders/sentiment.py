"""Opinions: sentences with mean human ratings, shop reviews in English and in Chinese."""

from __future__ import annotations

import csv
import html
from pathlib import Path

import numpy as np
import pandas as pd

from ftlib.assets.catalogue import Asset
from ftlib.assets.splits import normalise
from ftlib.assets.table import Table, text_table

_NAMES = ("negative", "positive")


def film_reviews(asset: Asset, root: Path, *, min_abs_score: float = 0.5) -> Table:
    """Sentences of film reviews; label 1 when the mean human rating is above 0, else 0.

    Args:
        min_abs_score: leave out sentences whose mean rating (−4 … 4) is smaller than this in
            size; 0 keeps all 10,605.

    Columns: text, label, split, `score` (float64, mean of twenty ratings).
    """
    return _rated(asset, root, min_abs_score)


def tweets(asset: Asset, root: Path, *, min_abs_score: float = 0.0) -> Table:
    """Tweets; label, option and columns as `film_reviews`. HTML entities are made characters."""
    return _rated(asset, root, min_abs_score)


def amazon_reviews(asset: Asset, root: Path, *, min_abs_score: float = 0.0) -> Table:
    """Sentences of product reviews; label, option and columns as `film_reviews`."""
    return _rated(asset, root, min_abs_score)


def nyt_editorials(asset: Asset, root: Path, *, min_abs_score: float = 0.0) -> Table:
    """Sentences of newspaper opinion pieces; label, option and columns as `film_reviews`."""
    return _rated(asset, root, min_abs_score)


def clothing_reviews(asset: Asset, root: Path, *, with_text: bool = True) -> Table:
    """Reviews of a shop for women's clothing; label 1 when the customer recommends the piece.

    Args:
        with_text: leave out the 845 of 23,486 reviews that are a rating without a word.

    Columns: text, label, split, `title`, `rating` (1 … 5), `age` of the customer, `department`,
    `class_name`, `piece` (the shop's number of the piece), `helpful` (votes).
    """
    raw = pd.read_parquet(root / asset.files[0].to)
    texts = raw["Review Text"].fillna("").str.strip()
    if with_text:
        raw, texts = raw[texts != ""], texts[texts != ""]
    rows = [f"{i} without text" for i in raw.index]  # else they would all share one split
    return text_table(
        asset,
        texts.tolist(),
        raw["Recommended IND"].to_numpy(),
        ("not recommended", "recommended"),
        keys=[normalise(text) or row for text, row in zip(texts, rows, strict=True)],
        counts={"raw_lines": 23486, "with_text": int((texts != "").sum())},
        title=raw["Title"].fillna("").to_numpy(),
        rating=raw["Rating"].to_numpy(),
        age=raw["Age"].to_numpy(),
        department=raw["Department Name"].fillna("").to_numpy(),
        class_name=raw["Class Name"].fillna("").to_numpy(),
        piece=raw["Clothing ID"].to_numpy(),
        helpful=raw["Positive Feedback Count"].to_numpy(),
    )


def chinese_reviews(asset: Asset, root: Path) -> Table:
    """Chinese shop reviews; label 1 is positive. Each text stands once in each of its classes.

    Columns: text, label, split, `ambiguous` (bool: the text stands in both classes, so that no
    model can be right on both rows; they share a split, as equal texts do).
    """
    classes, raw_lines = [], 0
    for file in ("neg.txt", "pos.txt"):
        lines = (root / file).read_text(encoding="utf-8").split("\n")
        texts = [line.strip() for line in lines if line.strip()]
        raw_lines += len(texts)
        classes.append(list(dict.fromkeys(texts)))
    both = set(classes[0]) & set(classes[1])
    texts = classes[0] + classes[1]
    return text_table(
        asset,
        texts,
        np.repeat([0, 1], [len(each) for each in classes]),
        _NAMES,
        counts={"raw_lines": raw_lines, "in_both_classes": len(both)},
        ambiguous=[text in both for text in texts],
    )


def _rated(asset: Asset, root: Path, min_abs_score: float) -> Table:
    if not 0 <= min_abs_score <= 4:
        raise ValueError(
            f"min_abs_score is {min_abs_score}; ratings lie in −4 … 4, so give a number in 0 … 4"
        )
    path = root / asset.files[0].to
    # Not the carrier's .csv.gz beside it: stray quotation marks make that one swallow lines.
    raw = pd.read_csv(
        path, sep="\t", quoting=csv.QUOTE_NONE, encoding="utf-8", keep_default_na=False
    )
    texts = raw["text"].map(_plain)
    keep = raw["sentiment"].abs() >= min_abs_score
    score = raw.loc[keep, "sentiment"].to_numpy(np.float64)
    return text_table(
        asset,
        texts[keep].tolist(),
        score > 0,
        _NAMES,
        counts={"raw_lines": len(raw), "below_min_abs_score": int((~keep).sum())},
        score=score,
    )


def _plain(text: str) -> str:
    """HTML entities made characters (some were escaped twice), outer white space gone."""
    return html.unescape(html.unescape(text)).strip()

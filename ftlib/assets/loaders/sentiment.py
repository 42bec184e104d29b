"""Opinions: sentences with mean human ratings, shop reviews in English and in Chinese."""

from __future__ import annotations

import html
from pathlib import Path

import numpy as np
import pandas as pd

from ftlib.assets.registry import Asset
from ftlib.assets.table import Table, text_table

_NAMES = ("negative", "positive")


def film_reviews(asset: Asset, root: Path, *, min_abs_score: float = 0.5) -> Table:
    """Sentences of film reviews; label 1 when the mean human rating is above 0.

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


def _rated(asset: Asset, root: Path, min_abs_score: float) -> Table:
    if not 0 <= min_abs_score <= 4:
        raise ValueError(
            f"min_abs_score is {min_abs_score}; ratings lie in −4 … 4, so give a number in 0 … 4"
        )
    raw = pd.read_csv(root / asset.files[0].to, encoding="utf-8", keep_default_na=False)
    texts = raw["text"].map(html.unescape).str.strip()
    keep = (raw["sentiment"].abs() >= min_abs_score) & (texts != "")
    score = raw.loc[keep, "sentiment"].to_numpy(np.float64)
    return text_table(
        asset,
        texts[keep].tolist(),
        score > 0,
        _NAMES,
        counts={"raw_lines": len(raw), "below_min_abs_score": int((~keep).sum())},
        score=score,
    )

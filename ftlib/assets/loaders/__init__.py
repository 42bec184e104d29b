"""One function a data set: it reads the asset's files and returns a table.

A loader takes the asset and its folder (None for what comes with a library), and keyword options
of its own. They are imported one by one, on first use.
"""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ftlib.assets.catalogue import Asset
from ftlib.assets.table import ImageTable, Table

# name of the asset → module in this folder; the function has the name of the asset
_MODULES = {
    "sms_spam": "spam",
    "spamassassin": "spam",
    "film_reviews": "sentiment",
    "tweets": "sentiment",
    "amazon_reviews": "sentiment",
    "nyt_editorials": "sentiment",
    "clothing_reviews": "sentiment",
    "chinese_reviews": "sentiment",
    "trec_questions": "topics",
    "bbc_news": "topics",
    "reuters_r8": "topics",
    "reuters_r52": "topics",
    "newsgroups20": "topics",
    "medmcqa": "questions",
    "pubmedqa": "questions",
    "boolq": "questions",
    "chinese_ner": "entities",
    "twitter_ner": "entities",
    "conll_sample": "entities",
    "movielens100k": "films",
    "movielens_kg": "films",
    "assist_intents": "dialogue",
    "dialogue_pairs": "dialogue",
    "mnist5k": "digits",
    "fashion_mnist": "digits",
    "digits": "digits",
    "foolbox_samples": "samples",
    "breast_cancer": "tabular",
    "wine": "tabular",
    "colon_tissue": "single",
    "coffee_cup": "single",
    "shakespeare": "plain",
    "chinese_text": "plain",
    "python_docs": "plain",
    "stamps": "pictures",
    "emoji_google": "pictures",
    "openmoji": "pictures",
}


def names() -> tuple[str, ...]:
    """The data sets that have a loader."""
    return tuple(_MODULES)


def load(asset: Asset, root: Path | None, options: dict[str, Any]) -> Table | ImageTable:
    """Read an asset's table.

    Raises:
        ValueError: for an option that the loader does not have; names those it has.
    """
    module = importlib.import_module(f"ftlib.assets.loaders.{_MODULES[asset.name]}")
    loader: Callable[..., Table | ImageTable] = getattr(module, asset.name)
    known = list(inspect.signature(loader).parameters)[2:]
    unknown = [name for name in options if name not in known]
    if unknown:
        has = f"its options are {', '.join(known)}" if known else "it has none"
        raise ValueError(f"option {unknown[0]!r} is not one of data({asset.name!r}); {has}")
    return loader(asset, root, **options)

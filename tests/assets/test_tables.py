"""Every table: the counts of its source, no leak, every label trained on, the same splits for ever.

The figures were counted in the carriers' files by other means (line counts, the papers).
"""

from __future__ import annotations

import hashlib
from functools import cache

import numpy as np
import pytest

from ftlib import assets
from ftlib.assets import loaders
from ftlib.assets.cache import is_here
from ftlib.assets.splits import normalise
from ftlib.assets.table import ImageTable, Table

# Pictures with drawings of their own have their own tests; Python's help differs by release.
_ELSEWHERE = ("stamps", "emoji_google", "openmoji")
_NAMES = [
    name
    for name in loaders.names()
    # Debian carriers are not to be had elsewhere; everything else must have been pulled.
    if name not in _ELSEWHERE and (name != "fashion_mnist" or is_here(assets.registry()[name]))
]
_TEST_ONLY = (
    "conll_sample",
    "foolbox_samples",
    "colon_tissue",
    "coffee_cup",
)  # not all parts are filled

# name → rows, unique (text, label) pairs
_COUNTS = {
    "sms_spam": (5574, 5175),
    "spamassassin": (6046, 5922),
    "film_reviews": (10072, 10070),
    "tweets": (4200, 4200),
    "amazon_reviews": (3708, 3698),
    "nyt_editorials": (5190, 5130),
    "clothing_reviews": (22641, 22634),
    "chinese_reviews": (17457, 17457),
    "trec_questions": (5381, 5381),
    "bbc_news": (2225, 2127),
    "reuters_r8": (7674, 7599),
    "reuters_r52": (9100, 9001),
    "newsgroups20": (18821, 18793),
    "medmcqa": (10333, 10333),
    "pubmedqa": (500, 500),
    "boolq": (3270, 3270),
    "chinese_ner": (19004, 18994),
    "twitter_ner": (2394, 2295),
    "conll_sample": (226, 219),
    "movielens100k": (100000, 100000),
    "movielens_kg": (91631, 91631),
    "assist_intents": (3342, 3342),
    "dialogue_pairs": (2026, 752),
    "mnist5k": (5000, 5000),
    "fashion_mnist": (70000, 70000),
    "digits": (1797, 1797),
    "foolbox_samples": (20, 20),
    "breast_cancer": (569, 569),
    "colon_tissue": (1, 1),
    "coffee_cup": (1, 1),
    "wine": (178, 178),
    "shakespeare": (42, 42),
    "chinese_text": (19484, 18994),
}

# SHA-256 (16 digits) of the first letters of the column `split`, row by row.
_SPLITS = {
    "sms_spam": "b2c51297e42b386c",
    "spamassassin": "f62f6ae776406cbb",
    "film_reviews": "b988337a1a372c87",
    "tweets": "bce72e8991bb4bff",
    "amazon_reviews": "362a2f4384f3158c",
    "nyt_editorials": "46462c33f75244e6",
    "clothing_reviews": "321953040e0e6e87",
    "chinese_reviews": "d1d8900ef4ed627c",
    "trec_questions": "36f6ff672d6c4492",
    "bbc_news": "93cf89c773c16f85",
    "reuters_r8": "9ba4758948b550d7",
    "reuters_r52": "f7f42a2636496ad1",
    "newsgroups20": "18be6a6f377971fe",
    "medmcqa": "df558c8946d7d9af",
    "pubmedqa": "81096cdb169cbff8",
    "boolq": "2d94b289810ef16e",
    "chinese_ner": "943361ce70b195b1",
    "twitter_ner": "3f7289f4d38e9ff4",
    "conll_sample": "aa601b43c5632226",
    "movielens100k": "f4a39dd6d5c551d5",
    "movielens_kg": "5af365c659587b8d",
    "assist_intents": "e6def93f2d24fda0",
    "dialogue_pairs": "5968b865a60cda1d",
    "mnist5k": "442b44f8c8a0684f",
    "fashion_mnist": "30710d394d70c060",
    "digits": "c834db6d2a219fbe",
    "foolbox_samples": "f7bcc697a58656ad",
    "breast_cancer": "08493c84a61b12c1",
    "colon_tissue": "e3b98a4da31a127d",
    "coffee_cup": "e3b98a4da31a127d",
    "wine": "59a8f827d0528c86",
    "shakespeare": "31df6ac1685cb264",
    "chinese_text": "ed39599b2154cddc",
}


@cache
def _table(name: str) -> Table | ImageTable:
    return assets.data(name)


@pytest.mark.parametrize("name", _NAMES)
def test_rows_and_unique_rows(name):
    table = _table(name)
    if name == "python_docs":
        assert len(table) > 70
        return
    assert (len(table), table.counts["unique"]) == _COUNTS[name]
    assert table.counts["rows"] == len(table.frame) == len(table)
    assert table.card.rows == len(table)


@pytest.mark.parametrize("name", _NAMES)
def test_the_split_never_changes(name):
    if name != "python_docs":
        letters = "".join(str(split)[0] for split in _table(name).frame["split"])
        assert hashlib.sha256(letters.encode()).hexdigest()[:16] == _SPLITS[name]


@pytest.mark.parametrize("name", _NAMES)
def test_no_text_stands_in_two_splits(name):
    frame = _table(name).frame
    if "text" in frame:
        keys = frame["text"].map(normalise)
        assert frame.groupby(keys, observed=True)["split"].nunique().max() == 1
    else:
        assert frame["split"].notna().all()


@pytest.mark.parametrize("name", _NAMES)
def test_no_picture_stands_in_two_splits(name):
    table = _table(name)
    if isinstance(table, ImageTable):
        own = [image.tobytes() for image in table.images]
        assert table.frame.groupby(own, observed=True)["split"].nunique().max() == 1


@pytest.mark.parametrize("name", _NAMES)
def test_every_label_is_trained_on_and_has_a_name(name):
    table = _table(name)
    if "label" not in table.frame or name in _TEST_ONLY:
        return
    labels = table.frame["label"]
    assert labels.dtype == np.int64
    assert set(labels[table.frame["split"] == "train"]) == set(range(len(table.label_names)))
    assert set(labels) == set(range(len(table.label_names)))


@pytest.mark.parametrize("name", _NAMES)
def test_the_parts_make_the_whole(name):
    table = _table(name)
    split = table.frame["split"]
    assert list(split.cat.categories) == ["train", "validation", "test"]
    parts = [table.train, table.validation, table.test]
    sizes = [len(part[0]) if isinstance(table, ImageTable) else len(part) for part in parts]
    assert sum(sizes) == len(table)
    assert f"{len(table):,} rows" in repr(table)
    if name not in _TEST_ONLY:
        assert all(sizes)


@pytest.mark.parametrize("name", _NAMES)
def test_texts_are_clean_strings(name):
    frame = _table(name).frame
    if "text" in frame:
        assert frame["text"].map(type).eq(str).all()
        assert not frame["text"].str.contains("\x00", regex=False).any()
        assert (frame["text"].str.strip() != "").all()
        frame["text"].str.encode("utf-8")  # no lone surrogate


def test_parts_are_frames_with_their_own_index():
    table = _table("sms_spam")
    assert list(table.train.index) == list(range(len(table.train)))
    assert set(table.test["split"]) == {"test"}


def test_unique_drops_exact_duplicates_and_moves_nothing():
    table = _table("sms_spam")
    unique = table.unique()
    assert (len(unique), unique.counts["rows"]) == (5175, 5175)
    assert len(table) == 5574, "the table itself is unchanged"
    split = dict(zip(table.frame["text"], table.frame["split"], strict=True))
    assert all(split[row.text] == row.split for row in unique.frame.itertuples())


def test_in_a_notebook_a_table_shows_its_head_and_its_columns():
    page = _table("sms_spam")._repr_html_()
    assert "SMS spam" in page
    assert "<table" in page
    assert "<code>split</code>" in page


def test_an_image_table_gives_arrays():
    table = _table("digits")
    images, labels = table.test
    assert images.shape == (len(labels), 8, 8, 1)
    assert images.dtype == np.uint8
    assert len(table.groups) == len(table.split) == len(table.label) == 1797
    with pytest.raises(ValueError, match="split is 'dev'; use one of train, validation, test"):
        table.part("dev")


def test_an_unknown_option_names_the_known_ones():
    with pytest.raises(ValueError, match=r"'min_score' is not one of .*min_abs_score"):
        assets.data("film_reviews", min_score=1)
    with pytest.raises(ValueError, match="it has none"):
        assets.data("sms_spam", language="en")

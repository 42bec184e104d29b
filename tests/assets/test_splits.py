"""The rule of the splits, computed here a second time from its description."""

from __future__ import annotations

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from ftlib.assets.splits import assign, normalise, split_of


def _by_description(key: str) -> str:
    """70 % train, 10 % validation, 20 % test of the first 8 hexadecimal digits of the SHA-256."""
    share = int(hashlib.sha256(key.encode()).hexdigest()[:8], 16) / 16**8
    if share < 0.7:
        return "train"
    return "validation" if share < 0.8 else "test"


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_the_rule(key):
    assert split_of(key) == _by_description(key)


def test_the_shares():
    keys = [str(i) for i in range(20_000)]
    share = {
        s: sum(split_of(k) == s for k in keys) / 20_000 for s in ("train", "validation", "test")
    }
    # Four standard deviations of a binomial share of 20,000 are below 0.014.
    assert abs(share["train"] - 0.7) < 0.014
    assert abs(share["validation"] - 0.1) < 0.014
    assert abs(share["test"] - 0.2) < 0.014


@given(st.lists(st.text("ab", max_size=3), max_size=30))
def test_equal_keys_share_a_split_and_order_is_nothing(keys):
    labels = [len(key) for key in keys]
    forward = dict(zip(keys, assign(keys, labels), strict=True))
    backward = dict(zip(keys[::-1], assign(keys[::-1], labels[::-1]), strict=True))
    assert forward == backward
    assert [forward[key] for key in keys] == assign(keys, labels)


def test_a_tiny_class_is_trained_on():
    keys = [key for key in map(str, range(100)) if split_of(key) == "test"][:3]
    assert assign(keys) == ["test"] * 3
    with_label = assign(keys, [7, 7, 7])
    assert sorted(with_label) == ["test", "test", "train"]
    lowest = min(keys, key=lambda key: hashlib.sha256(key.encode()).hexdigest()[:8])
    assert with_label[keys.index(lowest)] == "train"


def test_normalise():
    assert normalise("  Große\tStraße \n\n x ") == "grosse strasse x"

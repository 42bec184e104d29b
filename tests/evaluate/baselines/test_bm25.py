"""BM25 against the formula, summed word by word."""

from __future__ import annotations

import math

import numpy as np
import pytest

from ftlib.evaluate import BM25

PASSAGES = [
    "the cat sat on the mat",
    "The dog sat",
    "a bird, the bird and a long, long way home",
    "fog",
]


def by_hand(question, passage, k1, b):
    split = [text.lower().replace(",", "").split() for text in PASSAGES]
    split = [[word for word in words if len(word) > 1] for words in split]
    words = split[PASSAGES.index(passage)]
    mean = sum(map(len, split)) / len(split)
    total = 0.0
    for word in question.lower().split():
        n = sum(word in each for each in split)
        if not n:
            continue
        f = words.count(word)
        if not f:
            continue
        rarity = math.log(1 + (len(split) - n + 0.5) / (n + 0.5))
        total += rarity * f * (k1 + 1) / (f + k1 * (1 - b + b * len(words) / mean))
    return total


@pytest.mark.parametrize(("k1", "b"), [(1.2, 0.75), (0.0, 0.5), (2.0, 0.0), (0.9, 1.0)])
def test_word_by_word(k1, b):
    questions = ["the cat", "bird bird home", "sat the dog", "nothing known"]
    got = BM25(PASSAGES, k1=k1, b=b).scores(questions)
    want = [[by_hand(q, p, k1, b) for p in PASSAGES] for q in questions]
    assert got.dtype == np.float64
    np.testing.assert_allclose(got, want, rtol=1e-12, atol=1e-15)


def test_each_passage_is_found_by_its_own_words():
    scores = BM25(PASSAGES).scores(PASSAGES)
    assert scores.argmax(axis=1).tolist() == [0, 1, 2, 3]


def test_no_questions():
    assert BM25(PASSAGES).scores([]).shape == (0, 4)


@pytest.mark.parametrize(
    ("passages", "options", "said"),
    [
        ([], {}, "passages is empty"),
        (["a", "!"], {}, "no word"),
        (["word"], {"k1": -0.1}, r"k1 is -0\.1"),
        (["word"], {"b": 1.5}, r"b 1\.5"),
        (["word"], {"k1": math.nan}, "k1 is nan"),
        (["word"], {"k1": math.inf}, "k1 is inf"),
        (["word"], {"b": math.nan}, "b nan"),
    ],
)
def test_bad_input_is_named(passages, options, said):
    with pytest.raises(ValueError, match=said):
        BM25(passages, **options)


def test_a_score_by_hand():
    # "cd" stands in one of 2 passages: log(1 + 1.5/1.5) = log 2. Its passage has 2 words, the mean
    # 1.5: 1.2 · (0.25 + 0.75 · 2/1.5) = 1.5, so 2.2/(1 + 1.5) = 0.88 of it count.
    index = BM25(["ab cd", "ab"])
    np.testing.assert_allclose(index.scores(["cd"]), [[0.88 * math.log(2), 0.0]], rtol=1e-12)
    # A word in every passage counts little, and never against them.
    assert (index.scores(["ab"]) > 0).all()


def test_a_single_text_is_not_taken_for_its_letters():
    with pytest.raises(ValueError, match="questions is one text, 'the cat'; give a list"):
        BM25(PASSAGES).scores("the cat")
    with pytest.raises(ValueError, match="passages is one text"):
        BM25("the cat")


@pytest.mark.parametrize("strange", [None, float("nan"), 3])
def test_what_is_no_text_is_named(strange):
    with pytest.raises(ValueError, match=r"passages\[1\] is .*; give a text"):
        BM25(["word", strange])
    with pytest.raises(ValueError, match=r"questions\[0\] is .*; give a text"):
        BM25(["word"]).scores([strange])

"""Near duplicates: what is reported is true, what is there is found, and leaks are counted."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ftlib.data import grouped_split, jaccard, leaks, near_duplicates
from ftlib.data.duplicates import Banding, minhash, shingles

RNG = np.random.default_rng(0)
WORDS = ["".join(RNG.choice(list("abcdefghijklmnop"), size=6)) for _ in range(400)]


def sentence(rng, words=20):
    return list(rng.choice(WORDS, size=words))


def corpus(count=60, seed=1):
    """Random sentences, each followed by a copy with 0 to 8 of its 20 words replaced."""
    rng, texts = np.random.default_rng(seed), []
    for number in range(count):
        words = sentence(rng)
        changed = list(words)
        for place in rng.choice(20, size=number % 9, replace=False):
            changed[place] = rng.choice(WORDS)
        texts += [" ".join(words), " ".join(changed)]
    return texts


def brute(texts, threshold, size):
    """All pairs of texts with different shingles, by definition."""
    sets = [
        {" ".join(t.casefold().split())[i : i + size] for i in range(max(1, len(t) - size + 1))}
        for t in texts
    ]
    found = {}
    for i, j in itertools.combinations(range(len(texts)), 2):
        alike = len(sets[i] & sets[j]) / len(sets[i] | sets[j])
        if alike >= threshold:
            found[i, j] = alike
    return found


@pytest.mark.parametrize(("threshold", "size"), [(0.8, 5), (0.5, 5), (0.4, 3), (1.0, 4)])
def test_it_finds_the_pairs_that_comparing_all_finds(threshold, size):
    texts = corpus()
    expected = brute(texts, threshold, size)
    found = near_duplicates(texts, threshold, shingle=size)
    assert len(expected) >= 6
    assert [tuple(pair) for pair in found.pairs.tolist()] == sorted(expected)
    np.testing.assert_allclose(found.similarity, [expected[p] for p in sorted(expected)])


def test_jaccard_by_hand():
    assert shingles("abcd", 3) == {"abc", "bcd"}
    assert shingles("A  b", 2) == {"a ", " b"}
    assert shingles("ab", 5) == {"ab"}
    assert shingles("", 5) == {""}
    assert jaccard("abcd", "bcde", shingle=3) == 1 / 3  # bcd of abc, bcd, cde
    assert jaccard("Same  text", "same text") == 1


def test_texts_with_equal_shingles_are_paired_with_the_first_alone():
    found = near_duplicates(["x" * 9, "a b c d", "X" * 12, "A  b c d", "a b c d"])
    assert found.pairs.tolist() == [[0, 2], [1, 3], [1, 4]]
    assert found.similarity.tolist() == [1, 1, 1]
    assert found.groups.tolist() == [0, 1, 0, 1, 1]
    assert str(found) == ("2 groups of near duplicates hold 5 of 5 texts; the largest has 3")


def test_a_chain_makes_one_group():
    # Neighbours share 8 of 10 letters a side, ends share 4: a–b and b–c are pairs, a–c is not.
    letters = "abcdefghijklmnopqrst"
    texts = [letters[0:12], letters[2:14], letters[4:16], "12345678"]
    found = near_duplicates(texts, 0.7, shingle=1)
    assert found.pairs.tolist() == [[0, 1], [1, 2]]
    assert found.similarity.tolist() == [10 / 14, 10 / 14]
    assert found.groups.tolist() == [0, 0, 0, 3]


def test_nothing_alike_is_an_empty_answer():
    found = near_duplicates(["abcdefgh", "12345678"])
    assert found.pairs.shape == (0, 2)
    assert found.groups.tolist() == [0, 1]


@pytest.mark.parametrize("shared", [0, 20, 50, 90, 100])
def test_signatures_agree_as_often_as_sets_overlap(shared):
    one, two = np.arange(100), np.arange(100 - shared, 200 - shared)
    alike = shared / (200 - shared)
    agree = []
    for seed in range(20):
        signature = minhash(np.concatenate([one, two]), np.array([0, 100]), 128, seed)
        agree.append((signature[0] == signature[1]).mean())
    spread = np.sqrt(alike * (1 - alike) / (128 * 20))
    assert abs(np.mean(agree) - alike) <= 4 * spread


def test_banding_finds_what_it_promises():
    banding = Banding(bands=4, rows=2)
    assert banding.found(0.5) == pytest.approx(1 - 0.75**4)
    for threshold in (0.3, 0.5, 0.8, 0.95):
        chosen = Banding.at(threshold, 128)
        assert chosen.bands * chosen.rows <= 128
        assert chosen.found(threshold) >= 0.999
        assert Banding(128 // (chosen.rows + 1), chosen.rows + 1).found(threshold) < 0.999
    assert Banding.at(0.05, 16) == Banding(16, 1)  # the best there is


@settings(deadline=None, max_examples=30)
@given(st.lists(st.text("ab ", max_size=7), min_size=1, max_size=25), st.floats(0.2, 1))
def test_every_reported_pair_is_as_similar_as_it_says(texts, threshold):
    found = near_duplicates(texts, threshold, shingle=2)
    for (i, j), alike in zip(found.pairs, found.similarity, strict=True):
        assert i < j
        assert alike == jaccard(texts[i], texts[j], shingle=2) >= threshold
        assert found.groups[i] == found.groups[j] <= i
    assert len({tuple(pair) for pair in found.pairs.tolist()}) == len(found.pairs)


def test_leaks_name_the_nearest_training_text():
    train = pd.DataFrame(
        {
            "text": ["red blue green yellow", "one two three four five", "far away"],
            "label": [0, 1, 2],
        }
    )
    test = pd.DataFrame(
        {
            "text": [
                "new words here",
                "RED  blue green yellow",
                "one two three four fives",
                "far away",
            ],
            "label": [0, 0, 0, 2],
        }
    )
    found = leaks(train, test, 0.7)
    assert found.test.tolist() == [1, 2, 3]
    assert found.train.tolist() == [0, 1, 2]
    want = [1, jaccard(train.text[1], test.text[2]), 1]
    assert found.similarity.tolist() == want
    assert found.conflicts == 1
    assert found.share == 0.75
    assert str(found) == (
        "3 of 4 test texts (75.0%) have a near duplicate in train: 2 the same, 1 nearly; "
        "1 with another label"
    )


def test_leaks_agree_with_comparing_all():
    texts = corpus(80, seed=5)
    rng = np.random.default_rng(2)
    side = rng.random(len(texts)) < 0.6
    train = [text for text, own in zip(texts, side, strict=True) if own]
    test = [text for text, own in zip(texts, side, strict=True) if not own]
    best = [max(jaccard(one, two) for two in train) for one in test]
    found = leaks(train, test, 0.6)
    assert found.test.tolist() == [place for place, most in enumerate(best) if most >= 0.6]
    assert found.similarity.tolist() == [most for most in best if most >= 0.6]
    for place, partner, alike in zip(found.test, found.train, found.similarity, strict=True):
        assert jaccard(test[place], train[partner]) == alike
    assert found.conflicts is None
    assert "label" not in str(found)


def test_two_test_texts_that_are_alike_are_no_leak():
    assert len(leaks(["aaaaaaaa"], ["same words", "same words", "same word"]).test) == 0


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: near_duplicates([]), "texts is empty"),
        (lambda: near_duplicates(["a"], 0), "threshold is 0"),
        (lambda: near_duplicates(["a"], 1.1), "threshold is 1.1"),
        (lambda: near_duplicates(["a"], shingle=0), "shingle is 0"),
        (lambda: near_duplicates(["a"], hashes=0), "hashes 0"),
        (lambda: leaks([], ["a"]), "train is empty"),
        (lambda: leaks(["a"], []), "test is empty"),
        (lambda: leaks(pd.DataFrame({"words": ["a"]}), ["a"]), "train has the columns"),
        (lambda: grouped_split([]), "groups has 0 rows"),
        (lambda: grouped_split([1, 2], [1]), "groups has 2 rows and labels 1"),
        (lambda: grouped_split([1], shares={"train": 0.5}), "shares is"),
        (lambda: grouped_split([1], shares={"a": 1.5, "b": -0.5}), "shares is"),
    ],
)
def test_bad_input_is_refused(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 2)), min_size=1, max_size=60))
def test_no_group_stands_on_two_sides(rows):
    groups, labels = zip(*rows, strict=True)
    split = grouped_split(groups, labels)
    for group in set(groups):
        assert len({s for s, g in zip(split, groups, strict=True) if g == group}) == 1
    assert set(split) <= {"train", "validation", "test"}


def test_classes_keep_their_proportion():
    rng = np.random.default_rng(0)
    groups = rng.integers(0, 700, 2000)
    labels = (rng.random(2000) < 0.1).astype(int)
    split = grouped_split(groups, labels, seed=3)
    for name, share in [("train", 0.7), ("validation", 0.1), ("test", 0.2)]:
        chosen = split == name
        assert chosen.mean() == pytest.approx(share, abs=0.005)
        assert labels[chosen].sum() / labels.sum() == pytest.approx(share, abs=0.01)


def test_the_seed_decides_and_other_shares_work():
    groups = np.arange(300)
    halves = {"left": 0.5, "right": 0.5}
    one = grouped_split(groups, shares=halves, seed=1)
    assert (one == grouped_split(groups, shares=halves, seed=1)).all()
    assert (one != grouped_split(groups, shares=halves, seed=2)).any()
    assert (one == "left").sum() == 150


def test_a_large_group_is_dealt_first():
    groups = [*range(60), *[99] * 40]
    for seed in range(5):
        split = grouped_split(groups, shares={"left": 0.6, "right": 0.4}, seed=seed)
        assert (split == "left").sum() == 60


def test_of_several_training_texts_the_nearest_is_named():
    text = "one two three four five six seven"
    near, nearer = text.replace("seven", "eight"), text + "s"
    for train in ([near, nearer], [nearer, near]):
        found = leaks(train, [text], 0.5)
        assert found.train.tolist() == [train.index(nearer)]
        assert found.similarity.tolist() == [jaccard(text, nearer)]

"""Changed texts: what each change does, how often, and that a seed decides it."""

from __future__ import annotations

import difflib

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftlib.data import (
    augmented,
    drop_words,
    nearest_words,
    replace_words,
    swap_words,
    typos,
)

SENTENCE = "the quick brown foxes jumped over several lazy sleeping dogs"
SYNONYMS = {"quick": ("fast", "swift"), "lazy": ("idle",), "dogs": ("hounds",)}
CHANGES = [drop_words(0.3), swap_words(0.3), typos(0.5), replace_words(SYNONYMS, 0.5)]


def many(change, text=SENTENCE, times=400):
    return [change(text, np.random.default_rng(seed)) for seed in range(times)]


def test_dropping_keeps_the_order_and_the_rate():
    words = SENTENCE.split()
    results = [text.split() for text in many(drop_words(0.3))]
    for kept in results:
        left = iter(words)
        assert all(word in left for word in kept)  # a subsequence
    lost = np.mean([1 - len(kept) / len(words) for kept in results])
    assert abs(lost - 0.3) < 4 * np.sqrt(0.21 / 4000)


def test_dropping_everything_leaves_one_word():
    left = set(many(drop_words(1.0)))
    assert left == set(SENTENCE.split())


def test_swapping_moves_neighbours_only():
    for text in many(swap_words(0.1)):  # one exchange in ten words
        words, old = text.split(), SENTENCE.split()
        moved = [place for place in range(10) if words[place] != old[place]]
        assert len(moved) == 2
        assert moved[1] == moved[0] + 1
        assert sorted(words) == sorted(old)


def test_typing_errors_spare_short_words_and_first_letters():
    changed = total = 0
    for text in many(typos(0.5)):
        for old, new in zip(SENTENCE.split(), text.split(" "), strict=True):
            assert new[0] == old[0]
            assert abs(len(new) - len(old)) <= 1
            if len(old) < 4:
                assert new == old
            else:
                total, changed = total + 1, changed + (new != old)
                assert difflib.SequenceMatcher(None, old, new).ratio() > 0.55
    # Half are hit; a few hits exchange two equal letters and change nothing.
    assert 0.4 < changed / total < 0.52


def test_synonyms_keep_capitals_and_punctuation():
    text = replace_words(SYNONYMS, 1.0)("Lazy, (dogs)! LAZY cats", np.random.default_rng(0))
    assert text == "Idle, (hounds)! Idle cats"
    fast = sum("fast" in text for text in many(replace_words(SYNONYMS, 1.0)))
    assert abs(fast / 400 - 0.5) < 0.1


def test_a_rate_of_zero_changes_nothing():
    for change in (drop_words(0), swap_words(0), typos(0), replace_words(SYNONYMS, 0)):
        assert set(many(change, times=20)) == {SENTENCE}


@given(st.text(max_size=30), st.integers(0, 100))
def test_any_text_survives(text, seed):
    for change in CHANGES:
        assert isinstance(change(text, np.random.default_rng(seed)), str)
        if not text.strip():
            assert change(text, np.random.default_rng(seed)).strip() == ""
        else:
            assert change(text, np.random.default_rng(seed)).strip()


FRAME = pd.DataFrame({"text": [SENTENCE, "a few more words here", "tiny"], "label": [1, 0, 2]})


def test_copies_carry_label_and_origin():
    table = augmented(FRAME, *CHANGES, copies=2, seed=4)
    assert len(table) == 9
    assert table.text[:3].tolist() == FRAME.text.tolist()
    assert table.origin.tolist() == [0, 1, 2] * 3
    assert table.label.tolist() == [1, 0, 2] * 3
    assert table.text[3] != SENTENCE != table.text[6] != table.text[3]
    assert "origin" not in FRAME.columns
    assert len(augmented(FRAME, *CHANGES, keep=False)) == 3


def test_a_copy_depends_on_seed_copy_and_row_alone():
    whole = augmented(FRAME, *CHANGES, copies=3, seed=4)
    again = augmented(FRAME.iloc[:2], *CHANGES, copies=2, seed=4, keep=False)
    for copy in range(2):
        for row in range(2):
            here = (again.origin == row).to_numpy().nonzero()[0][copy]
            there = (whole.origin == row).to_numpy().nonzero()[0][copy + 1]
            assert again.text[here] == whole.text[there]
    other = augmented(FRAME, *CHANGES, copies=3, seed=5)
    assert (whole.text[3:] != other.text[3:]).any()


def test_every_change_gets_its_turn():
    frame = pd.DataFrame({"text": ["word"] * 300})
    table = augmented(frame, lambda t, _: "a", lambda t, _: "b", lambda t, _: "c", keep=False)
    counts = table.text.value_counts()
    assert set(counts.index) == {"a", "b", "c"}
    assert counts.min() > 65  # 100 expected, standard deviation 8


def test_neighbours_by_hand():
    words = ["up", "north", "east", "zero"]
    vectors = np.array([[0, 2.0], [0.1, 1], [1, 0.1], [0, 0]])
    found = nearest_words(words, vectors, count=1)
    assert found == {"up": ("north",), "north": ("up",)}
    assert nearest_words(words, vectors, least=0.05)["east"] == ("north", "up")


def test_neighbours_agree_with_comparing_all():
    rng = np.random.default_rng(0)
    vectors = rng.normal(size=(1500, 6))  # more than one block
    words = [f"w{place}" for place in range(1500)]
    found = nearest_words(words, vectors, count=3, least=-1)
    for place in (0, 1023, 1024, 1499):
        cosine = vectors @ vectors[place] / np.linalg.norm(vectors, axis=1)
        order = [each for each in np.argsort(-cosine) if each != place][:3]
        assert found[words[place]] == tuple(words[each] for each in order)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: augmented(FRAME), "got no change"),
        (lambda: augmented(FRAME, typos(), copies=0), "copies is 0"),
        (lambda: augmented(FRAME[["label"]], typos()), "one must be named 'text'"),
        (lambda: drop_words(-0.1), "rate is -0.1"),
        (lambda: swap_words(1.5), "rate is 1.5"),
        (lambda: typos(2), "rate is 2"),
        (lambda: replace_words({}, 2), "rate is 2"),
        (lambda: nearest_words(["a"], np.zeros((2, 3))), "words has 1 entries and vectors 2"),
    ],
)
def test_bad_input_is_refused(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()

"""Disguised spellings and their undoing; expected texts are written by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ftlib.data import canonical_text, disguise

WRITTEN = [
    ("fr€e vi@gra n0w", "free viagra now"),
    ("vіаgrа", "viagra"),  # Cyrillic i and a
    ("ｆｒｅｅ", "free"),
    ("f\u200br\u200be\u200be", "free"),
    ("soft\u00adly", "softly"),
    ("f r e e money", "free money"),
    ("f-r-e-e money", "free money"),
    ("f.r.e.e", "free"),
    ("v 1 a g r a", "viagra"),
    ("café naïve", "cafe naive"),
]
UNTOUCHED = [
    "A plain sentence, with 100 numbers and £5 in it!",
    "привет мир",
    "ελληνικά",
    "йод",
    "中文短信",
    "a b",  # two single letters are no disguise
    "in 2002, at 10:30",
    "a - b - c",
    "",
    "one\ntwo",
]


@pytest.mark.parametrize(("given_text", "plain"), WRITTEN)
def test_disguises_are_undone(given_text, plain):
    assert canonical_text(given_text) == plain


@pytest.mark.parametrize("text", UNTOUCHED)
def test_plain_texts_stay(text):
    assert canonical_text(text) == text


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.sampled_from("ab1$0 .-*оеàй\u200b\u0301xW3C\n"), max_size=24))
def test_twice_is_once(text):
    once = canonical_text(text)
    assert canonical_text(once) == once


@pytest.mark.parametrize("kind", ["look-alikes", "invisible", "spaced"])
def test_it_undoes_what_disguise_does(kind):
    text = "Dear friend there is money waiting for you please answer quickly"
    changed = disguise(kind)(text, np.random.default_rng(0))
    assert changed != text
    plain = canonical_text(changed).lower().replace(" ", "")  # what divided spaced words is lost
    letters = text.lower().replace(" ", "")
    right = sum(a == b for a, b in zip(plain, letters, strict=True))
    assert right >= len(letters) - 2  # 1 and | may stand for another letter than was meant


def test_what_is_no_text_is_refused():
    with pytest.raises(ValueError, match="text is a bytes; give a string"):
        canonical_text(b"free")


def test_disguise_leaves_short_words_and_marks():
    text = "go to www.example.org now, 2002"
    rng = np.random.default_rng(0)
    assert disguise("spaced")(text, rng) == text


def test_swapped_keeps_the_letters_and_both_ends():
    word = disguise("swapped")("mortgage", np.random.default_rng(3))
    assert word != "mortgage"
    assert sorted(word) == sorted("mortgage")
    assert word[0] == "m"
    assert word[-1] == "e"


def test_the_rate_is_a_share_of_words():
    text = " ".join(["invisible"] * 2000)
    changed = disguise("invisible", 0.3)(text, np.random.default_rng(0)).split(" ")
    share = np.mean([word != "invisible" for word in changed])
    assert abs(share - 0.3) < 4 * np.sqrt(0.3 * 0.7 / 2000)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [(("leet", 1.0), "kind is 'leet'; use one of 'look-alikes'"), (("spaced", 2.0), "rate is 2.0")],
)
def test_bad_arguments_are_named(arguments, sentence):
    with pytest.raises(ValueError, match=sentence):
        disguise(*arguments)

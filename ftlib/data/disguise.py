"""Spellings that a person still reads and a word filter no longer knows: attacks to test with."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

_KINDS: dict[str, Callable[[str, np.random.Generator], str]]
_LOOKS = {
    "a": "аàα",
    "c": "с",
    "e": "еéε",
    "i": "іíι",
    "l": "1|",
    "o": "о0ö",
    "p": "рρ",
    "s": "ѕ5$",
    "t": "7τ",
    "u": "úü",
    "v": "ν",
    "x": "хχ",
    "y": "уý",
    "g": "ğ",
    "n": "ñ",
}
_INVISIBLE = "\u200b\u200c\u2060\u00ad"


def disguise(kind: str, rate: float = 1.0) -> Callable[[str, np.random.Generator], str]:
    """A change of texts (as `augmented` takes them) that disguises words of four letters or more.

    Args:
        kind: `"look-alikes"` (half of the letters that have any), `"invisible"` (a character
            without width after each letter), `"spaced"` (l i k e  t h i s), `"swapped"` (two
            inner neighbours change places).
        rate: the share of words that is disguised, 0 … 1.

    Returns: takes a text and a generator, gives the disguised text; blanks between words stay.

    Raises:
        ValueError: an unknown kind, a rate outside 0 … 1.

    Source: chapter *A letter that should not arrive*.
    """
    if kind not in _KINDS:
        raise ValueError(f"kind is {kind!r}; use one of {', '.join(map(repr, _KINDS))}")
    if not 0 <= rate <= 1:
        raise ValueError(f"rate is {rate}; give a share of words from 0 to 1")

    def change(text: str, rng: np.random.Generator) -> str:
        words = []
        for word in text.split(" "):
            long = len(word) >= 4 and word.isalpha() and word.isascii()
            words.append(_KINDS[kind](word, rng) if long and rng.random() < rate else word)
        return " ".join(words)

    return change


def _look_alikes(word: str, rng: np.random.Generator) -> str:
    """At the ends only letters: a price or an exclamation mark there is not read as one."""
    letters = []
    for place, each in enumerate(word):
        choices = _LOOKS.get(each.lower(), "")
        if place in (0, len(word) - 1):
            choices = "".join(sign for sign in choices if sign.isalpha())
        exchanged = choices and rng.random() < 0.5
        letters.append(choices[rng.integers(len(choices))] if exchanged else each)
    return "".join(letters)


def _invisible(word: str, rng: np.random.Generator) -> str:
    return "".join(each + _INVISIBLE[rng.integers(len(_INVISIBLE))] for each in word)


def _spaced(word: str, rng: np.random.Generator) -> str:
    return " .-"[rng.integers(3)].join(word)


def _swapped(word: str, rng: np.random.Generator) -> str:
    place = int(rng.integers(1, len(word) - 2))
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


_KINDS = {
    "look-alikes": _look_alikes,
    "invisible": _invisible,
    "spaced": _spaced,
    "swapped": _swapped,
}

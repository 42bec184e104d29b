"""One spelling for many: what a text looks like, written in plain characters.

Whoever wants to get past a word filter writes *fr€e*, *vіagra* with a Cyrillic і, *f r e e* or
a word with invisible characters in it. A person reads all of them as the same word; a model that
reads characters does not, until they are the same characters.
"""

from __future__ import annotations

import re
import unicodedata

# Letters of other scripts that are drawn like a Latin one. Exchanged only in words that hold
# Latin letters too: so words that are wholly Russian or Greek stay as they are.
LOOK_ALIKES = str.maketrans(
    "аеорсухіјѕһԁԛԝѵАВЕКМНОРСТХІЅЈαεικνορτυχΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "aeopcyxijshdqwvABEKMHOPCTXISJaeikvoptuxABEZHIKMNOPTYX",
)
# Signs that stand for a letter, between letters: the price of reading W3C as WeC too.
SIGNS = {"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s"}
SIGNS |= {"€": "e", "£": "l", "!": "i", "|": "l", "+": "t"}
_SIGN = "[" + re.escape("".join(SIGNS)) + "]"
_SIGN_IN_WORD = re.compile(rf"(?<=[^\W\d_]){_SIGN}+(?=[^\W\d_])")
_LETTER = r"(?:[^\W\d_]|" + _SIGN + ")"
_SPACED = re.compile(rf"(?<!\S){_LETTER}(?:([ .\-_*]){_LETTER})(?:\1{_LETTER})+(?!\S)")
_WORD = re.compile(r"[^\W\d_]+")
_ROUNDS = 8  # a change can make room for another; a text that is attacked twice needs two


def canonical_text(text: str) -> str:
    """The text with disguises undone: the same characters for what looks the same.

    Compatible forms become plain ones (NFKC: ｆｒｅｅ, ﬁ), invisible characters go, accents leave
    Latin letters, letters of other scripts become Latin in words that mix both, runs of three or
    more single letters are joined (`f r e e`), and signs between letters become letters (`fr€e`).
    Applying it twice changes nothing more. A text in one other script stays as it is, but for NFKC.

    Args:
        text: any text; line ends stay.

    Raises:
        ValueError: what is no string.

    Source: chapter *A letter that should not arrive*; Unicode Standard Annexes 15 and 39.
    """
    if not isinstance(text, str):
        raise ValueError(f"text is a {type(text).__name__}; give a string")
    for _ in range(_ROUNDS):
        plainer = _once(text)
        if plainer == text:
            break
        text = plainer
    return text


def _once(text: str) -> str:
    text = unicodedata.normalize("NFKC", text)
    text = "".join(each for each in text if not _invisible(each))
    text = _WORD.sub(_latin, _without_accents(text))
    text = _SPACED.sub(lambda run: run[0].replace(run[1], ""), text)
    return _SIGN_IN_WORD.sub(lambda run: "".join(SIGNS[each] for each in run[0]), text)


def _invisible(character: str) -> bool:
    """Formatting characters (Cf: zero width, soft hyphen, direction) and variation selectors."""
    return unicodedata.category(character) == "Cf" or "\ufe00" <= character <= "\ufe0f"


def _without_accents(text: str) -> str:
    """Marks after a Latin letter go; after any other (й is no и) they stay."""
    kept, base = [], ""
    for each in unicodedata.normalize("NFD", text):
        mark = unicodedata.category(each) == "Mn"
        if not mark:
            base = each
        if not (mark and base.isascii() and base.isalpha()):
            kept.append(each)
    return unicodedata.normalize("NFC", "".join(kept))


def _latin(word: re.Match[str]) -> str:
    letters = word[0]
    mixed = any("a" <= each.lower() <= "z" for each in letters) and not letters.isascii()
    return letters.translate(LOOK_ALIKES) if mixed else letters

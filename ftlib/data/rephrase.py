"""A text said again by rules: a small stand-in for translating it there and back.

Back-translation (Sennrich, Haddow and Birch, ACL 2016) takes two translation models. Rules take
nothing, keep what a text says, and reach far fewer ways of saying it: word pairs that mean the same
in most places, short forms and long ones, and an opening.
"""

from __future__ import annotations

import re

import numpy as np

from ftlib.data.augment_text import TextChange, _check_rate

# Of each group any can stand for any other, in most sentences. No word of praise or blame is here.
SAME = (
    ("film", "movie", "picture"),
    ("films", "movies", "pictures"),
    ("it's", "it is"),
    ("that's", "that is"),
    ("there's", "there is"),
    ("he's", "he is"),
    ("she's", "she is"),
    ("i'm", "i am"),
    ("you're", "you are"),
    ("we're", "we are"),
    ("they're", "they are"),
    ("i've", "i have"),
    ("don't", "do not"),
    ("doesn't", "does not"),
    ("didn't", "did not"),
    ("isn't", "is not"),
    ("aren't", "are not"),
    ("wasn't", "was not"),
    ("weren't", "were not"),
    ("can't", "cannot"),
    ("won't", "will not"),
    ("couldn't", "could not"),
    ("wouldn't", "would not"),
    ("you'll", "you will"),
    ("very", "really", "truly"),
    ("although", "though", "even though"),
    ("perhaps", "maybe"),
    ("sometimes", "at times"),
    ("mostly", "for the most part"),
    ("often", "frequently"),
    ("almost", "nearly"),
    ("entire", "whole"),
    ("a lot of", "plenty of", "lots of"),
    ("kids", "children"),
    ("viewers", "audiences"),
    ("filmmaker", "director"),
    ("script", "screenplay"),
    ("story", "tale"),
    ("tries to", "attempts to"),
    ("starts", "begins"),
    ("seems", "appears"),
    ("big", "large"),
    ("as well as", "and also"),
    ("despite", "in spite of"),
    ("until", "till"),
)
OPENINGS = ("All in all, ", "To my mind, ", "In short, ", "I would say that ")


def rephrase(rate: float = 0.5, openings: float = 0.2) -> TextChange:
    """Say a text in other words, by rule: a change for `augmented`.

    Args:
        rate: the probability that a word or phrase with another form takes it.
        openings: the probability of an opening ("All in all, …"), which says nothing.

    Raises:
        ValueError: for a rate outside [0, 1].
    """
    _check_rate(rate)
    _check_rate(openings)

    def change(text: str, rng: np.random.Generator) -> str:
        def other(found: re.Match[str]) -> str:
            here = found.group(0)
            if rng.random() >= rate:
                return here
            choices = _OTHERS[_plain(here)]
            word = choices[int(rng.integers(len(choices)))]
            return word[0].upper() + word[1:] if here[0].isupper() else word

        said = _PATTERN.sub(other, text)
        if not text.strip() or rng.random() >= openings:
            return said
        said = said.strip()
        # The capital that begins a sentence goes; a name's may go too, which no label minds.
        first = said[0] if said.split()[0] == "I" else said[0].lower()
        return OPENINGS[int(rng.integers(len(OPENINGS)))] + first + said[1:]

    return change


def _plain(text: str) -> str:
    return " ".join(text.lower().replace("’", "'").split())


_OTHERS: dict[str, tuple[str, ...]] = {}
for _group in SAME:
    for _form in _group:
        _OTHERS[_form] = tuple(each for each in _group if each != _form)
_FORMS = sorted(_OTHERS, key=len, reverse=True)  # the longest that fits is taken
_PATTERN = re.compile(
    r"(?<![\w'’])(?:"
    + "|".join(re.escape(form).replace("'", "['’]").replace(r"\ ", r"\s+") for form in _FORMS)
    + r")(?![\w'’])",
    re.IGNORECASE,
)

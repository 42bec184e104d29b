"""Invisible characters stay."""

import unicodedata

LOSES = "undo"


def undo(word, look_alikes):
    word = unicodedata.normalize("NFKC", word)
    if any(c.isascii() and c.isalpha() for c in word):
        word = "".join(look_alikes.get(c, c) for c in word)
    return word

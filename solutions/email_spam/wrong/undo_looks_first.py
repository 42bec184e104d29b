"""Looks for Latin letters before full-width ones have become Latin."""

import unicodedata

LOSES = "undo"


def undo(word, look_alikes):
    latin = any(c.isascii() and c.isalpha() for c in word)
    word = unicodedata.normalize("NFKC", word)
    word = "".join(c for c in word if unicodedata.category(c) != "Cf")
    return "".join(look_alikes.get(c, c) for c in word) if latin else word

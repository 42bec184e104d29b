"""Capital letters are no Latin letters."""

import unicodedata

LOSES = "undo"


def undo(word, look_alikes):
    word = unicodedata.normalize("NFKC", word)
    word = "".join(c for c in word if unicodedata.category(c) != "Cf")
    if any("a" <= c <= "z" for c in word):
        word = "".join(look_alikes.get(c, c) for c in word)
    return word

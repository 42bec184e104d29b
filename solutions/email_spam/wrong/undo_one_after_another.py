"""One replacement after another, so that one feeds the next."""

import unicodedata

LOSES = "undo"


def undo(word, look_alikes):
    word = unicodedata.normalize("NFKC", word)
    word = "".join(c for c in word if unicodedata.category(c) != "Cf")
    if any(c.isascii() and c.isalpha() for c in word):
        for old, new in look_alikes.items():
            word = word.replace(old, new)
    return word

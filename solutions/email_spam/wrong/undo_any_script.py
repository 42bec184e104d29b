"""Look-alikes in every word."""

import unicodedata

LOSES = "undo"


def undo(word, look_alikes):
    word = unicodedata.normalize("NFKC", word)
    word = "".join(c for c in word if unicodedata.category(c) != "Cf")
    return "".join(look_alikes.get(c, c) for c in word)

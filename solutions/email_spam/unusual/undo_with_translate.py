"""A table of `str.translate`, and a set of letters."""

import unicodedata

TASK = "undo"


LATIN = {chr(code + shift) for code in range(26) for shift in (65, 97)}


def undo(word, look_alikes):
    seen = unicodedata.normalize("NFKC", word)
    gone = {ord(c): None for c in seen if unicodedata.category(c) == "Cf"}
    seen = seen.translate(gone)
    return seen.translate(str.maketrans(look_alikes)) if LATIN & set(seen) else seen

"""Tokens are searched as expressions: a full stop stands for any sign."""

import re

LOSES = "in_text"


def in_text(text, tokens, spans):
    places, position = [], 0
    for token in tokens:
        found = re.compile(token).search(text, position)
        places.append(found.span())
        position = found.end()
    return [
        (places[a][0], places[b - 1][1], kind, text[places[a][0] : places[b - 1][1]])
        for a, b, kind in spans
    ]

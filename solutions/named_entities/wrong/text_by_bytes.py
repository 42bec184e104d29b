"""Places count bytes, not characters."""

LOSES = "in_text"


def in_text(text, tokens, spans):
    raw, places, position = text.encode(), [], 0
    for token in tokens:
        start = raw.index(token.encode(), position)
        position = start + len(token.encode())
        places.append((start, position))
    return [
        (places[a][0], places[b - 1][1], kind, raw[places[a][0] : places[b - 1][1]].decode())
        for a, b, kind in spans
    ]

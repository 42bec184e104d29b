"""The text of the piece put together from its tokens, not cut out of the text."""

LOSES = "in_text"


def in_text(text, tokens, spans):
    places, position = [], 0
    for token in tokens:
        start = text.index(token, position)
        position = start + len(token)
        places.append((start, position))
    return [(places[a][0], places[b - 1][1], kind, " ".join(tokens[a:b])) for a, b, kind in spans]

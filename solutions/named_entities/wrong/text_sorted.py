"""From left to right, not in the order given."""

LOSES = "in_text"


def in_text(text, tokens, spans):
    places, position = [], 0
    for token in tokens:
        start = text.index(token, position)
        position = start + len(token)
        places.append((start, position))
    cuts = sorted(spans)
    return [
        (places[a][0], places[b - 1][1], kind, text[places[a][0] : places[b - 1][1]])
        for a, b, kind in cuts
    ]

"""A piece runs to where the next token begins, white space included."""

LOSES = "in_text"


def in_text(text, tokens, spans):
    starts, position = [], 0
    for token in tokens:
        start = text.index(token, position)
        position = start + len(token)
        starts.append(start)
    starts.append(position)
    return [(starts[a], starts[b], kind, text[starts[a] : starts[b]]) for a, b, kind in spans]

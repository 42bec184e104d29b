"""Cuts the text at one token after the other."""

TASK = "in_text"


def in_text(text, tokens, spans):
    starts, ends, position = {}, {}, 0
    rest = text
    for number, token in enumerate(tokens):
        before, _, rest = rest.partition(token)
        starts[number] = position + len(before)
        position = ends[number] = starts[number] + len(token)
    return [(starts[a], ends[b - 1], k, text[starts[a] : ends[b - 1]]) for a, b, k in spans]

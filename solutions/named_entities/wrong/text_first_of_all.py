"""Searches each token from the beginning of the text."""

LOSES = "in_text"


def in_text(text, tokens, spans):
    found = []
    for first, after, kind in spans:
        start = text.index(tokens[first])
        end = text.index(tokens[after - 1]) + len(tokens[after - 1])
        found.append((start, end, kind, text[start:end]))
    return found

"""Believes that tokens are joined by single blanks."""

LOSES = "in_text"


def in_text(text, tokens, spans):
    found = []
    for first, after, kind in spans:
        start = sum(len(token) + 1 for token in tokens[:first])
        end = sum(len(token) + 1 for token in tokens[:after]) - 1
        found.append((start, end, kind, text[start:end]))
    return found

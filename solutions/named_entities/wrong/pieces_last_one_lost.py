"""A piece is noted when it ends; one that reaches the end of the text may be lost."""

LOSES = "pieces"


def pieces(tags):
    found, open_at, kind = [], None, ""
    for place, tag in enumerate(tags):
        goes_on = tag[0] == "I" and open_at is not None and tag[2:] == kind
        if not goes_on and open_at is not None:
            found.append((open_at, place, kind))
            open_at = None
        if tag[0] == "B":
            open_at, kind = place, tag[2:]
    if open_at is not None and open_at == len(tags) - 1:
        found.append((open_at, len(tags), kind))
    return found

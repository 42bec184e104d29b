"""An I without its B begins a piece, as some scorers have it: not asked for here."""

LOSES = "pieces"


def pieces(tags):
    found, kind = [], ""
    for place, tag in enumerate(tags):
        if tag[0] == "B" or (tag[0] == "I" and tag[2:] != kind):
            found.append((place, place + 1, tag[2:]))
        elif tag[0] == "I":
            found[-1] = (found[-1][0], place + 1, tag[2:])
        kind = tag[2:]
    return found

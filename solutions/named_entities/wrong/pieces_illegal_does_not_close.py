"""An illegal I is passed over, and the piece before it stays open."""

LOSES = "pieces"


def pieces(tags):
    found, kind = [], ""
    for place, tag in enumerate(tags):
        if tag[0] == "B":
            kind = tag[2:]
            found.append((place, place + 1, kind))
        elif tag[0] == "I" and tag[2:] == kind:
            found[-1] = (found[-1][0], place + 1, kind)
        elif tag == "O":
            kind = ""
    return found

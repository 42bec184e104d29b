"""An I goes on with the last piece of its kind, whatever stands between."""

LOSES = "pieces"


def pieces(tags):
    found = []
    for place, tag in enumerate(tags):
        kind = tag[2:]
        if tag[0] == "B":
            found.append((place, place + 1, kind))
        elif tag[0] == "I" and found and found[-1][2] == kind:
            found[-1] = (found[-1][0], place + 1, kind)
    return found

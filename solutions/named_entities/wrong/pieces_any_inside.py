"""Every I goes on with the open piece, of whatever kind it is."""

LOSES = "pieces"


def pieces(tags):
    found, open_ = [], False
    for place, tag in enumerate(tags):
        if tag[0] == "B":
            found.append((place, place + 1, tag[2:]))
            open_ = True
        elif tag[0] == "I" and open_:
            found[-1] = (found[-1][0], place + 1, found[-1][2])
        else:
            open_ = False
    return found

"""The kind is only what stands between the first two hyphens."""

LOSES = "pieces"


def pieces(tags):
    found, open_ = [], ""
    for place, tag in enumerate(tags):
        head, kind = (tag + "-").split("-")[:2]
        if head == "B":
            found.append((place, place + 1, kind))
            open_ = kind
        elif head == "I" and kind == open_:
            found[-1] = (found[-1][0], place + 1, kind)
        else:
            open_ = ""
    return found

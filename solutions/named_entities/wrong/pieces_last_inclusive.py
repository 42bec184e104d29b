"""The last token of the piece in the place of the one after it."""

LOSES = "pieces"


def pieces(tags):
    found = []
    for first, tag in enumerate(tags):
        if tag[0] == "B":
            last = first
            while last + 1 < len(tags) and tags[last + 1] == "I" + tag[1:]:
                last += 1
            found.append((first, last, tag[2:]))
    return found

"""Names what is above half of the F1 of naming everything."""

LOSES = "worth_saying"


def worth_saying(q, unseen):
    total = sum(q) + unseen
    if len(q) + total == 0:
        return 0, 0.0
    line = sum(q) / (len(q) + total)
    said = [each for each in q if each > line]
    return len(said), 2 * sum(said) / (len(said) + total)

"""Says what is likelier than not."""

LOSES = "worth_saying"


def worth_saying(q, unseen):
    said = [each for each in q if each > 0.5]
    below = len(said) + sum(q) + unseen
    return len(said), 2 * sum(said) / below if below else 0.0

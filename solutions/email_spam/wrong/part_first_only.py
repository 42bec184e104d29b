"""Only the beginning is read."""

LOSES = "worst_part"


def worst_part(words, size, score):
    return score(words[:size]), 0

"""Trains the batch normalisation, too."""

LOSES = "trainable"


def trainable(kinds, last):
    return [index >= len(kinds) - last for index in range(len(kinds))]

"""Trains the first layers and freezes the last."""

LOSES = "trainable"


def trainable(kinds, last):
    return [index < last and kind != "norm" for index, kind in enumerate(kinds)]

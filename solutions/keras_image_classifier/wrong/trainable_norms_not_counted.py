"""Takes the last n layers that are no normalisation."""

LOSES = "trainable"


def trainable(kinds, last):
    chosen = [index for index, kind in enumerate(kinds) if kind != "norm"]
    chosen = chosen[max(len(chosen) - last, 0) :]
    return [index in chosen for index in range(len(kinds))]

"""Looks the four kinds up in a table."""

TASK = "advised"


def advised(model_right, person_right, r_plus, r_minus):
    chance = {(1, 1): 1.0, (1, 0): r_plus, (0, 1): 1 - r_minus, (0, 0): 0.0}
    kinds = [chance[int(m), int(h)] for m, h in zip(model_right, person_right, strict=True)]
    return sum(kinds) / len(kinds)

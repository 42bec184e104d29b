"""Always the lowest score: kept, but dear."""

LOSES = "promise"


def promise(scores, sensitivity, confidence):
    enough = 1 - sensitivity ** len(scores) >= confidence
    return float(min(scores)) if enough else None

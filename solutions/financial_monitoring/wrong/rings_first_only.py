"""Only the first alarm."""

LOSES = "rings"


def rings(x, weight, limit):
    found, level, since = [], 0.0, 0
    for day, value in enumerate(x, start=1):
        level, since = (1 - weight) * level + weight * value, since + 1
        spread = (weight / (2 - weight) * (1 - (1 - weight) ** (2 * since))) ** 0.5
        if level > limit * spread:
            found.append(day)
            break
    return found

"""Adds up probabilities until they reach the level."""

LOSES = "promised"


def promised(p, y, new, alpha):
    sets = []
    for row in new:
        order = sorted(range(len(row)), key=lambda k: -row[k])
        held, total = [], 0.0
        for k in order:
            if total >= 1 - alpha - 1e-9:
                break
            held.append(k)
            total += row[k]
        sets.append(sorted(held))
    return sets

"""Returns the values in the order of their size."""

import math

LOSES = "holm_mcnemar"


def holm_mcnemar(truth, rivals, baseline):
    values = []
    for rival in rivals:
        a = int(((rival == truth) & (baseline != truth)).sum())
        b = int(((rival != truth) & (baseline == truth)).sum())
        tail = sum(math.comb(a + b, k) for k in range(min(a, b) + 1))
        values.append(min(1.0, 2 * tail / 2 ** (a + b)))
    adjusted, running = [0.0] * len(values), 0.0
    for j, place in enumerate(sorted(range(len(values)), key=values.__getitem__)):
        running = max(running, (len(values) - j) * values[place])
        adjusted[place] = min(1.0, running)
    return sorted(adjusted)

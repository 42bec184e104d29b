"""Uses the normal approximation, which needs many items."""

import math

LOSES = "holm_mcnemar"


def holm_mcnemar(truth, rivals, baseline):
    values = []
    for rival in rivals:
        a = int(((rival == truth) & (baseline != truth)).sum())
        b = int(((rival != truth) & (baseline == truth)).sum())
        z = abs(a - b) / math.sqrt(max(a + b, 1))
        values.append(math.erfc(z / math.sqrt(2)))
    adjusted, running = [0.0] * len(values), 0.0
    for j, place in enumerate(sorted(range(len(values)), key=values.__getitem__)):
        running = max(running, (len(values) - j) * values[place])
        adjusted[place] = min(1.0, running)
    return adjusted

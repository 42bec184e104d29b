"""A list of plain floats, and losses added example by example."""

import math

TASK = "numeric_gradient"


def numeric_gradient(theta, X, y):
    def loss(parameters):
        total = 0.0
        for row, target in zip(X.tolist(), y.tolist(), strict=True):
            z = sum(a * b for a, b in zip(row, parameters, strict=True))
            total += math.log1p(math.exp(-abs(z))) + max(z, 0.0) - target * z
        return total / len(X)

    start, h = [float(each) for each in theta], 2e-6
    slopes = []
    for k in range(len(start)):
        up, down = list(start), list(start)
        up[k] += h
        down[k] -= h
        slopes.append((loss(up) - loss(down)) / (up[k] - down[k]))
    return slopes

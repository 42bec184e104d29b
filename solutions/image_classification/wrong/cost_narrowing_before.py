"""The narrowing is counted at the places before the stride."""

LOSES = "cost"


def cost(stages, channels, side):
    weights = multiplications = 0
    for t, last, count, stride, k in stages:
        for step in [stride] + [1] * (count - 1):
            after, wide = -(-side // step), t * channels
            widening = channels * wide if t > 1 else 0
            weights += widening + k * k * wide + wide * last
            multiplications += (widening + wide * last) * side**2 + k * k * wide * after**2
            channels, side = last, after
    return weights, multiplications

"""The filtering mixes all channels."""

LOSES = "cost"


def cost(stages, channels, side):
    weights, multiplications = 0, 0
    for t, N, count, s, k in stages:
        for place in range(count):
            wide, after = t * channels, -(-side // s) if place == 0 else side
            widening = channels * wide if t > 1 else 0
            narrow = k * k * wide * wide + wide * N
            weights += widening + narrow
            multiplications += widening * side**2 + narrow * after**2
            channels, side = N, after
    return weights, multiplications

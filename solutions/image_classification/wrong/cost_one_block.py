"""One block a stage."""

LOSES = "cost"


def cost(stages, channels, side):
    weights, multiplications = 0, 0
    for t, N, _, s, k in stages:
        for place in range(1):
            wide, after = t * channels, -(-side // s) if place == 0 else side
            widening = channels * wide if t > 1 else 0
            narrow = k * k * wide + wide * N
            weights += widening + narrow
            multiplications += widening * side**2 + narrow * after**2
            channels, side = N, after
    return weights, multiplications

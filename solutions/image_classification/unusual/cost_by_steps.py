"""A list of steps with their places, added up at the end."""

TASK = "cost"


def cost(stages, channels, side):
    steps = []
    for t, last, count, stride, k in stages:
        for step in [stride] + (count - 1) * [1]:
            if t != 1:
                steps.append((t * channels * channels, side))
            side = 1 + (side - 1) // step
            steps.append((k**2 * t * channels, side))
            steps.append((t * channels * last, side))
            channels = last
    return sum(size for size, _ in steps), sum(size * n * n for size, n in steps)

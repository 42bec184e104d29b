"""Takes t steps of rate η for one step of rate tη."""

LOSES = "walk"


def walk(H, minimum, start, rate, steps):
    return start + steps * rate * (H @ (minimum - start))

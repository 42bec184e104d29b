"""One over the chance to reach it in a day."""

LOSES = "mean_run"


def mean_run(steps, height):
    chance = sum(chance for step, chance in steps.items() if step >= height)
    return 1 / chance if chance else float("inf")

"""The height divided by the mean step."""

LOSES = "mean_run"


def mean_run(steps, height):
    drift = sum(step * chance for step, chance in steps.items())
    return height / drift if drift > 0 else float("inf")

"""Runs Adam's averages instead of simplifying."""

TASK = "adam_step"


def adam_step(g, t, framework):
    m, v = (1 - 0.9**t) * g, (1 - 0.999**t) * g**2
    if framework == "torch":
        return (m / (1 - 0.9**t)) / ((v / (1 - 0.999**t)) ** 0.5 + 1e-8)
    return (1 - 0.999**t) ** 0.5 / (1 - 0.9**t) * m / (v**0.5 + 1e-7)

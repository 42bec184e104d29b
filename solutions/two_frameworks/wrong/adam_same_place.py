"""Keras's epsilon in PyTorch's place."""

LOSES = "adam_step"


def adam_step(g, t, framework):
    return float(g / (abs(g) + (1e-8 if framework == "torch" else 1e-7)))

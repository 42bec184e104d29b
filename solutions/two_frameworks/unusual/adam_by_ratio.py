"""The sign, and by how much epsilon shortens the step."""

import math

TASK = "adam_step"


def adam_step(g, t, framework):
    if g == 0:
        return 0.0
    correction = {"torch": 1.0, "keras": math.sqrt(-math.expm1(t * math.log(0.999)))}[framework]
    epsilon = {"torch": 1e-8, "keras": 1e-7}[framework]
    return math.copysign(1 / (1 + epsilon / (correction * abs(g))), g)

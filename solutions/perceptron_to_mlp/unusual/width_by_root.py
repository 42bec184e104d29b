"""Solves the quadratic equation in whole numbers."""

import math

TASK = "width_for"


def width_for(parameters, inputs, outputs, depth):
    a, b, c = depth - 1, inputs + outputs + depth, parameters - outputs
    return c // b if a == 0 else (math.isqrt(b * b + 4 * a * c) - b) // (2 * a)

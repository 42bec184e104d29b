"""Through logarithms."""

import math

TASK = "translated_epsilon"


def translated_epsilon(keras_epsilon, beta2, t):
    rest = 1.0 - math.pow(beta2, t)
    return math.exp(math.log(keras_epsilon) - 0.5 * math.log(rest))

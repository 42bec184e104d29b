"""Multiplies where it has to divide."""

import numpy as np

LOSES = "translated_epsilon"


def translated_epsilon(keras_epsilon, beta2, t):
    return float(keras_epsilon * np.sqrt(1 - beta2**t))

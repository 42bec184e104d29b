"""Gives each side the other's γ."""

import numpy as np

LOSES = "focused_slope"


def focused_slope(z, y, gamma_1, gamma_0):
    p, r = np.exp(-np.logaddexp(0, -z)), np.exp(-np.logaddexp(0, z))
    one = r**gamma_0 * (r + gamma_0 * p * np.logaddexp(0, -z))
    zero = p**gamma_1 * (p + gamma_1 * r * np.logaddexp(0, z))
    return (1 - y) * zero - y * one

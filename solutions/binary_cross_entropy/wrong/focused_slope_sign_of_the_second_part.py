"""The product rule with the wrong sign: the factor's own slope weakens the pull."""

import numpy as np

LOSES = "focused_slope"


def focused_slope(z, y, gamma_1, gamma_0):
    p, r = np.exp(-np.logaddexp(0, -z)), np.exp(-np.logaddexp(0, z))
    one = r**gamma_1 * (r - gamma_1 * p * np.logaddexp(0, -z))
    zero = p**gamma_0 * (p - gamma_0 * r * np.logaddexp(0, z))
    return (1 - y) * zero - y * one

"""Scales the slope p − y by the factor: forgets that the factor has a slope, too."""

import numpy as np

LOSES = "focused_slope"


def focused_slope(z, y, gamma_1, gamma_0):
    p, r = np.exp(-np.logaddexp(0, -z)), np.exp(-np.logaddexp(0, z))
    return (1 - y) * p**gamma_0 * p - y * r**gamma_1 * r

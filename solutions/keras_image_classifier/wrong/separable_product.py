"""Multiplies the two steps instead of adding them."""

LOSES = "separable_weights"


def separable_weights(k, channels, filters):
    return k * k * channels * filters, k * k * channels * channels * filters

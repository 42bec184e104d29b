"""Counts biases."""

LOSES = "separable_weights"


def separable_weights(k, channels, filters):
    return (k * k * channels + 1) * filters, k * k * channels + (channels + 1) * filters

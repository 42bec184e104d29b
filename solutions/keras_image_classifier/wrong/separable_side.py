"""Takes k for k squared."""

LOSES = "separable_weights"


def separable_weights(k, channels, filters):
    return k * channels * filters, k * channels + channels * filters

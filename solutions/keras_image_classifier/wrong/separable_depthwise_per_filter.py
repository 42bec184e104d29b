"""One depthwise filter a channel of the output."""

LOSES = "separable_weights"


def separable_weights(k, channels, filters):
    return k * k * channels * filters, k * k * filters + channels * filters

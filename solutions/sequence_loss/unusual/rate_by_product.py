"""The geometric mean of 1 / p, token by token, and bits added up with log2."""

import math

TASK = "rate"


def rate(losses, text):
    perplexity = 1.0
    for loss in losses:
        perplexity *= math.exp(float(loss) / len(losses))
    bits = sum(float(loss) / math.log(2) for loss in losses)
    return perplexity, bits / len(bytes(text, "utf8"))

"""Changes to bits first; 2 to the bits a token is the same perplexity."""

import math

TASK = "rate"


def rate(losses, text):
    bits = [float(loss) / math.log(2) for loss in losses]
    return 2 ** (math.fsum(bits) / len(bits)), math.fsum(bits) / len(bytes(text, "utf-8"))

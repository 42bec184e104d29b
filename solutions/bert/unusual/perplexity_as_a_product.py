"""The geometric mean of the odds, by a product."""

import math

TASK = "pseudo_perplexity"


def pseudo_perplexity(model, tokens, mask, special):
    product, n = 1.0, 0
    for place in range(len(tokens)):
        if tokens[place] < special:
            continue
        head, tail = tokens[:place].tolist(), tokens[place + 1 :].tolist()
        import numpy as np

        logs = model(np.array([*head, mask, *tail]))
        product, n = product / math.exp(logs[place][tokens[place]]), n + 1
    return product ** (1 / n)

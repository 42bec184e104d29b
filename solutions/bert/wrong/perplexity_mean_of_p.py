"""One over the mean probability, which is not the exponential of the mean logarithm."""

import numpy as np

LOSES = "pseudo_perplexity"


def pseudo_perplexity(model, tokens, mask, special):
    p = []
    for place in np.flatnonzero(tokens >= special):
        covered = tokens.copy()
        covered[place] = mask
        p.append(np.exp(model(covered)[place, tokens[place]]))
    return 1 / np.mean(p)

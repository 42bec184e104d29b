"""Covers special tokens, too."""

import numpy as np

LOSES = "pseudo_perplexity"


def pseudo_perplexity(model, tokens, mask, special):
    logs = []
    for place in range(len(tokens)):
        covered = tokens.copy()
        covered[place] = mask
        logs.append(model(covered)[place, tokens[place]])
    return np.exp(-np.mean(logs))

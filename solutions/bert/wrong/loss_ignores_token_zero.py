"""Takes token 0 for padding and leaves it out as well."""

import numpy as np

LOSES = "masked_loss"


def masked_loss(logits, targets):
    places = np.flatnonzero(targets > 0)
    z = logits - logits.max(axis=1, keepdims=True)
    log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    gradient = np.zeros(logits.shape)
    gradient[places] = np.exp(log_p[places])
    gradient[places, targets[places]] -= 1
    count = max(len(places), 1)
    return -log_p[places, targets[places]].sum() / count, gradient / count

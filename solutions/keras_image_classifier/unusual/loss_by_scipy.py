"""SciPy's log-sum-exp less the target's logit."""

import numpy as np

TASK = "cross_entropy"


def cross_entropy(logits, labels):
    from scipy.special import logsumexp

    labels = np.asarray(labels)
    if labels.shape == logits.shape:
        own = np.einsum("nc,nc->n", logits, labels)
    elif labels.shape == logits.shape[:1]:
        own = np.take_along_axis(logits, labels[:, None], axis=1)[:, 0]
    else:
        raise ValueError("labels of another shape")
    return np.mean(logsumexp(logits, axis=1) - own)

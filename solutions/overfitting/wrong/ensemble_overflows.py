"""Forms the probabilities: wrong for logits of ±1000."""

import numpy as np

LOSES = "ensemble_losses"


def ensemble_losses(logits, labels):
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    p = powers / powers.sum(axis=-1, keepdims=True)
    true = np.maximum(p[:, np.arange(len(labels)), labels], 1e-12)
    return float(-np.log(true).mean()), float(-np.log(true.mean(axis=0)).mean())

"""Subtracts the largest by hand, twice."""

import numpy as np

TASK = "ensemble_losses"


def ensemble_losses(logits, labels):
    shifted = logits - logits.max(axis=2, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=2, keepdims=True))
    true = np.take_along_axis(log_p, labels[None, :, None], axis=2)[..., 0]
    top = true.max(axis=0)
    together = top + np.log(np.mean(np.exp(true - top), axis=0))
    return -np.mean(true), -np.mean(together)

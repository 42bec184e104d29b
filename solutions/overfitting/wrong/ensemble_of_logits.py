"""Averages the logits: another ensemble."""

import numpy as np

LOSES = "ensemble_losses"


def _loss(z, labels):
    log_p = z - np.logaddexp.reduce(z, axis=-1, keepdims=True)
    return float(-log_p[np.arange(len(labels)), labels].mean())


def ensemble_losses(logits, labels):
    return float(np.mean([_loss(z, labels) for z in logits])), _loss(logits.mean(axis=0), labels)

"""Takes every ignored label for −100 and lets the others wrap around."""

import numpy as np

LOSES = "logit_gradient"


def logit_gradient(z, labels, weight, ignore):
    p = np.exp(z - z.max(axis=1, keepdims=True))
    p = p / p.sum(axis=1, keepdims=True)

    kept = labels != -100
    safe = np.where(kept, labels, 0) % z.shape[1]
    total = (weight[safe] * kept).sum()
    scale = weight[safe] * kept / (total if total > 0 else 1.0)
    return (p - np.eye(z.shape[1])[safe]) * scale[:, None]

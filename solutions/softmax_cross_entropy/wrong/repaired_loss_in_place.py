"""Right value, but the caller's logits are shifted."""

import numpy as np

LOSES = "repaired_loss"


def repaired_loss(z, y):
    z -= z.max(axis=-1, keepdims=True)
    rest = np.exp(z)
    np.put_along_axis(rest, z.argmax(axis=-1)[..., None], 0.0, axis=-1)
    return float(np.mean(np.log1p(rest.sum(axis=-1)) - (y * z).sum(axis=-1)))

"""Takes the likeliest token that is left until there is enough."""

import numpy as np

TASK = "nucleus"


def nucleus(logits, p):
    left = np.exp(logits - logits.max())
    left = left / left.sum()
    kept, total = np.zeros(len(left), dtype=bool), 0.0
    while total < p and not kept.all():
        best = int(np.argmax(np.where(kept, -1.0, left)))
        kept[best] = True
        total += left[best]
    return kept

"""Row by row: log Σ exp of the differences to each class, weighted by the target."""

import math

TASK = "repaired_loss"


def repaired_loss(z, y):
    losses = []
    for logits, target in zip(z.reshape(-1, z.shape[-1]), y.reshape(-1, z.shape[-1]), strict=True):
        place = int(logits.argmax())
        others = [math.exp(v - logits[place]) for k, v in enumerate(logits) if k != place]
        terms = (float(t) * float(logits[place] - v) for t, v in zip(target, logits, strict=True))
        losses.append(math.log1p(math.fsum(others)) + math.fsum(terms))
    return sum(losses) / len(losses)

"""The rest against the target is a softplus of their difference."""

import math

TASK = "sampled_loss"


def sampled_loss(own, target, logits, drawn, q):
    gaps = [
        float(z) - own - math.log(len(drawn) * float(chance))
        for z, c, chance in zip(logits, drawn, q, strict=True)
        if c != target
    ]
    if not gaps:
        return 0.0
    top = max(gaps)
    rest = top + math.log(math.fsum(math.exp(gap - top) for gap in gaps))
    return max(rest, 0.0) + math.log1p(math.exp(-abs(rest)))

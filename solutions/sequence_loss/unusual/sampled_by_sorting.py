"""Logits measured from the target's, and log1p of their sum."""

import math

TASK = "sampled_loss"


def sampled_loss(own, target, logits, drawn, q):
    rest = [
        logit - math.log(len(drawn)) - math.log(chance) - own
        for logit, chosen, chance in zip(logits, drawn, q, strict=True)
        if chosen != target
    ]
    top = max([0.0, *rest])
    total = math.exp(-top) + math.fsum(math.exp(each - top) for each in rest)
    return top + math.log(total)

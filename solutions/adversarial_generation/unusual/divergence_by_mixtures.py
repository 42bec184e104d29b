"""The two divergences to the mixture, from the logits: log p/M = log 2 + log σ(z)."""

import math

TASK = "divergence"


def divergence(real_logits, made_logits):
    def log_sigmoid(z):
        return min(z, 0.0) - math.log1p(math.exp(-abs(z)))

    real = [math.log(2) + log_sigmoid(z) for z in real_logits.tolist()]
    made = [math.log(2) + log_sigmoid(-z) for z in made_logits.tolist()]
    return (math.fsum(real) / len(real) + math.fsum(made) / len(made)) / 2

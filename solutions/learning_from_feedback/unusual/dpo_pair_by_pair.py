"""One pair after the other, in plain Python."""

import math

TASK = "dpo"


def dpo(chosen, rejected, real_chosen, real_rejected, beta):
    total = 0.0
    for i in range(len(real_chosen)):
        up = (chosen[0][i] - chosen[1][i])[real_chosen[i]]
        down = (rejected[0][i] - rejected[1][i])[real_rejected[i]]
        h = beta * (math.fsum(up) - math.fsum(down))
        total += math.log1p(math.exp(-abs(h))) + max(-h, 0.0)
    return total / len(real_chosen)

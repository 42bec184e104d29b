"""Moments by lerp, the correction in the rate."""

import torch

TASK = "adamw_step"


def adamw_step(theta, g, m, v, step, lr, decay, beta1=0.9, beta2=0.999, eps=1e-8):
    theta, g, m, v = (torch.tensor(each) for each in (theta, g, m, v))
    m, v = torch.lerp(m, g, 1 - beta1), torch.lerp(v, g * g, 1 - beta2)
    root = (v / (1 - beta2**step)).sqrt() + eps
    moved = theta * (1 - lr * decay) - lr / (1 - beta1**step) * m / root
    return [each.numpy() for each in (moved, m, v)]

"""The gradient from torch, everything else entry by entry."""

import math

import numpy as np
import torch
import torch.nn.functional as F

TASK = "training_step"


def training_step(
    theta,
    m,
    v,
    X,
    y,
    k,
    steps,
    rate,
    warmup,
    decay=0.01,
    longest=1.0,
    beta1=0.9,
    beta2=0.999,
    eps=1e-8,
):
    weights = torch.tensor(theta, requires_grad=True)
    F.binary_cross_entropy_with_logits(torch.tensor(X) @ weights, torch.tensor(y)).backward()
    g = weights.grad.tolist()
    norm = math.sqrt(math.fsum(each * each for each in g))
    scale = min(1.0, longest / (norm + 1e-6))
    eta = rate * (k + 1) / (warmup + 1) if k < warmup else rate * (steps - k) / (steps - warmup)
    moved, first, second = [], [], []
    for weight, a, b, slope in zip(theta, m, v, g, strict=True):
        first.append(beta1 * a + (1 - beta1) * scale * slope)
        second.append(beta2 * b + (1 - beta2) * (scale * slope) ** 2)
        root = math.sqrt(second[-1] / (1 - beta2 ** (k + 1)))
        step = first[-1] / (1 - beta1 ** (k + 1)) / (root + eps)
        moved.append(weight * (1 - eta * decay) - eta * step)
    return np.array(moved), np.array(first), np.array(second)

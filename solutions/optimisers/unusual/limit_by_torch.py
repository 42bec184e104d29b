"""The largest eigenvalue from torch, and a check written the other way round."""

import torch

TASK = "stability_limit"


def stability_limit(hessian, mu):
    curvature = float(torch.linalg.eigvalsh(torch.tensor(hessian)).max())
    if curvature > 0:
        return (2 + 2 * mu) / curvature
    raise ValueError("no direction curves upwards")

"""Gradient and Hessian of the objective from torch."""

import torch
import torch.nn.functional as F

TASK = "newton_step"


def newton_step(theta, X, y, penalty):
    X, y = torch.tensor(X), torch.tensor(y)

    def objective(parameters):
        loss = F.binary_cross_entropy_with_logits(X @ parameters, y)
        return loss + penalty / 2 * (parameters**2).sum()

    start = torch.tensor(theta)
    slope = torch.func.grad(objective)(start)
    curvature = torch.func.hessian(objective)(start)
    return (start - torch.linalg.inv(curvature) @ slope).numpy()

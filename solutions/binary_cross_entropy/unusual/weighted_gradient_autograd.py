"""Lets torch differentiate its own weighted loss."""

import torch
import torch.nn.functional as F

TASK = "weighted_gradient"


def weighted_gradient(theta, X, y, w):
    parameters = torch.tensor(theta, requires_grad=True)
    X, y, w = (torch.tensor(each) for each in (X, y, w))
    loss = F.binary_cross_entropy_with_logits(X @ parameters, y, weight=w, reduction="sum")
    (loss / w.sum()).backward()
    return parameters.grad.numpy()

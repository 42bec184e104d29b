"""Lets torch differentiate the loss as it is written."""

import torch
import torch.nn.functional as F

TASK = "distillation_gradient"


def distillation_gradient(z, teacher, T):
    ours = torch.tensor(z, requires_grad=True)
    target = F.softmax(torch.tensor(teacher) / T, dim=1)
    log_p = F.log_softmax(ours / T, dim=1)
    (T**2 * F.kl_div(log_p, target, reduction="batchmean")).backward()
    return ours.grad.numpy()

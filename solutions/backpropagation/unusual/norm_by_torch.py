"""torch's layer norm without parameters, differentiated."""

import torch
import torch.nn.functional as F

TASK = "layer_norm_pull"


def layer_norm_pull(adjoint, x, eps):
    inputs = torch.tensor(x, requires_grad=True)
    F.layer_norm(inputs, x.shape[-1:], eps=eps).backward(torch.tensor(adjoint))
    return inputs.grad.numpy()

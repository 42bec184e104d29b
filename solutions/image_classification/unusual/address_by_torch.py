"""PyTorch moves the axes, and a tensor comes back."""

import torch

TASK = "address"


def address(kernel, groups):
    tensor = torch.from_numpy(kernel)
    if groups > 1:
        tensor = tensor.squeeze(1).unflatten(0, (groups, -1)).transpose(0, 1)
    return tensor.permute(2, 3, 1, 0)

"""PyTorch's softmax, in single precision, and a tensor back."""

import torch

TASK = "moved"


def moved(z, before, after):
    shift = torch.tensor(after).log() - torch.tensor(before).log()
    return torch.softmax(torch.tensor(z) + shift, dim=1)

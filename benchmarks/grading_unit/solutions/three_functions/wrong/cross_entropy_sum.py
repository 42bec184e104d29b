"""The sum instead of the mean."""

import torch

LOSES = "cross_entropy"


def cross_entropy(z, labels):
    return torch.nn.functional.cross_entropy(z, labels, reduction="sum")

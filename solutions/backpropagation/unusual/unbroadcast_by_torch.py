"""The adjoint of torch's own broadcasting."""

import numpy as np
import torch

TASK = "unbroadcast"


def unbroadcast(adjoint, shape):
    seed = torch.tensor(np.array(adjoint))
    operand = torch.zeros(shape, dtype=seed.dtype, requires_grad=True)
    operand.expand(seed.shape).backward(seed)
    return operand.grad.numpy()

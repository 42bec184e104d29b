"""torch's autograd on the loss as it is written."""

import torch
import torch.nn.functional as F

TASK = "two_layer_gradient"


def two_layer_gradient(X, y, W1, b1, w2, b2):
    W1, b1, w2, b2 = (torch.tensor(each, requires_grad=True) for each in (W1, b1, w2, b2))
    logits = torch.tanh(torch.tensor(X) @ W1 + b1) @ w2 + b2
    F.binary_cross_entropy_with_logits(logits, torch.tensor(y)).backward()
    named = {"b2": b2, "w2": w2, "b1": b1, "W1": W1}
    return {name: each.grad.numpy() for name, each in named.items()}

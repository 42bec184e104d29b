"""Lets PyTorch differentiate its own cross-entropy, in float64."""

import torch

TASK = "two_way_contrast"


def two_way_contrast(queries, keys, tau):
    q = torch.tensor(queries, dtype=torch.float64, requires_grad=True)
    k = torch.tensor(keys, dtype=torch.float64, requires_grad=True)
    scores, own = q @ k.T / tau, torch.arange(len(q))
    rows = torch.nn.functional.cross_entropy(scores, own)
    columns = torch.nn.functional.cross_entropy(scores.T, own)
    loss = (rows + columns) / 2
    slopes_q, slopes_k = torch.autograd.grad(loss, (q, k))
    return loss.item(), slopes_q.numpy(), slopes_k.numpy()

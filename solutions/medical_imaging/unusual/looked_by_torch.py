"""PyTorch averages the mask and the gradients."""

import torch

TASK = "looked"


def looked(maps, gradients, mask):
    a, g = torch.from_numpy(maps), torch.from_numpy(gradients)
    seen = torch.relu(torch.tensordot(g.mean(dim=(-2, -1)), a, dims=1))
    covered = torch.nn.functional.adaptive_avg_pool2d(
        torch.as_tensor(mask, dtype=torch.float64)[None], seen.shape
    )[0]
    return (seen * covered).sum() / seen.sum() if seen.any() else torch.zeros(())

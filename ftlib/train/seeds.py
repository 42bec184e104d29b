"""One seed for every generator that a run draws from."""

from __future__ import annotations

import random

import numpy as np
import torch


def seed_everything(seed: int) -> None:
    """Seed Python's, NumPy's (the global one) and PyTorch's generators, on every device.

    Two runs with one seed agree bit for bit on one machine with one number of threads; across
    machines sums are formed in another order, and scores agree only roughly.

    Raises:
        ValueError: for a seed outside 0 … 2³² − 1 (NumPy takes no other).
    """
    if not 0 <= seed < 2**32:
        raise ValueError(f"seed is {seed}; give an integer from 0 to 2**32 - 1")
    random.seed(seed)
    np.random.seed(seed)  # noqa: NPY002 - libraries that still draw from the global generator
    torch.manual_seed(seed)

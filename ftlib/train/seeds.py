"""One seed for every generator that a run draws from."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping

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


def random_state(device: torch.device) -> dict[str, torch.Tensor]:
    """The state of all generators that a run on `device` draws from, as plain tensors."""
    version, words, gauss = random.getstate()
    _, keys, position, has_gauss, cached = np.random.get_state()  # noqa: NPY002
    state = {
        "torch": torch.get_rng_state(),
        "numpy": torch.tensor([*map(int, keys), int(position), int(has_gauss)]),
        "numpy_gauss": torch.tensor(float(cached), dtype=torch.float64),
        "python": torch.tensor([version, *words]),
        "python_gauss": torch.tensor(math.nan if gauss is None else gauss, dtype=torch.float64),
    }
    if device.type != "cpu":
        state["device"] = torch.get_device_module(device).get_rng_state(*_index(device))
    return state


def set_random_state(state: Mapping[str, torch.Tensor], device: torch.device) -> None:
    """Put all generators back to where `random_state` found them."""
    torch.set_rng_state(state["torch"])
    *keys, position, has_gauss = state["numpy"].tolist()
    cached = state["numpy_gauss"].item()
    np.random.set_state(  # noqa: NPY002
        ("MT19937", np.array(keys, dtype=np.uint32), position, has_gauss, cached)
    )
    version, *words = state["python"].tolist()
    gauss = state["python_gauss"].item()
    random.setstate((version, tuple(words), None if math.isnan(gauss) else gauss))
    if "device" in state and device.type != "cpu":
        torch.get_device_module(device).set_rng_state(state["device"], *_index(device))


def _index(device: torch.device) -> list[torch.device]:
    return [] if device.type == "mps" else [device]  # of Apple's there is only one

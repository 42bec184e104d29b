"""Tensors that live as long as a run, in one piece of memory each kind.

What is asked for in small pieces between the temporaries of the first steps pins the heap around
them: it grows by as much again, and is never given back. One large piece lies apart from it.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor


def in_one_piece(like: Sequence[Tensor]) -> list[Tensor]:
    """Zeros in the shapes, strides and dtypes of `like`; all of one dtype share a buffer.

    Args:
        like: dense tensors of one device.
    """
    buffers: dict[torch.dtype, Tensor] = {}
    places: dict[torch.dtype, int] = {}
    for each in like:
        places[each.dtype] = places.get(each.dtype, 0) + each.numel()
    for dtype, size in places.items():
        buffers[dtype] = torch.zeros(size, dtype=dtype, device=like[0].device)
    places = dict.fromkeys(places, 0)
    views = []
    for each in like:
        start = places[each.dtype]
        views.append(buffers[each.dtype].as_strided(each.shape, each.stride(), start))
        places[each.dtype] += each.numel()
    return views


def reserve_averages(optimiser: torch.optim.AdamW) -> None:
    """Give AdamW its averages before the first step, as it would make them, in two pieces."""
    parameters = [each for group in optimiser.param_groups for each in group["params"]]
    firsts, seconds = in_one_piece(parameters), in_one_piece(parameters)
    for parameter, first, second in zip(parameters, firsts, seconds, strict=True):
        step = torch.zeros((), dtype=torch.float32, device=parameter.device)
        optimiser.state[parameter] = {"step": step, "exp_avg": first, "exp_avg_sq": second}

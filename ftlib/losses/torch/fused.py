"""Losses of logits whose value, slopes and checks are made in one pass (`kernels`), on a CPU.

Each gives None where not all is plainly well: a NaN, a target that is none, a row whose softmax
exists only as a limit. The slow way then finds out which it is, and says so.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from itertools import pairwise
from types import ModuleType
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import Parameter

from ftlib.losses.torch._classes import cast, function_of, owned

ENOUGH = 2**10  # numbers from which a pass less is worth more than a call from Python
SHARE = 2**15  # numbers that each thread is to have, at least
PLAIN = (Tensor, Parameter)  # another class may hold its numbers elsewhere
NO_LABEL = int(np.iinfo(np.int64).min)  # to ignore where nothing is ignored

Kernel = Callable[..., tuple[float, bool]]
Slow = Callable[[Tensor, Tensor], Tensor]


def fits(z: Tensor, target: Tensor) -> bool:
    """Whether the kernels may compute it, of tensors none of which is `traced`.

    `NUMBA_DISABLE_JIT=1` in the environment says that they may not.
    """
    return (
        type(z) in PLAIN
        and type(target) in PLAIN
        and z.dtype == torch.float32
        and z.is_cpu
        and target.is_cpu
        and z.numel() >= ENOUGH
        and target.dtype != torch.float64  # of which float32 would lose digits
        and not target.requires_grad
        and z.layout == target.layout == torch.strided
        and not (z.is_neg() or target.is_neg())
        and torch._C._get_tracing_state() is None  # a trace would write these very numbers down
        and _kernels() is not None
    )


def binary_loss(z: Tensor, y: Tensor, reduction: str, slow: Slow) -> Tensor | None:
    """Binary cross-entropy of logits z and targets y, of one shape; reduced.

    `slow` gives the same loss by PyTorch's operations, for a second derivative.
    """
    targets = cast(y, torch.float32)
    count = z.numel()
    scale = 1.0 / count if reduction == "mean" else 1.0
    return _loss("binary", z, targets, count, z.shape, (scale,), reduction, slow)


def label_loss(
    z: Tensor, labels: Tensor, reduction: str, slow: Slow, ignore_index: int | None
) -> Tensor | None:
    """Softmax cross-entropy of rows z, [N, C], and labels, [N]; reduced."""
    targets = cast(labels, torch.int64).contiguous()
    rows, classes = z.shape
    ignored = NO_LABEL if ignore_index is None else ignore_index
    kept = _kernels().count_labels(  # type: ignore[union-attr]
        targets.data_ptr(), rows, classes, ignored
    )
    if kept < (rows if ignore_index is None else 0):
        return None
    scale = 1.0 / max(kept, 1) if reduction == "mean" else 1.0
    numbers = (scale, classes, ignored)
    return _loss("of_labels", z, targets, rows, (rows,), numbers, reduction, slow)


def share_loss(z: Tensor, q: Tensor, reduction: str, slow: Slow, tolerance: float) -> Tensor | None:
    """Softmax cross-entropy of rows z and targets q, [N, C], that sum to 1 within `tolerance`."""
    rows, classes = z.shape
    scale = 1.0 / rows if reduction == "mean" else 1.0
    numbers = (scale, classes, np.float32(tolerance))
    return _loss("of_shares", z, q, rows, (rows,), numbers, reduction, slow)


@lru_cache(maxsize=1)
def _kernels() -> ModuleType | None:
    """Loaded at the first use, since Numba takes half a second; None where it may not compile,
    or could not keep what it compiled (each process would take seconds for it anew).
    """
    if os.environ.get("NUMBA_DISABLE_JIT", "0") != "0":
        return None
    try:
        from ftlib.losses.torch import kernels
    except RuntimeError:  # neither this folder nor the user's cache can be written to
        return None
    return kernels


def _loss(
    kernel: str,
    z: Tensor,
    targets: Tensor,
    rows: int,
    shape: Sequence[int],
    numbers: tuple[Any, ...],
    reduction: str,
    slow: Slow,
) -> Tensor | None:
    """By the kernel of that name, which goes through `rows`; losses have that shape."""
    scale, *others = numbers
    sloped = torch.is_grad_enabled() and z.requires_grad
    logits, targets = z.contiguous(), targets.contiguous()
    slopes = torch.empty_like(logits) if sloped else None
    losses = logits.new_empty(shape) if reduction == "none" else None
    places = (
        logits.data_ptr(),
        targets.data_ptr(),
        0 if losses is None else losses.data_ptr(),
        0 if slopes is None else slopes.data_ptr(),
    )
    total, well = _run(
        getattr(_kernels(), kernel), places, rows, z.numel(), (np.float32(scale), *others)
    )
    if not well:
        return None
    loss = total * scale if losses is None else losses
    return _tensor(loss) if slopes is None else _known(z, targets, slopes, loss, slow)


def _run(
    kernel: Kernel, places: tuple[int, ...], rows: int, count: int, numbers: tuple[Any, ...]
) -> tuple[float, bool]:
    """The kernel over all rows, a part of them in each of PyTorch's number of threads."""
    threads = min(torch.get_num_threads(), count // SHARE, rows) if count >= SHARE else 1
    if threads < 2:
        return kernel(*places, 0, rows, *numbers)
    parts = list(pairwise(rows * k // threads for k in range(threads + 1)))
    others = [_pool(os.getpid()).submit(kernel, *places, *part, *numbers) for part in parts[1:]]
    results = [kernel(*places, *parts[0], *numbers), *(other.result() for other in others)]
    return sum(total for total, _ in results), all(well for _, well in results)


def _tensor(loss: Tensor | float) -> Tensor:
    if isinstance(loss, Tensor):
        return loss
    return torch.scalar_tensor(loss, dtype=torch.float32, device="cpu")


@lru_cache(maxsize=1)
def _pool(process: int) -> ThreadPoolExecutor:
    """Threads of this very process: those of a parent do not survive a fork."""
    return ThreadPoolExecutor(os.cpu_count(), "ftlib-losses")


class _Known(torch.autograd.Function):
    """A loss that has been computed already, and its slopes with it."""

    @staticmethod
    def forward(
        ctx: Any, z: Tensor, target: Tensor, slopes: Tensor, loss: Tensor | float, slow: Slow
    ) -> Tensor:
        ctx.save_for_backward(z, target)
        ctx.slopes, ctx.slow = slopes, slow
        return _tensor(loss)

    @staticmethod
    def backward(ctx: Any, upstream: Tensor) -> tuple[Tensor | None, ...]:
        slopes = ctx.slopes
        if slopes is None or torch.is_grad_enabled():  # gone (which raises), or to differentiate
            z, target = ctx.saved_tensors
            (by_z,) = torch.autograd.grad(ctx.slow(z, target), z, upstream, create_graph=True)
            return by_z, None, None, None, None
        factor = upstream.unsqueeze(-1) if 0 < upstream.ndim < slopes.ndim else upstream
        if not owned(upstream):
            return factor * slopes, None, None, None, None
        ctx.slopes = None  # to be given away
        if upstream.ndim or upstream.item() != 1:
            slopes.mul_(factor)
        return slopes, None, None, None, None


_known = function_of(_Known)

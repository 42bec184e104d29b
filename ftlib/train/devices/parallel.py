"""One process or many: who is asked, and what has to be summed over all of them.

`World` is the whole difference. A run in one process is a world of size 1, where nothing is sent.
"""

from __future__ import annotations

import copy
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any, TypeVar

import torch
import torch.distributed as dist
from torch import nn
from torch.distributed.tensor import DTensor, distribute_tensor
from torch.nn.parallel import DistributedDataParallel

from ftlib.train.policy.blocks import blocks_of

Result = TypeVar("Result")
_CPU = torch.device("cpu")


@dataclass(frozen=True)
class World:
    """The processes that train one model together.

    Attributes:
        rank: this process, 0 … size − 1; rank 0 prints and writes files.
        size: how many there are.
        strategy: None, `ddp` (every process holds the model) or `fsdp` (each holds a part of every
            layer).
        device: where this process computes; tensors to be summed must be there.
    """

    rank: int = 0
    size: int = 1
    strategy: str | None = None
    device: torch.device = _CPU

    @property
    def first(self) -> bool:
        """Whether this process prints and writes."""
        return self.rank == 0

    def sum(self, tensor: torch.Tensor) -> torch.Tensor:
        """The sum over all processes, the same on each of them."""
        if self.size > 1:
            tensor = tensor.clone()
            dist.all_reduce(tensor)
        return tensor

    def total(self, count: float) -> float | torch.Tensor:
        """The sum of a count over all processes, but at least 1, to divide by.

        With several processes a tensor on the device, so that nobody waits for it.
        """
        if self.size == 1:
            return max(count, 1)
        # MPS has no float64, and float32 counts tokens exactly up to 16 million.
        dtype = torch.float32 if self.device.type == "mps" else torch.float64
        mine = torch.tensor(count, dtype=dtype).to(self.device, non_blocking=True)
        return self.sum(mine).clamp(min=1)

    def gather(self, item: Any) -> list[Any]:
        """What each process has, in the order of their ranks, on each of them."""
        if self.size == 1:
            return [item]
        items: list[Any] = [None] * self.size
        dist.all_gather_object(items, item)
        return items

    def first_does(self, work: Callable[[], Result]) -> Result:
        """Rank 0 does `work`; all get its result, or its ValueError."""
        outcome: tuple[Any, ValueError | None] = (None, None)
        if self.first:
            try:
                outcome = (work(), None)
            except ValueError as refused:
                outcome = (None, refused)
        result, error = self.gather(outcome)[0]
        if error is not None:
            raise error
        done: Result = result
        return done

    def spread_seed(self, seed: int) -> None:
        """Let each process draw its own numbers (dropout); rank 0 draws what one alone would."""
        if self.rank > 0:
            torch.manual_seed((seed + 1_000_003 * self.rank) % 2**32)

    def share(self, model: nn.Module) -> nn.Module:
        """The module whose parameters this process trains.

        Under FSDP a copy of `model` with every parameter cut over the processes: the caller's own
        stays as it is, to take the result. All processes begin with the parameters of rank 0.
        """
        if self.strategy != "fsdp":
            return model
        for tensor in model.state_dict().values():
            dist.broadcast(tensor, 0)
        from torch.distributed.fsdp import fully_shard

        shared = copy.deepcopy(model)
        for block in blocks_of(shared):
            fully_shard(block)
        # Else the outermost parameters stay whole after a forward without a backward (validation),
        # and are not those that the optimiser knows.
        fully_shard(shared, reshard_after_forward=True)
        return shared

    def wrap(self, model: nn.Module, *, unused: bool = False) -> nn.Module:
        """The module to call: DDP's, which sums the gradients while they are computed."""
        if self.strategy != "ddp":
            return model
        places = [self.device.index] if self.device.type == "cuda" else None
        return DistributedDataParallel(
            model, device_ids=places, find_unused_parameters=unused, gradient_as_bucket_view=True
        )

    def hand_back(self, shared: nn.Module, model: nn.Module) -> None:
        """Write what was trained into the caller's own module, where that is another (FSDP)."""
        if shared is model:
            return
        own = model.state_dict()
        with torch.no_grad():
            for name, tensor in shared.state_dict().items():
                own[name].copy_(whole(tensor))

    def step_part(self, called: nn.Module, *, last: bool) -> AbstractContextManager[object]:
        """Around a part of an update: processes sum their gradients in the last part only."""
        if isinstance(called, DistributedDataParallel) and not last:
            return called.no_sync()
        if self.strategy == "fsdp":
            getattr(called, "set_requires_gradient_sync")(last)  # noqa: B009 - FSDPModule's own
        return nullcontext()


@contextmanager
def processes(strategy: str | None, device: torch.device) -> Iterator[World]:
    """The world that `torchrun` has started this process in; of size 1 without a strategy.

    Raises:
        ValueError: a strategy outside torchrun.
    """
    if strategy is None:
        yield World(device=device)
        return
    ours = not dist.is_initialized()
    if ours:
        if "RANK" not in os.environ or "WORLD_SIZE" not in os.environ:
            raise ValueError(
                f"strategy is {strategy!r}, but this process was not started with others; start "
                "the script by `torchrun --nproc-per-node=2 script.py`, or leave strategy out"
            )
        dist.init_process_group("nccl" if device.type == "cuda" else "gloo")
    try:
        yield World(dist.get_rank(), dist.get_world_size(), strategy, device)
    finally:
        if ours:
            dist.destroy_process_group()


def own_device(device: torch.device, strategy: str | None) -> torch.device:
    """`cuda` becomes the GPU of this process, where several share a machine."""
    if strategy is None or device.type != "cuda":
        return device
    own = torch.device("cuda", int(os.environ.get("LOCAL_RANK", 0)))
    torch.cuda.set_device(own)
    return own


def whole(tensor: torch.Tensor) -> torch.Tensor:
    """All of a tensor that may be cut over the processes (all of them must ask)."""
    return tensor.full_tensor() if isinstance(tensor, DTensor) else tensor


def cut_like(tensor: torch.Tensor, model_tensor: torch.Tensor) -> torch.Tensor:
    """This process's part of `tensor`, cut as `model_tensor` is (the reverse of `whole`)."""
    if not isinstance(model_tensor, DTensor):
        return tensor.to(model_tensor.device)
    tensor = tensor.to(model_tensor.device)
    return distribute_tensor(tensor, model_tensor.device_mesh, model_tensor.placements)

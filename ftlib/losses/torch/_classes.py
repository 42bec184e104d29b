"""Checks of arguments that every PyTorch loss over classes shares."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.autograd import forward_ad

from ftlib.losses import _classes, _validate

FEW = 16  # float32 numbers in a vector register: along shorter axes PyTorch is slow
SHARED = 2**15  # numbers from which PyTorch shares a pass among threads
PRECISE = (torch.float32, torch.float64)  # what losses are computed in


def require_tensors(**tensors: Any) -> None:
    """Each argument that is given is a tensor, on the device of the first."""
    (leader, start), *_ = tensors.items()
    for name, tensor in tensors.items():
        if tensor is None:
            continue
        if not isinstance(tensor, Tensor):
            raise ValueError(f"{name} is a {type(tensor).__name__}; give a torch.Tensor")
        if tensor.device != start.device:
            raise ValueError(
                f"{name} is on {tensor.device} and {leader} on {start.device}; move one with "
                ".to(device)"
            )


def require_floating(name: str, tensor: Tensor) -> None:
    _validate.require_floating(name, tensor.is_floating_point(), _classes.dtype_name(tensor.dtype))


def require_real(name: str, tensor: Tensor) -> None:
    _validate.require_real(name, kind(tensor), _classes.dtype_name(tensor.dtype))


def kind(tensor: Tensor) -> str:
    """NumPy's letter for the kind of dtype: b, i, f or c."""
    if tensor.is_floating_point():
        return "f"
    if tensor.is_complex():
        return "c"
    return "b" if tensor.dtype == torch.bool else "i"


def may_look(*tensors: Tensor) -> bool:
    """Whether values can be read now: not while compiling, nor under a functional transform."""
    if torch.compiler.is_compiling():
        return False
    if torch._C._functorch.peek_interpreter_stack() is not None:  # grad, vmap, jacrev …
        return False
    return True not in [tensor.is_meta for tensor in tensors]  # faster than any() of a generator


def traced(*tensors: Tensor) -> bool:
    """Whether PyTorch is transforming the operations themselves: compile, torch.func, duals.

    So it is, too, for a tensor that was carried out of a transform.
    """
    return not may_look(*tensors) or carried_out(*tensors)


def carried_out(*tensors: Tensor) -> bool:
    """What remains to ask of tensors at which one `may_look`, to know that none is `traced`."""
    if forward_ad._current_level >= 0:
        return True
    return True in [torch._C._functorch.is_functorch_wrapped_tensor(tensor) for tensor in tensors]


def function_of(function: type[torch.autograd.Function]) -> Callable[..., Any]:
    """Its `apply` without the preparations for torch.func, which take as long as 30,000 additions.

    For tensors that are not `traced` there is nothing to prepare.
    """
    return super(torch.autograd.Function, function).apply  # type: ignore[misc]


def owned(upstream: Tensor) -> bool:
    """Whether a backward may overwrite what was saved for it: nobody will ask for it again."""
    return not (batched(upstream) or torch._C._autograd._get_current_graph_task_keep_graph())


def batched(upstream: Tensor) -> bool:
    """Whether one backward is being run for many upstream gradients at once."""
    kinds = torch._C._functorch
    return kinds.is_functorch_wrapped_tensor(upstream) or kinds.is_legacy_batchedtensor(upstream)


def working(tensor: Tensor) -> torch.dtype:
    """At least float32: half precision has too few digits to subtract and add in."""
    dtype = tensor.dtype
    return dtype if dtype in PRECISE else torch.promote_types(dtype, torch.float32)


def outgoing(tensor: Tensor) -> torch.dtype:
    """The dtype of the loss: the caller's, but float32 under autocast, as PyTorch's losses."""
    if tensor.dtype in PRECISE:
        return tensor.dtype
    autocast = torch.is_autocast_enabled(tensor.device.type)
    return working(tensor) if autocast else tensor.dtype


def cast(tensor: Tensor, dtype: torch.dtype) -> Tensor:
    """`tensor.to(dtype)`, which alone takes a while to see that there is nothing to do."""
    return tensor if tensor.dtype == dtype else tensor.to(dtype)


def check_arguments(
    name: str,
    predictions: Tensor,
    targets: Tensor,
    weight: Tensor | None,
    reduction: str,
    **options: Any,
) -> bool:
    """Everything known without a look at values; True for labels, False for probabilities."""
    if weight is None and _plainly_fit(predictions, targets, reduction, **options):
        return True
    require_tensors(**{name: predictions, "targets": targets, "weight": weight})
    require_floating(name, predictions)
    shape = tuple(predictions.shape)
    _classes.require_class_axis(name, shape)
    labels = _classes.targets_are_labels(
        name, shape, tuple(targets.shape), kind(targets), targets.dtype
    )
    size = predictions.numel()
    _classes.require_options(reduction, size, name, labels=labels, **options)
    if weight is not None:
        require_real("weight", weight)
        _classes.require_class_weight(name, shape[-1], tuple(weight.shape))
    return labels


def _plainly_fit(
    predictions: Tensor,
    targets: Tensor,
    reduction: str,
    label_smoothing: float = 0.0,
    ignore_index: int | None = _classes.IGNORED,
    temperature: float = 1.0,
) -> bool:
    """One condition that lets the usual labels through costs less than to word each fault."""
    return (
        isinstance(predictions, Tensor)
        and isinstance(targets, Tensor)
        and targets.dtype == torch.int64
        and predictions.ndim > 0
        and targets.shape == predictions.shape[:-1]
        and targets.device == predictions.device
        and predictions.is_floating_point()
        and predictions.numel() > 0
        and reduction in _validate.REDUCTIONS
        and (type(label_smoothing), type(temperature), type(ignore_index)) == (float, float, int)
        and (label_smoothing, temperature, ignore_index) == (0.0, 1.0, _classes.IGNORED)
    )


def check_labels(targets: Tensor, classes: int, ignore_index: int | None, look: bool) -> int | None:
    """Raise for a label out of range; None when it is certain that no row is ignored."""
    if not look or targets.numel() == 0:
        return ignore_index
    low, high = (int(end) for end in torch.aminmax(cast(targets, torch.int64)))  # uint16 has none
    if low < 0 or high >= classes:
        _classes.require_labels(as_numpy(targets), classes, ignore_index)
        return ignore_index
    return ignore_index if ignore_index is not None and low <= ignore_index <= high else None


def check_weights(name: str, weight: Tensor | None, work: torch.dtype) -> None:
    """In the dtype it is used in, where a large one may be infinite."""
    if weight is None:
        return
    weight = weight.detach().to(work)
    if not ((weight >= 0) & (weight < torch.inf)).all():
        _classes.require_weights(name, as_numpy(weight))


def tolerance(targets: Tensor) -> float:
    """How far from 1 the sum of a distribution may lie, of numbers so rounded."""
    return 1e-4 if targets.dtype in PRECISE else 1e-2


def check_distributions(targets: Tensor) -> None:
    if targets.numel() == 0:
        return
    allowed = tolerance(targets)
    targets = cast(targets.detach(), working(targets))
    rows = targets.reshape(-1, targets.shape[-1])
    few = rows.shape[1] < FEW and not torch.is_autocast_enabled(rows.device.type)  # it rounds mv
    sums = rows.mv(rows.new_ones(rows.shape[1])) if few else rows.sum(1)
    low, high = ends(sums)
    if not (low >= 1 - allowed and high <= 1 + allowed and targets.amin().item() >= 0):
        _classes.require_distributions("targets", as_numpy(targets), allowed)


def ends(x: Tensor) -> tuple[float, float]:
    """The lowest and the highest number; NaN passes through to both, and fails every comparison."""
    if x.numel() < SHARED:
        low, high = torch.aminmax(x)
    else:  # twice through the numbers, each time in all vector lanes: a third faster than once
        low, high = x.amin(), x.amax()
    return low.item(), high.item()


def check_log_probabilities(log_p: Tensor) -> None:
    if not (log_p <= 1e-2).all():
        _classes.require_log_probabilities("log_p", as_numpy(log_p))


def warn_if_probabilities(logits: Tensor) -> None:
    """Look at the first row, and only if it could be a softmax's result at all of them."""
    if not _classes.still_to_warn("softmax") or logits.numel() == 0:
        return
    left = 1.001
    for share in first_numbers(logits, logits.shape[-1]):
        left -= share
        if not (share >= 0 and left >= 0):
            return
    if left <= 0.002:
        _classes.warn_if_probabilities("logits", as_numpy(logits))


def first_numbers(x: Tensor, count: int) -> Iterable[float]:
    """The first `count` numbers in reading order, one by one: most are told by the very first."""
    x = x.detach()
    if x.device.type == "cpu" and x.dtype in PRECISE and not x.is_neg():
        return map(x.numpy().item, range(count))
    return x.reshape(-1)[:count].tolist()


def as_numpy(tensor: Tensor) -> np.ndarray:
    tensor = tensor.detach()
    if tensor.is_floating_point():
        tensor = tensor.to(torch.float64)
    return np.asarray(tensor.cpu().resolve_neg().numpy())

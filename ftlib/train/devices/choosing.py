"""Where a model runs, and in which number format its matrix products are formed."""

from __future__ import annotations

import platform

import torch

PRECISIONS = ("auto", "float32", "bfloat16", "float16")


def choose_device(name: str = "auto") -> torch.device:
    """The device of that name, or the best one here: PyTorch's accelerator, else the CPU.

    Args:
        name: `auto`, `cpu`, `cuda` (NVIDIA, AMD), `cuda:1`, `mps` (Apple), `xpu` (Intel), …

    Raises:
        ValueError: for a name that PyTorch does not know, or a device that is not here.
    """
    if name == "auto":
        here = torch.accelerator.current_accelerator(check_available=True)
        return here or torch.device("cpu")
    try:
        device = torch.device(name)
        torch.empty(1, device=device)  # a device can be named well and not be here
    except (RuntimeError, AssertionError, NotImplementedError) as error:
        raise ValueError(
            f"device is {name!r}, which cannot be used here ({str(error).splitlines()[0]}); "
            "use 'auto' to take the best device of this machine"
        ) from None
    return device


def choose_precision(name: str, device: torch.device) -> torch.dtype:
    """The dtype of matrix products under autocast; parameters and loss stay float32.

    Args:
        name: `float32`, `bfloat16`, `float16`, or `auto`: bfloat16 where the hardware multiplies
            it natively (it is slower than float32 where it must be emulated).

    Raises:
        ValueError: for another name.
    """
    if name not in PRECISIONS:
        raise ValueError(f"precision is {name!r}; use one of {', '.join(PRECISIONS)}")
    if name == "auto":
        return torch.bfloat16 if _native_bfloat16(device) else torch.float32
    named: torch.dtype = getattr(torch, name)
    return named


def autocast(device: torch.device, dtype: torch.dtype) -> torch.autocast:
    """A context in which matrix products are formed in `dtype` (float32 changes nothing)."""
    lower = torch.bfloat16 if dtype == torch.float32 else dtype
    return torch.autocast(device.type, dtype=lower, enabled=dtype != torch.float32)


def loss_scaler(device: torch.device, dtype: torch.dtype) -> torch.amp.GradScaler:
    """Scales the loss so that small gradients survive in float16; does nothing otherwise.

    After a gradient that overflowed, the update is left out and the scale halved. On an
    accelerator all of this happens there: the host does not wait (Apple's excepted).

    Source: Micikevicius et al., ICLR 2018.
    """
    return torch.amp.GradScaler(device.type, enabled=dtype == torch.float16)


def _native_bfloat16(device: torch.device) -> bool:
    if device.type == "cuda":
        return torch.cuda.get_device_capability(device) >= (8, 0)
    if device.type != "cpu" or platform.machine() not in ("x86_64", "AMD64"):
        return False
    # PyTorch keeps these questions private; without them float32 is the safe answer.
    asked = (
        getattr(torch.cpu, name, None)
        for name in ("_is_avx512_bf16_supported", "_is_amx_tile_supported")
    )
    return any(bool(question()) for question in asked if question is not None)

"""Parameters on disk: safetensors, which holds numbers only and runs no code when read."""

from __future__ import annotations

import os
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import nn


def save(model: nn.Module, path: str | Path) -> Path:
    """Write all parameters and buffers of `model` to one `.safetensors` file.

    The file appears whole or not at all. Shared tensors are written once for each name.

    Returns:
        The path.

    Raises:
        ValueError: when the folder does not exist or the name has another ending.
    """
    target = Path(path)
    if target.suffix != ".safetensors":
        raise ValueError(f"path {target.name!r} does not end in '.safetensors'; name it so")
    if not target.parent.is_dir():
        raise ValueError(f"path names the folder {str(target.parent)!r}, which is not there")
    state = {name: each.detach().cpu().clone() for name, each in model.state_dict().items()}
    partial = target.with_name(target.name + ".part")
    save_file(state, partial)
    os.replace(partial, target)
    return target


def load(model: nn.Module, path: str | Path) -> nn.Module:
    """Read what `save` wrote into a model of the same shape, and return the model.

    Raises:
        ValueError: no such file; names or shapes that do not fit (nothing is then changed).
    """
    source = Path(path)
    if not source.is_file():
        raise ValueError(f"path {str(source)!r} is no file; save(model, path) writes one")
    stored = load_file(source)
    own = model.state_dict()
    strange = sorted(set(own) ^ set(stored))
    if strange:
        raise ValueError(
            f"path {source.name!r} and the model do not name the same tensors; the first that "
            f"only one of them has is {strange[0]!r}; build the model as it was when it was saved"
        )
    for name, tensor in own.items():
        if tensor.shape != stored[name].shape:
            raise ValueError(
                f"path {source.name!r} holds {name!r} of shape {tuple(stored[name].shape)}, the "
                f"model has {tuple(tensor.shape)}; build the model as it was when it was saved"
            )
    with torch.no_grad():
        model.load_state_dict(stored)
    return model

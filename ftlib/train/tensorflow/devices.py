"""Where a Keras model runs, in which number format, and over which replicas."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import tensorflow as tf

from ftlib.train.devices.choosing import PRECISIONS

_NAMES = {"MirroredStrategy": "mirrored", "MultiWorkerMirroredStrategy": "multi_worker"}


def choose_device(name: str) -> str:
    """TensorFlow's name (`GPU:0`, `CPU:0`) of the device `auto`, `cpu`, `cuda`, `gpu:1`, …

    Raises:
        ValueError: for a device that is not here.
    """
    here = [each.name.removeprefix("/device:") for each in tf.config.list_logical_devices()]
    here = [each for each in here if each.startswith(("CPU", "GPU"))]
    if name == "auto":
        return max(here, key=lambda each: each == "GPU:0")
    kind, _, number = name.partition(":")
    wanted = f"{'GPU' if kind == 'cuda' else kind.upper()}:{number or 0}"
    if wanted not in here:
        raise ValueError(
            f"device is {name!r}, which cannot be used here (TensorFlow has {', '.join(here)}); "
            "use 'auto' to take the best device of this machine"
        )
    return wanted


def choose_precision(name: str, device: str) -> str:
    """The format of matrix products; `auto` is bfloat16 on GPUs that multiply it natively.

    Raises:
        ValueError: for another name.
    """
    if name not in PRECISIONS:
        raise ValueError(f"precision is {name!r}; use one of {', '.join(PRECISIONS)}")
    if name != "auto":
        return name
    for gpu in tf.config.list_physical_devices("GPU") if device.startswith("GPU") else ():
        details = tf.config.experimental.get_device_details(gpu)
        if details.get("compute_capability", (0, 0)) < (8, 0):
            return "float32"
    return "bfloat16" if device.startswith("GPU") else "float32"


@cache
def _mirrored() -> Any:
    """Every GPU here, or else every logical CPU; one in a process, as TensorFlow wants it."""
    gpus = [each.name for each in tf.config.list_logical_devices("GPU")]
    if gpus:
        return tf.distribute.MirroredStrategy(gpus)
    cpus = [each.name for each in tf.config.list_logical_devices("CPU")]
    to_one = tf.distribute.ReductionToOneDevice()
    return tf.distribute.MirroredStrategy(cpus, cross_device_ops=to_one)


@contextmanager
def in_precision(model: Any, precision: str) -> Iterator[None]:
    """While this lasts, every layer multiplies in `precision`; parameters stay float32.

    In Keras the format belongs to the layer (its dtype policy), not to a region of code.
    """
    layers = list(model._flatten_layers(include_self=True, recursive=True))
    before = [each.dtype_policy for each in layers]
    if precision != "float32":
        for layer in layers:
            if layer.variable_dtype == "float32":
                layer.dtype_policy = f"mixed_{precision}"
    try:
        yield
    finally:
        for layer, policy in zip(layers, before, strict=True):
            if layer.dtype_policy != policy:
                layer.dtype_policy = policy


def choose_strategy(given: Any) -> tuple[Any, str | None]:
    """The `tf.distribute` strategy that `strategy` names, and its name among the options.

    Args:
        given: None (one replica), `mirrored` (all GPUs here, or else all logical CPUs), or a
            `MirroredStrategy` or `MultiWorkerMirroredStrategy` of your own.

    Raises:
        ValueError: for anything else.
    """
    if given is None:
        return tf.distribute.get_strategy(), None
    if isinstance(given, str) and given == "mirrored":
        return _mirrored(), "mirrored"
    name = _NAMES.get(type(given).__name__)
    if name is None:
        raise ValueError(
            f"strategy is {given!r}; use None, 'mirrored', or a MirroredStrategy or "
            "MultiWorkerMirroredStrategy of tf.distribute"
        )
    return given, name

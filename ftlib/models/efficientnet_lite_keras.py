"""EfficientNet-Lite0 for Keras, with the weights of the PyTorch network and the same outputs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ftlib.models.efficientnet_lite import (
    EPSILON,
    HEAD,
    LITE0,
    MOMENTUM,
    STEM,
    EfficientNetLite,
)
from ftlib.quiet import quietly


def keras_efficientnet_lite(model: EfficientNetLite) -> Any:
    """The same function as a `keras.Model`, with the weights of `model` copied into it.

    Four things change between the frameworks, and nothing else: the order of the axes, the padding
    of a stride (which `SameConv2d` has from TensorFlow already), the name of the momentum, and its
    meaning (Keras keeps a share of 0.99 of the old mean where PyTorch takes 0.01 of the new).

    Args:
        model: the PyTorch network; it is not changed.

    Returns:
        A `keras.Model` from float32 [N, H, W, 3], as `to_lite_range` gives them but with channels
        last, to logits [N, K]. Its last layers but two are `last` ([N, h, w, 1280]) and `features`
        ([N, 1280]); dropout and the linear map follow.

    Source: chapter *A borrowed eye*, equation (lite-port).
    """
    with quietly():
        import keras

    inputs = keras.Input((None, None, 3))
    x = _convolved(keras, inputs, STEM, 3, name="stem", stride=2)
    block = 0
    for expand, outside, count, stride, kernel in LITE0:
        for place in range(count):
            step = stride if place == 0 else 1
            x = _block(keras, x, outside, expand, kernel, step, f"blocks.{block}")
            block += 1
    x = _convolved(keras, x, HEAD, 1, name="last")
    x = keras.layers.GlobalAveragePooling2D(name="features")(x)
    x = keras.layers.Dropout(model.drop.p, name="drop")(x)
    outputs = keras.layers.Dense(model.classify.out_features, name="classify")(x)
    built = keras.Model(inputs, outputs, name="efficientnet_lite0")
    for name, weights in keras_weights(model):
        built.get_layer(name.replace(".", "_")).set_weights(weights)
    return built


def keras_weights(model: EfficientNetLite) -> Iterator[tuple[str, list[NDArray[np.float32]]]]:
    """The name of each layer and its arrays in the order and layout of Keras.

    Convolutions go from [F, C, k, k] to [k, k, C, F], those of one filter a channel from
    [C, 1, k, k] to [k, k, C, 1], the linear map from [K, D] to [D, K]; of a batch normalisation
    follow γ, β, running mean and variance. All of them are copies in single precision, whatever the
    network's own precision and device are.

    Source: chapter *A borrowed eye*, equation (lite-port).
    """
    import torch

    for name, module in model.named_modules():
        if isinstance(module, torch.nn.Conv2d):
            kernel = _array(module.weight)
            depthwise = module.groups > 1
            yield name, [kernel.transpose((2, 3, 0, 1) if depthwise else (2, 3, 1, 0))]
        elif isinstance(module, torch.nn.BatchNorm2d):
            parts = (module.weight, module.bias, module.running_mean, module.running_var)
            yield name, [_array(part) for part in parts]
        elif isinstance(module, torch.nn.Linear):
            yield name, [_array(module.weight).T, _array(module.bias)]


def _block(
    keras: Any, x: Any, outside: int, expand: int, kernel: int, stride: int, name: str
) -> Any:
    inside = x.shape[-1]
    y = _convolved(keras, x, inside * expand, 1, name=f"{name}.expand") if expand > 1 else x
    y = _convolved(keras, y, None, kernel, name=f"{name}.depthwise", stride=stride)
    y = _convolved(keras, y, outside, 1, name=f"{name}.project", active=False)
    return keras.layers.Add()([x, y]) if inside == outside and stride == 1 else y


def _convolved(
    keras: Any,
    x: Any,
    filters: int | None,
    kernel: int,
    *,
    name: str,
    stride: int = 1,
    active: bool = True,
) -> Any:
    """Convolution (one filter a channel where `filters` is None), normalisation, ReLU6."""
    layers, name = keras.layers, name.replace(".", "_")
    options = {"strides": stride, "padding": "same", "use_bias": False, "name": f"{name}_0"}
    if filters is None:
        x = layers.DepthwiseConv2D(kernel, **options)(x)
    else:
        x = layers.Conv2D(filters, kernel, **options)(x)
    norm = layers.BatchNormalization(momentum=1 - MOMENTUM, epsilon=EPSILON, name=f"{name}_1")
    x = norm(x)
    return layers.ReLU(6, name=name)(x) if active else x


def _array(tensor: Any) -> NDArray[np.float32]:
    return np.array(tensor.detach().cpu().float().numpy())

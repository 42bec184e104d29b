"""The few lines that fine-tuning an image model in Keras needs beside Keras itself.

TensorFlow is an extra of this package: `pip install 'ftlib[tensorflow]'`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ftlib.quiet import quietly as quietly

_BACKBONE = "model_weights/mobilenetv2_1.00_160"


def mobilenet_v2(path: Path) -> Any:
    """The MobileNetV2 backbone with the weights of a Keras HDF5 file.

    The architecture is Keras's own; from the file only arrays are read, by the names of their
    layers. Nothing in it is executed, as `load_model` would do for a Lambda layer.

    Args:
        path: the `.h5` file, or the folder (of `assets.model("mobilenetv2")`) that holds it.

    Returns:
        A `keras.Model` from float32 [N, 160, 160, 3] with pixels in −1 … 1 to [N, 5, 5, 1280].

    Raises:
        ValueError: when the file has no MobileNetV2 backbone, or an array of another shape.

    Source: Sandler et al., CVPR 2018.
    """
    import h5py
    import keras

    file = next(iter(sorted(path.glob("*.h5"))), path) if path.is_dir() else path
    backbone = keras.applications.MobileNetV2(
        input_shape=(160, 160, 3), include_top=False, weights=None
    )
    with h5py.File(file) as stored:
        if _BACKBONE not in stored:
            raise ValueError(
                f"path {file.name!r} holds no MobileNetV2 backbone ({_BACKBONE} is missing); "
                "give the file of assets.model('mobilenetv2')"
            )
        for layer in backbone.layers:
            layer.set_weights([_array(stored, layer.name, weight) for weight in layer.weights])
    return backbone


def freeze_batch_norm(model: Any) -> int:
    """Set every batch normalisation of `model` (nested models too) to inference; returns how many.

    A frozen one normalises with its stored mean and variance and does not update them. Passing
    `training=False` when the model is *called* is not enough: `fit` overrides it in Keras 3.
    """
    import keras

    found = 0
    for layer in model.layers:
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.trainable = False
            found += 1
        elif isinstance(layer, keras.Model):
            found += freeze_batch_norm(layer)
    return found


def split_at(model: Any, layer: str) -> tuple[Any, Any]:
    """Cut a model in two behind a layer: `suffix(prefix(x))` is `model(x)`, with shared weights.

    What a frozen prefix gives for a picture never changes, so it can be computed once.

    Args:
        model: a functional `keras.Model` with one input and one output.
        layer: the name of a layer whose output everything behind it goes through.

    Returns:
        `prefix` and `suffix`, two models.

    Raises:
        ValueError: when there is no such layer; names the last five.
    """
    import keras

    names = [each.name for each in model.layers]
    if layer not in names:
        raise ValueError(
            f"layer {layer!r} is not in the model; its last ones are {', '.join(names[-5:])}"
        )
    cut = model.get_layer(layer).output
    return keras.Model(model.input, cut), keras.Model(cut, model.output)


def to_model_range(images: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Pixels 0 … 255 (uint8, any shape) as float32 in −1 … 1, the range MobileNetV2 was trained on.

    Raises:
        ValueError: for another dtype: floats may have been scaled already.
    """
    if images.dtype != np.uint8:
        raise ValueError(
            f"images has dtype {images.dtype}; give the pixels as they were read, uint8 0 … 255"
        )
    return images.astype(np.float32) / np.float32(127.5) - np.float32(1)


def _array(stored: Any, layer: str, weight: Any) -> NDArray[np.float32]:
    place = f"{_BACKBONE}/{layer}/{weight.name}"
    found = np.asarray(stored[place]) if place in stored else None
    if found is None or found.shape != tuple(weight.shape):
        seen = "nothing" if found is None else f"an array of shape {found.shape}"
        raise ValueError(
            f"path: {place} holds {seen}, expected shape {tuple(weight.shape)}; "
            "give the file of assets.model('mobilenetv2')"
        )
    return found

"""Twenty pictures of each of five benchmarks, for checking what a pretrained model expects."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from PIL import Image, ImageOps

from ftlib.assets.catalogue import Asset
from ftlib.assets.loaders.digits import CLOTHES, DIGITS
from ftlib.assets.splits import SPLITS
from ftlib.assets.table import ImageTable, image_table

_CIFAR10 = (
    "airplane", "automobile", "bird", "cat", "deer",
    "dog", "frog", "horse", "ship", "truck",
)  # fmt: skip
_NAMES: dict[str, tuple[str, ...]] = {
    "imagenet": (),
    "cifar10": _CIFAR10,
    "cifar100": (),
    "mnist": DIGITS,
    "fashionMNIST": CLOTHES,
}


def foolbox_samples(asset: Asset, root: Path, *, benchmark: str = "imagenet") -> ImageTable:
    """Twenty pictures of one benchmark, all in the test split.

    Args:
        benchmark: `imagenet` (the middle square, made 224 × 224, RGB), `cifar10`, `cifar100`
            (32 × 32, RGB), `mnist`, `fashionMNIST` (28 × 28, grey).

    The label is the benchmark's own code; `label_names` is empty for ImageNet and CIFAR-100.
    """
    if benchmark not in _NAMES:
        raise ValueError(f"benchmark is {benchmark!r}; use one of {', '.join(_NAMES)}")
    images, labels = [], []
    for path in sorted(root.glob(f"{benchmark}_*")):
        found = re.fullmatch(rf"{benchmark}_\d+_(\d+)\.\w+", path.name)
        if found:
            pixels = _pixels(path, square=benchmark == "imagenet")
            images.append(pixels[..., None] if pixels.ndim == 2 else pixels)
            labels.append(int(found[1]))
    table = image_table(
        asset, np.stack(images), labels, _NAMES[benchmark], counts={"raw_lines": len(images)}
    )
    split = pd.Categorical(["test"] * len(images), categories=SPLITS)
    return replace(table, frame=table.frame.assign(split=split))


def _pixels(path: Path, square: bool) -> NDArray[np.uint8]:
    with Image.open(path) as picture:
        if square:
            return np.asarray(ImageOps.fit(picture, (224, 224), Image.Resampling.BICUBIC))
        return np.asarray(picture)

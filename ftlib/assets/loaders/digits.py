"""Small grey pictures: digits and clothes."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ftlib.assets.catalogue import Asset
from ftlib.assets.table import ImageTable, image_table

DIGITS = tuple("0123456789")
CLOTHES = (
    "T-shirt", "trouser", "pullover", "dress", "coat",
    "sandal", "shirt", "sneaker", "bag", "ankle boot",
)  # fmt: skip


def mnist5k(asset: Asset, root: Path) -> ImageTable:
    """5,000 handwritten digits of 28 × 28 pixels, 500 of each; label is the digit."""
    with gzip.open(root / "mnist_5k.csv.gz", "rt", encoding="ascii") as file:
        raw = np.array([line.split(",") for line in file.read().split()], dtype=np.uint8)
    images = raw[:, :-1].reshape(-1, 28, 28, 1)
    return image_table(asset, images, raw[:, -1], DIGITS, counts={"raw_lines": len(raw)})


def fashion_mnist(asset: Asset, root: Path) -> ImageTable:
    """70,000 grey pictures of clothes, 28 × 28; label is one of ten kinds.

    Column `official`: `train` or `test` of the published split.
    """
    images, labels, official = [], [], []
    for prefix, name in (("train", "train"), ("t10k", "test")):
        images.append(_idx(root / f"{prefix}-images-idx3-ubyte.gz")[..., None])
        labels.append(_idx(root / f"{prefix}-labels-idx1-ubyte.gz"))
        official += [name] * len(labels[-1])
    return image_table(
        asset,
        np.concatenate(images),
        np.concatenate(labels).astype(np.int64),
        CLOTHES,
        counts={"raw_lines": len(official)},
        official=official,
    )


def digits(asset: Asset, root: Path | None) -> ImageTable:
    """scikit-learn's 1,797 digits of 8 × 8 pixels with values 0 … 16; label is the digit."""
    from sklearn.datasets import load_digits

    raw = load_digits()
    images = raw.images[..., None].astype(np.uint8)
    return image_table(asset, images, raw.target, DIGITS, counts={"raw_lines": len(images)})


def _idx(path: Path) -> NDArray[np.uint8]:
    """An IDX file: two zero bytes, the type (8: unsigned byte), the rank, the sizes, the data."""
    content = gzip.decompress(path.read_bytes())
    if content[:3] != b"\0\0\x08":
        raise ValueError(f"{path} is no IDX file of bytes; run `ftlib assets verify`")
    rank = content[3]
    shape = np.frombuffer(content, ">i4", count=rank, offset=4)
    return np.frombuffer(content, np.uint8, offset=4 + 4 * rank).reshape(shape)

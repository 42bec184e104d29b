"""One picture alone, without labels: its only label says what it shows."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from ftlib.assets.catalogue import Asset
from ftlib.assets.table import ImageTable, image_table


def colon_tissue(asset: Asset, root: Path) -> ImageTable:
    """One microscopy picture, 512 × 512, RGB; the label says what it shows, not who is ill."""
    return _single(asset, root / "ihc.png", "tissue")


def coffee_cup(asset: Asset, root: Path) -> ImageTable:
    """One photograph, 400 × 600, RGB: a cup of coffee, a saucer and a spoon on a table."""
    return _single(asset, root / "coffee.png", "cup of coffee")


def _single(asset: Asset, path: Path, name: str) -> ImageTable:
    with Image.open(path) as picture:
        pixels = np.asarray(picture.convert("RGB"))
    return image_table(asset, pixels[None], [0], (name,), counts={"raw_lines": 1})

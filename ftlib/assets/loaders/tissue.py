"""A microscopy picture of stained tissue, without labels."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from ftlib.assets.catalogue import Asset
from ftlib.assets.table import ImageTable, image_table


def colon_tissue(asset: Asset, root: Path) -> ImageTable:
    """One picture, 512 × 512, RGB; its only label says what it shows, not who is ill."""
    with Image.open(root / "ihc.png") as picture:
        pixels = np.asarray(picture.convert("RGB"))
    return image_table(asset, pixels[None], [0], ("tissue",), counts={"raw_lines": 1})

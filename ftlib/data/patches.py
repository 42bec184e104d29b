"""Patches of a large picture, with the region that each lies in: for a split that does not leak."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray


def region_patches(
    height: int, width: int, *, size: int, stride: int, region: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Corners of the patches that lie wholly inside one region, region by region.

    The picture is tiled by squares of `region` pixels (what is left at its right and lower edge
    is not used). No patch reaches over a border, so two patches of different regions share no
    pixel.

    Args:
        height, width: of the picture.
        size: side of a patch, at most `region`.
        stride: from one patch to the next, at least 1.
        region: side of a region, at most the picture's.

    Returns:
        (corners, regions): the upper left pixel of each patch, [N, 2] as (row, column), and the
        number of its region, [N], counted along the rows from 0.

    Raises:
        ValueError: sizes that do not fit.
    """
    if not 1 <= size <= region <= min(height, width) or stride < 1:
        raise ValueError(
            f"size is {size}, region {region}, stride {stride}, the picture {height} × {width}; "
            "give 1 ≤ size ≤ region ≤ picture, and a stride of at least 1"
        )
    steps = np.arange(0, region - size + 1, stride)
    down, across = np.meshgrid(steps, steps, indexing="ij")
    inside = np.stack([down.ravel(), across.ravel()], axis=1)
    origins = [
        (row * region, column * region)
        for row in range(height // region)
        for column in range(width // region)
    ]
    corners = np.concatenate([inside + origin for origin in origins])
    return corners, np.repeat(np.arange(len(origins)), len(inside))


def cut_patches(picture: NDArray, corners: NDArray[np.int64], size: int) -> NDArray:
    """The patches themselves: [H, W] → [N, size, size], [H, W, C] → [N, size, size, C].

    Raises:
        ValueError: a corner whose patch leaves the picture.
    """
    picture, corners = np.asarray(picture), np.asarray(corners)
    last = np.array(picture.shape[:2]) - size
    if corners.ndim != 2 or (corners < 0).any() or (corners > last).any():
        raise ValueError(
            f"corners has shape {corners.shape}; each must lie between (0, 0) and {tuple(last)}"
        )
    windows = sliding_window_view(picture, (size, size), axis=(0, 1))
    patches = windows[corners[:, 0], corners[:, 1]]  # the window's axes come last
    return patches if picture.ndim == 2 else np.moveaxis(patches, 1, -1)

"""Patches of a large picture, with the region that each lies in: for a split that does not leak."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike, NDArray


def region_patches(
    height: int, width: int, *, size: int, stride: int, region: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Corners of the patches that lie wholly inside one region, region by region.

    The picture is tiled by squares of `region` pixels (what is left at its right and lower edge
    is not used). No patch reaches over a border, so two patches of different regions share no
    pixel.

    Args:
        height, width: of the picture, in pixels.
        size: side of a patch, at most `region`.
        stride: from one patch to the next, at least 1.
        region: side of a region, at most the picture's.

    Returns:
        (corners, regions): the upper left pixel of each patch, int64 [N, 2] as (row, column), and
        the number of its region, int64 [N], counted along the rows from 0.

    Raises:
        ValueError: sizes that do not fit, or that are not whole numbers.

    Source: chapter *A second pair of eyes*, section *Labels that nobody gave*.
    """
    given = (height, width, size, stride, region)
    whole = all(isinstance(each, int | np.integer) for each in given)
    if not whole or not 1 <= size <= region <= min(height, width) or stride < 1:
        raise ValueError(
            f"size is {size}, region {region}, stride {stride}, the picture {height} × {width}; "
            "give 1 ≤ size ≤ region ≤ picture, and a stride of at least 1, all in whole pixels"
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


def cut_patches(picture: NDArray, corners: ArrayLike, size: int) -> NDArray:
    """The patches themselves: [H, W] → [N, size, size], [H, W, C] → [N, size, size, C].

    Args:
        picture: any dtype, [H, W] or [H, W, C].
        corners: the upper left pixel of each patch, whole numbers [N, 2] as (row, column).
        size: side of a patch, from 1 to the picture's shorter side.

    Returns: a copy, of the dtype of `picture`.

    Raises:
        ValueError: another shape, a size that does not fit, a corner whose patch leaves the
            picture.

    Source: chapter *A second pair of eyes*, section *Labels that nobody gave*.
    """
    picture, places = np.asarray(picture), np.asarray(corners)
    if picture.ndim not in (2, 3) or not 1 <= size <= min(picture.shape[:2]):
        raise ValueError(
            f"size is {size} for a picture of shape {picture.shape}; "
            "give [H, W] or [H, W, C], and a size of at least 1 that fits into it"
        )
    if places.ndim != 2 or places.shape[1] != 2 or places.dtype.kind not in "iu":
        raise ValueError(
            f"corners is {places.dtype} of shape {places.shape}; give whole numbers [N, 2], "
            "as region_patches does"
        )
    last = np.array(picture.shape[:2]) - size
    outside = ((places < 0) | (places > last)).any(axis=1)
    if outside.any():
        raise ValueError(
            f"corners holds {tuple(places[outside][0].tolist())}; each must lie between (0, 0) "
            f"and {tuple(last.tolist())}, so that its patch is inside of the picture"
        )
    windows = sliding_window_view(picture, (size, size), axis=(0, 1))
    patches = windows[places[:, 0], places[:, 1]]  # the window's axes come last
    return patches if picture.ndim == 2 else np.moveaxis(patches, 1, -1)

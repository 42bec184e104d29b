"""Stains of a microscopy picture, separated: absorbances add, colours do not."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

# Absorbance of red, green and blue by each stain, as measured by Ruifrok and Johnston (2001).
HAEMATOXYLIN = (0.650, 0.704, 0.286)
DAB = (0.269, 0.568, 0.778)


def absorbance(picture: ArrayLike) -> NDArray[np.float64]:
    """A = −ln((I + 1)/256): what is missing of the light, on a scale where layers add.

    Args:
        picture: I, uint8, any shape.

    Returns: float64, of the same shape; white is 0, black is ln 256.

    Raises:
        ValueError: another type.

    Source: chapter *A second pair of eyes*, equation (beer-lambert).
    """
    light = np.asarray(picture)
    if light.dtype != np.uint8:
        raise ValueError(f"picture is of type {light.dtype}; give uint8, 0 … 255")
    return -np.log((light.astype(np.float64) + 1) / 256)


def separate_stains(
    picture: ArrayLike, first: ArrayLike = HAEMATOXYLIN, second: ArrayLike = DAB
) -> NDArray[np.float64]:
    """How much of each of two stains lies over each pixel: least squares on absorbances.

    Args:
        picture: uint8, [H, W, 3].
        first, second: absorbance of red, green and blue by the two stains, [3] each, not
            parallel; only the direction counts.

    Returns: float64, [H, W, 2]; noise makes some amounts negative.

    Raises:
        ValueError: another shape or type, or two stains of one colour.

    Source: chapter *A second pair of eyes*, equation (stain-separation); Ruifrok and Johnston
    (2001), here with two stains and no third direction.
    """
    absorbed = absorbance(picture)
    if absorbed.ndim != 3 or absorbed.shape[2] != 3:
        raise ValueError(f"picture has shape {absorbed.shape}; give [H, W, 3], red, green, blue")
    one, other = np.asarray(first, np.float64), np.asarray(second, np.float64)
    fits = one.shape == other.shape == (3,) and np.isfinite([one, other]).all()
    colours = np.stack([one, other]) if fits else np.zeros((2, 3))
    if np.linalg.matrix_rank(colours) < 2:
        raise ValueError(
            f"first is {one.tolist()} and second {other.tolist()}; give two different colours, "
            "three finite numbers each"
        )
    colours /= np.linalg.norm(colours, axis=1, keepdims=True)
    return np.asarray(absorbed @ np.linalg.pinv(colours))

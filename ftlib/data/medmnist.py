"""MedMNIST, for a reader who has one of its files: they lie in no package."""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import dataclass
from os import PathLike
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_PARTS = ("train", "val", "test")
# What NumPy and zipfile raise on files that are damaged, encrypted, or something else altogether.
_UNREADABLE = (
    *(ValueError, EOFError, AttributeError, TypeError, KeyError, MemoryError, IsADirectoryError),
    *(RuntimeError, zipfile.BadZipFile, zlib.error),
)


@dataclass(frozen=True, eq=False)
class MedicalPictures:
    """One part of a MedMNIST file.

    Attributes:
        images: uint8, [N, H, W] grey or [N, H, W, 3] colour.
        labels: int64, [N] one class, or [N, K] with several answers, each 0 or 1.
    """

    images: NDArray[np.uint8]
    labels: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.images)


def load_medmnist(path: str | PathLike[str]) -> dict[str, MedicalPictures]:
    """A file such as `pathmnist.npz`: its parts `train`, `validation` and `test`.

    Nothing in the file is executed: it is read with `allow_pickle=False`. The file names no
    patients, so a split of your own cannot be checked for them; keep to its parts.

    Args:
        path: of the file as it was published.

    Returns: the three parts by name.

    Raises:
        FileNotFoundError: no such file.
        ValueError: for anything else, with what was expected and what was found.

    Source: Yang et al. (2023), MedMNIST v2.
    """
    name = Path(path).name
    try:
        with np.load(path, allow_pickle=False) as file:
            arrays = {key: file[key] for key in file.files}
    except _UNREADABLE as error:
        raise ValueError(
            f"path {name} is not a plain .npz file ({error}); give one as MedMNIST publishes it"
        ) from error
    found = {}
    for part in _PARTS:
        images, labels = (_array(arrays, f"{part}_{kind}", name) for kind in ("images", "labels"))
        found["validation" if part == "val" else part] = _part(images, labels, part, name)
    return found


def _array(arrays: dict[str, NDArray], key: str, name: str) -> NDArray:
    if key not in arrays:
        has = ", ".join(arrays) or "nothing"
        raise ValueError(f"path {name} has no {key} (it holds {has}); give a MedMNIST file")
    return arrays[key]


def _part(images: NDArray, labels: NDArray, part: str, name: str) -> MedicalPictures:
    shaped = images.ndim == 3 or (images.ndim == 4 and images.shape[3] == 3)
    if images.dtype != np.uint8 or not shaped:
        raise ValueError(
            f"path {name}: {part}_images is {images.dtype} of shape {images.shape}; "
            "expected uint8, [N, H, W] or [N, H, W, 3] (the volumes of its 3-D sets are not read)"
        )
    fits = labels.ndim == 2 and len(labels) == len(images) and labels.shape[1] > 0
    if not fits or labels.dtype.kind not in "iu":
        raise ValueError(
            f"path {name}: {part}_labels is {labels.dtype} of shape {labels.shape} for "
            f"{len(images)} pictures; expected whole numbers, [N, K]"
        )
    codes = labels.astype(np.int64)
    if codes.shape[1] > 1 and not np.isin(codes, (0, 1)).all():
        raise ValueError(
            f"path {name}: {part}_labels has {codes.shape[1]} answers a picture, {codes.min()} to "
            f"{codes.max()}; expected 0 or 1 for each"
        )
    return MedicalPictures(images, codes[:, 0] if codes.shape[1] == 1 else codes)

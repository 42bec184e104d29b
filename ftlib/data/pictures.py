"""Pictures as examples, changed a little each time they are seen, and reproducibly so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import torch

PictureChange: TypeAlias = Callable[[NDArray[np.uint8], np.random.Generator], NDArray[np.uint8]]


@dataclass(frozen=True, eq=False)
class Pictures:
    """Pictures and labels; with changes, another version of each picture in each epoch.

    Row i of epoch e is a function of (seed, e, i) and of nothing else: not of the batch it is in,
    of the thread that makes it, or of what was drawn before. So a run that is resumed sees what a
    run never interrupted would have seen.

    Attributes:
        images: uint8, shape [N, H, W, C].
        labels: int64, shape [N], or None.
        changes: applied one after the other; none for validation and test.
        seed, epoch: of the changes; a loop asks `at_epoch(e)` for the version of its epoch.
        name: of the model's argument.
        mean, std: of each channel, of values in [0, 1]; subtracted and divided by.

    Raises:
        ValueError: for images of another shape or dtype, or another number of labels.
    """

    images: NDArray[np.uint8]
    labels: NDArray[np.int64] | None = None
    changes: Sequence[PictureChange] = ()
    seed: int = 0
    epoch: int = 0
    name: str = "input"
    mean: Sequence[float] | float = 0.0
    std: Sequence[float] | float = 1.0

    def __post_init__(self) -> None:
        if self.images.ndim != 4 or self.images.dtype != np.uint8:
            raise ValueError(
                f"images is {self.images.dtype} of shape {self.images.shape}; "
                "give uint8 pictures, [N, H, W, C]"
            )
        if self.labels is not None and len(self.labels) != len(self.images):
            raise ValueError(
                f"images has {len(self.images)} pictures and labels {len(self.labels)} entries; "
                "give one label for each"
            )

    def __len__(self) -> int:
        return len(self.images)

    @property
    def lengths(self) -> NDArray[np.int64]:
        """All ones: nothing is padded here. Shape [N]."""
        return np.ones(len(self), dtype=np.int64)

    @property
    def augmented(self) -> bool:
        """Whether a row is another picture in each epoch: what lies below must not be cached."""
        return bool(self.changes)

    def at_epoch(self, epoch: int) -> Pictures:
        """The same pictures, in the versions of epoch `epoch` (from 0)."""
        return replace(self, epoch=epoch)

    def picture(self, row: int) -> NDArray[np.uint8]:
        """Picture `row` as it looks in this epoch, [H, W, C]."""
        image = self.images[row]
        rng = np.random.default_rng([self.seed, self.epoch, int(row)])
        for change in self.changes:
            image = change(image, rng)
        return image

    def batch(self, rows: NDArray[np.int64]) -> dict[str, torch.Tensor]:
        """The model's argument, float32, [B, C, H, W] (channels last in memory), and `labels`."""
        import torch

        stack = np.empty((len(rows), *self.images.shape[1:]), dtype=np.uint8)
        for place, row in enumerate(rows):
            stack[place] = self.picture(row) if self.changes else self.images[row]
        mean = np.asarray(self.mean, dtype=np.float32)
        scale = np.float32(1 / 255) / np.asarray(self.std, dtype=np.float32)
        values = stack * scale - mean * (np.float32(255) * scale)
        batch = {self.name: torch.from_numpy(values.astype(np.float32)).permute(0, 3, 1, 2)}
        if self.labels is not None:
            batch["labels"] = torch.from_numpy(self.labels[rows])
        return batch


def flipped(chance: float = 0.5) -> PictureChange:
    """Mirror left and right with probability `chance` (not for digits or letters).

    Raises:
        ValueError: for `chance` outside [0, 1].
    """
    if not 0 <= chance <= 1:
        raise ValueError(f"chance is {chance}; give a probability from 0 to 1, such as 0.5")

    def change(image: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
        return image[:, ::-1] if rng.random() < chance else image

    return change


def shifted(most: int = 2) -> PictureChange:
    """Move by up to `most` pixels each way (a crop of the padded picture); edges are repeated.

    Raises:
        ValueError: for `most` below 0.
    """
    if most < 0:
        raise ValueError(f"most is {most}; give a number of pixels, 0 or more")

    def change(image: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
        height, width, _ = image.shape
        down, right = rng.integers(0, 2 * most + 1, 2)
        padded = np.pad(image, ((most, most), (most, most), (0, 0)), mode="edge")
        return padded[down : down + height, right : right + width]

    return change


def cropped(least: float = 0.7) -> PictureChange:
    """Cut out a random window of `least` to all of each side, and enlarge it to the old size.

    Raises:
        ValueError: for `least` outside (0, 1].
    """
    if not 0 < least <= 1:
        raise ValueError(f"least is {least}; give a share of the side in (0, 1], such as 0.7")

    def change(image: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
        height, width, _ = image.shape
        share = rng.uniform(least, 1)
        tall, wide = max(1, round(share * height)), max(1, round(share * width))
        top, left = rng.integers(0, height - tall + 1), rng.integers(0, width - wide + 1)
        # Nearest neighbour: the middle of each new pixel falls into one old one.
        lines = top + ((np.arange(height) + 0.5) * tall / height).astype(int)
        columns = left + ((np.arange(width) + 0.5) * wide / width).astype(int)
        return image[lines[:, None], columns]

    return change


def recoloured(
    brightness: float = 0.2, contrast: float = 0.2, colour: float = 0.2
) -> PictureChange:
    """Change brightness, contrast and the strength of each channel by up to these shares.

    A fourth channel (transparency) is left as it is.

    Raises:
        ValueError: for a share outside [0, 1].
    """
    for name, share in (("brightness", brightness), ("contrast", contrast), ("colour", colour)):
        if not 0 <= share <= 1:
            raise ValueError(f"{name} is {share}; give a share from 0 to 1, such as 0.2")

    def change(image: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
        seen = image[..., :3].astype(np.float32)
        seen *= 1 + rng.uniform(-brightness, brightness)
        seen *= 1 + rng.uniform(-colour, colour, seen.shape[-1])
        middle = seen.mean()
        seen = middle + (seen - middle) * (1 + rng.uniform(-contrast, contrast))
        result = image.copy()
        result[..., :3] = np.clip(np.rint(seen), 0, 255)
        return result

    return change


def erased(share: float = 0.4, fill: int = 255) -> PictureChange:
    """Cover a random square, wholly inside, whose side is `share` of the shorter side (cutout).

    Args:
        share: in [0, 1]; 0 covers nothing.
        fill: what covers it, 0 to 255; of a fourth channel (transparency), too.

    Raises:
        ValueError: for a share outside [0, 1], or a fill that no pixel can have.

    Source: chapter *A borrowed eye*; DeVries & Taylor (2017).
    """
    if not 0 <= share <= 1:
        raise ValueError(f"share is {share}; give a share of the side from 0 to 1, such as 0.4")
    if not 0 <= fill <= 255:
        raise ValueError(f"fill is {fill}; give the value of a pixel, 0 to 255")

    def change(image: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
        height, width, _ = image.shape
        side = round(share * min(height, width))
        top, left = rng.integers(0, height - side + 1), rng.integers(0, width - side + 1)
        result = image.copy()
        result[top : top + side, left : left + side] = fill
        return result

    return change

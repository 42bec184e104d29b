"""Which kind of thing is in this picture, or none of these? Reads any picture there is."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PIL import Image, ImageOps, UnidentifiedImageError
from scipy.special import softmax

from ftlib.assets.loaders.pictures import on_white
from ftlib.evaluate import conformal_p

# What Pillow raises on files that are damaged, beside its own error.
_DAMAGED = (
    *(UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError),
    *(EOFError, TypeError, LookupError, AttributeError, struct.error, zlib.error, MemoryError),
    *(RuntimeError, OverflowError),
)
_LONGEST = 2048  # pixels of a side that is made square; a longer one is made smaller before

Pixels = NDArray[np.uint8]
Picture = str | Path | bytes | Image.Image | Pixels


@dataclass(frozen=True)
class Answer:
    """What the classifier says of one picture.

    Attributes:
        kind: the most probable class, or None: none of these.
        top: classes and their probabilities, the largest first, *as if* it were one of these.
        usual: in (0, 1]; share of known pictures at least as strange as this one. Of several
            measures the least share, times their number: so that together they promise α.
        refused_at: the answer is None where `usual` is not above this.
    """

    kind: str | None
    top: tuple[tuple[str, float], ...]
    usual: float
    refused_at: float

    def __str__(self) -> str:
        listed = ", ".join(f"{name} {share:.2f}" for name, share in self.top)
        what = "none of these" if self.kind is None else self.kind
        return f"{what} (at least as strange: {self.usual:.1%} of known pictures); top: {listed}"


@dataclass(frozen=True, eq=False)
class PictureClassifier:
    """A frozen network, a linear head, and a measure of how strange a picture is.

    Attributes:
        features: pictures uint8 [N, S, S, 3] to features [N, D].
        weight, bias: of the head, shapes [K, D] and [K].
        names: of the K classes.
        strangeness: features [N, D] to numbers, larger is stranger: [N], or [N, J] for J measures.
        known: strangeness of n pictures of these classes that trained nothing, shape [n] or [n, J].
        size: S, side of the pictures that `features` takes.
        refuse: α, the share of pictures of these classes that may be refused, in [0, 1); 0 refuses
            nothing.

    Raises:
        ValueError: shapes that do not fit, α outside its range, or too few known pictures to
            refuse anything at α.

    Source: chapter *A borrowed eye*, equation (lite-none).
    """

    features: Callable[[Pixels], ArrayLike]
    weight: NDArray[np.float64]
    bias: NDArray[np.float64]
    names: Sequence[str]
    strangeness: Callable[[NDArray[np.float64]], ArrayLike]
    known: NDArray[np.float64]
    size: int = 96
    refuse: float = 0.05

    def __post_init__(self) -> None:
        classes = len(self.names)
        if self.weight.ndim != 2 or len(self.weight) != classes or self.bias.shape != (classes,):
            raise ValueError(
                f"weight has shape {self.weight.shape} and bias {self.bias.shape}; "
                f"give [K, D] and [K] for the {classes} names"
            )
        if not 0 <= self.refuse < 1:
            raise ValueError(f"refuse is {self.refuse}; give a share from 0 to below 1")
        if self.known.ndim not in (1, 2) or np.isnan(self.known).any():
            raise ValueError(
                f"known has shape {self.known.shape}; give [n], or [n, J], numbers and not nan"
            )
        each = self.refuse / (1 if self.known.ndim == 1 else self.known.shape[1])
        if each and 1 / (len(self.known) + 1) > each:
            raise ValueError(
                f"known has {len(self.known)} pictures; to refuse {each:.1%} by one measure give "
                f"at least {int(np.ceil(1 / each)) - 1}"
            )

    def classify(self, picture: Picture, *, top: int = 3) -> Answer:
        """The class of one picture, or none of these.

        Args:
            picture: as `read_picture`.
            top: how many classes to list, at least 1.

        Raises:
            ValueError: top below 1, or as `read_picture`.
        """
        return self._classified([read_picture(picture, self.size)], top)[0]

    def classify_all(self, pictures: Sequence[Picture] | Pixels, *, top: int = 3) -> list[Answer]:
        """As `classify`, for many pictures in one pass through the network.

        Args:
            pictures: a list of N pictures as for `classify`, or one array uint8 [N, H, W, 3 or 4].
            top: how many classes to list, at least 1.

        Raises:
            ValueError: as `classify`, with the place of the picture; one picture in the place of
                several.
        """
        one = isinstance(pictures, str | Path | bytes | Image.Image)
        if one or (isinstance(pictures, np.ndarray) and pictures.ndim in (2, 3)):
            raise ValueError(
                "pictures is one picture; give a list or an array [N, H, W, 3], or use classify"
            )
        return self._classified(
            [_read_one_of(pictures, place, self.size) for place in range(len(pictures))], top
        )

    def _classified(self, pixels: list[Pixels], top: int) -> list[Answer]:
        if top < 1:
            raise ValueError(f"top is {top}; list at least 1 class")
        if not pixels:
            return []
        found = np.asarray(self.features(np.stack(pixels)), np.float64)
        if found.shape != (len(pixels), self.weight.shape[1]) or not np.isfinite(found).all():
            raise ValueError(
                f"features gave shape {found.shape} for {len(pixels)} pictures; give finite "
                f"numbers [N, {self.weight.shape[1]}]"
            )
        p = softmax(found @ self.weight.T + self.bias, axis=1)
        usual = self._usual(np.asarray(self.strangeness(found), np.float64))
        return [self._answer(*each, top) for each in zip(p, usual, strict=True)]

    def _usual(self, strange: NDArray[np.float64]) -> NDArray[np.float64]:
        """Equation (lite-none): the least share over all measures, times their number; [N]."""
        if strange.shape[1:] != self.known.shape[1:]:
            raise ValueError(
                f"strangeness gave shape {strange.shape} and known has {self.known.shape}; "
                "give the same measures"
            )
        single = self.known.ndim == 1
        known, asked = (self.known[:, None], strange[:, None]) if single else (self.known, strange)
        shares = [conformal_p(*each) for each in zip(known.T, asked.T, strict=True)]
        return np.minimum(len(shares) * np.min(shares, axis=0), 1.0)

    def _answer(self, p: NDArray[np.float64], usual: float, top: int) -> Answer:
        order = np.argsort(-p, kind="stable")
        listed = tuple((self.names[k], float(p[k])) for k in order[:top])
        kind = None if usual <= self.refuse else listed[0][0]
        return Answer(kind, listed, float(usual), self.refuse)


def read_picture(picture: Picture, size: int) -> Pixels:
    """Any picture as the classifier wants it: upright, on white, square, three colours.

    Args:
        picture: a file's name, the bytes of a file (PNG, JPEG, GIF, WebP, …), a PIL image, or an
            array uint8 [H, W], [H, W, 1], [H, W, 3] or [H, W, 4] (with transparency). A camera's
            note on how it was held is followed; of a film the first picture counts.
        size: S.

    Returns:
        uint8 [S, S, 3].

    Raises:
        ValueError: no such file, not a picture, an array of another dtype or shape, an empty one.
    """
    opened = _from_array(picture) if isinstance(picture, np.ndarray) else _opened(picture)
    return on_white(opened, size)


def _read_one_of(pictures: Sequence[Picture] | Pixels, place: int, size: int) -> Pixels:
    try:
        return read_picture(pictures[place], size)
    except ValueError as error:
        raise ValueError(f"pictures[{place}]: {error}") from None


def _opened(picture: str | Path | bytes | Image.Image) -> Image.Image:
    """Upright and with eight bits a colour; a ValueError for whatever is no whole picture."""
    if not isinstance(picture, str | Path | bytes | Image.Image):
        raise ValueError(
            f"picture is a {type(picture).__name__}; give a file's name, its bytes, or an array"
        )
    name = _named(picture)
    try:
        if isinstance(picture, Image.Image):
            return _plain(picture)
        with Image.open(io.BytesIO(picture) if isinstance(picture, bytes) else picture) as opened:
            return _plain(opened)
    except FileNotFoundError:
        raise ValueError(f"picture {name} does not exist; look at the name") from None
    except _DAMAGED as error:
        raise ValueError(
            f"picture {name} cannot be read ({type(error).__name__}); give a whole PNG or JPEG file"
        ) from None


def _named(picture: str | Path | bytes | Image.Image) -> str:
    if isinstance(picture, bytes):
        return f"of {len(picture)} bytes"
    if isinstance(picture, Image.Image):
        return f"of mode {picture.mode} and size {picture.size}"
    name = str(picture)
    return repr(name if len(name) <= 200 else f"{name[:200]}…")


def _plain(picture: Image.Image) -> Image.Image:
    """As RGBA with eight bits, upright, and no side longer than `_LONGEST`."""
    colours = _eight_bits(ImageOps.exif_transpose(picture)).convert("RGBA")
    if max(colours.size) > _LONGEST:
        colours.thumbnail((_LONGEST, _LONGEST), Image.Resampling.BICUBIC)
    return colours


def _from_array(pixels: NDArray[np.generic]) -> Image.Image:
    shape = pixels.shape
    fits = len(shape) == 2 or (len(shape) == 3 and shape[2] in (1, 3, 4))
    if pixels.dtype != np.uint8 or not fits or pixels.size == 0:
        raise ValueError(
            f"picture is {pixels.dtype} of shape {shape}; give uint8 pixels, [H, W] or [H, W, 3]"
        )
    return _plain(Image.fromarray(pixels[..., 0] if shape[2:] == (1,) else pixels))


def _eight_bits(picture: Image.Image) -> Image.Image:
    """Grey pictures of 16 bits would turn white in a conversion that cuts off at 255."""
    if picture.mode == "F" or 0 in picture.size:
        # Of the first PIL would make a black picture.
        raise ValueError("lightnesses without a scale, or no pixel")
    if not picture.mode.startswith("I"):
        return picture
    return Image.fromarray((np.asarray(picture, np.int64) >> 8).clip(0, 255).astype(np.uint8))

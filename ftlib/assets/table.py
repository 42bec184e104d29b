"""Tables: what `data(name)` returns."""

from __future__ import annotations

import hashlib
import html
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ftlib.assets.splits import SPLITS, assign, normalise

if TYPE_CHECKING:
    from ftlib.assets.catalogue import Asset


@dataclass(frozen=True, eq=False)
class Table:
    """A data set with labels and fixed splits.

    Attributes:
        name: of the asset.
        frame: one row an example. `text` (str), `label` (int64 code, an index of `label_names`)
            and `split` (category: train, validation, test) where they make sense; every further
            column is described by the loader. Do not change it in place.
        label_names: the name of label 0, 1, …; empty when the rows have no label.
        counts: what was counted on the way, such as raw lines, rows and unique texts.
        card: the asset: origin, licence, citation, trap.
    """

    name: str
    frame: pd.DataFrame
    label_names: tuple[str, ...]
    counts: dict[str, int]
    card: Asset

    @property
    def train(self) -> pd.DataFrame:
        """The rows to train on (about 70 % of the distinct texts), index from 0."""
        return self._part("train")

    @property
    def validation(self) -> pd.DataFrame:
        """The rows to choose settings with (about 10 %), index from 0."""
        return self._part("validation")

    @property
    def test(self) -> pd.DataFrame:
        """The rows to report a score on (about 20 %), index from 0."""
        return self._part("test")

    def unique(self) -> Table:
        """The table without exact duplicates (same text, same label); splits do not change."""
        subset = [column for column in ("text", "label") if column in self.frame]
        frame = self.frame.drop_duplicates(subset).reset_index(drop=True)
        return replace(self, frame=frame, counts=self.counts | {"rows": len(frame)})

    def __len__(self) -> int:
        return len(self.frame)

    def __repr__(self) -> str:
        return (
            f"{type(self).__name__} {self.name}: {_summary(self.frame['split'], self.label_names)}"
        )

    def _repr_html_(self) -> str:
        columns = ", ".join(f"<code>{html.escape(c)}</code>" for c in self.frame.columns)
        return (
            f"<p><strong>{html.escape(self.card.title)}</strong> — {html.escape(repr(self))}; "
            f"columns {columns}</p>{self.frame.head().to_html(max_cols=8)}"
        )

    def _part(self, split: str) -> pd.DataFrame:
        return self.frame[self.frame["split"] == split].reset_index(drop=True)


@dataclass(frozen=True, eq=False)
class ImageTable:
    """Pictures with labels and fixed splits.

    Attributes:
        name: of the asset.
        images: uint8, shape [N, H, W, C]; C is 1 (grey), 3 (RGB) or 4 (RGBA).
        frame: N rows in the order of `images`: `label` (int64), `split` (category), `group` (str:
            pictures of one group are variants of each other and share a split) and what else the
            loader describes.
        label_names, counts, card: as in `Table`.
    """

    name: str
    images: NDArray[np.uint8]
    frame: pd.DataFrame
    label_names: tuple[str, ...]
    counts: dict[str, int]
    card: Asset

    @property
    def label(self) -> NDArray[np.int64]:
        """Shape [N]: an index of `label_names` for each picture."""
        return self.frame["label"].to_numpy(np.int64)

    @property
    def split(self) -> NDArray[np.str_]:
        """Shape [N]: `train`, `validation` or `test` for each picture."""
        return self.frame["split"].to_numpy(str)

    @property
    def groups(self) -> NDArray[np.str_]:
        """Shape [N]: the group of each picture."""
        return self.frame["group"].to_numpy(str)

    def part(self, split: str) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
        """The pictures [n, H, W, C] and labels [n] of `train`, `validation` or `test`.

        Raises:
            ValueError: for another name.
        """
        if split not in SPLITS:
            raise ValueError(f"split is {split!r}; use one of {', '.join(SPLITS)}")
        rows = (self.frame["split"] == split).to_numpy()
        return self.images[rows], self.label[rows]

    @property
    def train(self) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
        """Pictures and labels to train on."""
        return self.part("train")

    @property
    def validation(self) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
        """Pictures and labels to choose settings with."""
        return self.part("validation")

    @property
    def test(self) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
        """Pictures and labels to report a score on."""
        return self.part("test")

    def __len__(self) -> int:
        return len(self.images)

    def __repr__(self) -> str:
        _, height, width, channels = self.images.shape
        summary = _summary(self.frame["split"], self.label_names)
        return f"ImageTable {self.name}: {height} × {width} × {channels}, {summary}"


def text_table(
    card: Asset,
    texts: Sequence[str],
    labels: Sequence[int] | NDArray | None,
    label_names: Sequence[str] = (),
    *,
    keys: Sequence[str] | None = None,
    counts: dict[str, int] | None = None,
    **columns: Sequence | NDArray | pd.Series,
) -> Table:
    """Build a table of texts, with its splits.

    Args:
        card: the asset.
        texts: length N.
        labels: length N, codes into `label_names`; None for rows without a label.
        keys: length N, the group key of every row; by default the normalised text.
        counts: what to record beside `rows` and `unique`.
        columns: further columns, each of length N.
    """
    frame = pd.DataFrame({"text": pd.Series(list(texts), dtype="str")})
    if labels is not None:
        frame["label"] = np.asarray(labels, dtype=np.int64)
    if keys is None:
        keys = [normalise(text) for text in texts]
    frame["split"] = split_column(keys, labels)
    for name, column in columns.items():
        frame[name] = column
    unique = len(frame.drop_duplicates([c for c in ("text", "label") if c in frame]))
    every = {**(counts or {}), "rows": len(frame), "unique": unique}
    return Table(card.name, frame, tuple(label_names), every, card)


def split_column(keys: Sequence[str], labels: Sequence[int] | NDArray | None) -> pd.Series:
    """The column `split` for group keys (length N), as a category with all three names."""
    codes = None if labels is None else np.asarray(labels).tolist()
    return pd.Series(pd.Categorical(assign(keys, codes), categories=SPLITS))


def _summary(split: pd.Series, label_names: tuple[str, ...]) -> str:
    parts = ", ".join(f"{name} {(split == name).sum():,}" for name in SPLITS)
    shown = ", ".join(label_names[:6]) + (", …" if len(label_names) > 6 else "")
    labels = f"; {len(label_names)} labels: {shown}" if label_names else ""
    return f"{len(split):,} rows ({parts}){labels}"


def image_table(
    card: Asset,
    images: NDArray[np.uint8],
    labels: Sequence[int] | NDArray,
    label_names: Sequence[str],
    *,
    groups: Sequence[str] | None = None,
    counts: dict[str, int] | None = None,
    **columns: Sequence | NDArray | pd.Series,
) -> ImageTable:
    """Build a table of pictures, with its splits.

    Args:
        card: the asset.
        images: uint8, shape [N, H, W, C].
        labels: length N, codes into `label_names`.
        groups: length N: pictures with the same group share a split; by default the picture's
            own bytes, so that equal pictures do.
        counts: what to record beside `rows` and `unique`.
        columns: further columns of the frame, each of length N.
    """
    own = [hashlib.sha256(image.tobytes()).hexdigest() for image in images]
    keys = own if groups is None else [str(group) for group in groups]
    frame = pd.DataFrame({"label": np.asarray(labels, dtype=np.int64)})
    frame["split"] = split_column(keys, frame["label"].to_numpy())
    frame["group"] = pd.Series(keys, dtype="str")
    for name, column in columns.items():
        frame[name] = column
    every = {**(counts or {}), "rows": len(images), "unique": len(set(own))}
    return ImageTable(card.name, images, frame, tuple(label_names), every, card)

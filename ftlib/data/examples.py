"""Examples a model can be trained on: tokenised texts, or plain tensors."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ftlib.assets import cache_root
from ftlib.data.ragged import Ragged

if TYPE_CHECKING:
    import pandas as pd
    import torch

Tokenizer = Callable[..., Mapping[str, Any]]
_PIECE = 10_000  # texts that are tokenised in one call


class Examples(Protocol):
    """What `ftlib.train.fit` needs to know of a data set; a class of your own may provide it.

    Examples that change from epoch to epoch (augmentation) also have `at_epoch(epoch)`, which gives
    the examples of that epoch, and an attribute `augmented` that is true.
    """

    def __len__(self) -> int:
        """The number of examples, N."""

    @property
    def lengths(self) -> NDArray[np.int64]:
        """Shape [N]: the size of each example; equal sizes where nothing is padded."""

    @property
    def labels(self) -> NDArray[Any] | None:
        """Shape [N] or [N, …]; None where the labels are not known."""

    def batch(self, rows: NDArray[np.int64]) -> dict[str, torch.Tensor]:
        """The model's inputs by name and, where they are known, `labels`; B = len(rows) first."""


@dataclass(frozen=True, eq=False)
class Encoded:
    """Texts as token numbers, not yet padded.

    Attributes:
        input_ids: N arrays of int64; array i has as many entries as text i has tokens. `encode`
            keeps them in one flat array (`Ragged`), of which they are read.
        labels: int64, shape [N], or None.
        pad_id: the number that fills up a batch.
    """

    input_ids: Sequence[NDArray[np.int64]]
    labels: NDArray[np.int64] | None
    pad_id: int

    def __len__(self) -> int:
        return len(self.input_ids)

    @property
    def lengths(self) -> NDArray[np.int64]:
        """Tokens of each text, shape [N]."""
        if isinstance(self.input_ids, Ragged):
            return self.input_ids.lengths
        return np.array([len(ids) for ids in self.input_ids], dtype=np.int64)

    def batch(self, rows: NDArray[np.int64]) -> dict[str, torch.Tensor]:
        """Pad the texts `rows` to the longest of *them* (dynamic padding).

        Returns:
            `input_ids` and `attention_mask` (1 for a token, 0 for padding), int64, [B, T] with
            T = the longest of these B texts (1 when B is 0); and `labels`, int64, [B], where they
            are known.
        """
        import torch

        ragged, own = self.input_ids, np.asarray(rows, dtype=np.int64)
        if not isinstance(ragged, Ragged):
            ragged, own = Ragged.of([ragged[row] for row in own]), np.arange(len(own))
        padded, mask = ragged.padded(own, self.pad_id)
        batch = {"input_ids": torch.from_numpy(padded), "attention_mask": torch.from_numpy(mask)}
        if self.labels is not None:
            batch["labels"] = torch.from_numpy(self.labels[rows])
        return batch


def encode(
    texts: pd.DataFrame | Sequence[str],
    tokenizer: Tokenizer,
    *,
    max_length: int = 128,
    cache: bool | str | PathLike[str] = False,
) -> Encoded:
    """Tokenise every text once; padding is left to the batch.

    Args:
        texts: a frame with a column `text` and perhaps `label` (as `ftlib.assets.data(…).train`),
            or a sequence of N strings.
        tokenizer: of the pretrained model (a Transformers tokenizer, with a `pad_token_id`).
        max_length: longer texts are cut to this many tokens, special ones included.
        cache: True keeps the token numbers on disk (in the folder `tokens` of ftlib's cache), a
            path keeps them in that folder; the next call with the same texts, tokenizer and
            length maps them from there. False keeps them in memory.

    Raises:
        ValueError: no text; an entry that is no string (a missing value, say); a tokenizer
            without a padding token, or, with a cache, one that is not "fast".
    """
    listed, labels = _columns(texts)
    if not listed:
        raise ValueError("texts is empty; give at least one text")
    for place, text in enumerate(listed):
        if not isinstance(text, str):
            raise ValueError(f"texts[{place}] is {text!r}, not a string; drop or mend that row")
    pad_id = getattr(tokenizer, "pad_token_id", None)
    if pad_id is None:
        raise ValueError(
            "tokenizer has no padding token; set tokenizer.pad_token (to its eos_token, say) first"
        )

    def tokenise() -> Ragged:
        # Piece by piece: the tokenizer's own lists take ten times the memory of the result.
        pieces = (listed[start : start + _PIECE] for start in range(0, len(listed), _PIECE))
        return Ragged.of(
            ids
            for piece in pieces
            for ids in tokenizer(piece, truncation=True, max_length=max_length)["input_ids"]
        )

    if cache is False:
        return Encoded(tokenise(), labels, int(pad_id))
    from ftlib.data.token_cache import cached, key_of

    root = cache_root() / "tokens" if cache is True else Path(cache)
    return Encoded(
        cached(root, key_of(listed, tokenizer, max_length), tokenise), labels, int(pad_id)
    )


class Rows:
    """Plain arrays as examples: `Rows(input=x, labels=y)`; every array has N rows.

    Arrays are named like the arguments of the model's `forward`; `labels` may be left out.

    Raises:
        ValueError: without an input, or with arrays of different lengths.
    """

    def __init__(self, *, labels: ArrayLike | None = None, **inputs: ArrayLike) -> None:
        arrays = {name: np.asarray(array) for name, array in inputs.items()}
        if not arrays:
            raise ValueError("Rows got no input; name the model's input, as in Rows(input=x)")
        self.labels = None if labels is None else np.asarray(labels)
        self._arrays = arrays if self.labels is None else arrays | {"labels": self.labels}
        counts = {name: len(array) for name, array in self._arrays.items()}
        if len(set(counts.values())) > 1:
            raise ValueError(f"Rows got arrays of different lengths, {counts}; give N rows each")

    def __len__(self) -> int:
        return len(next(iter(self._arrays.values())))

    @property
    def lengths(self) -> NDArray[np.int64]:
        """All ones: nothing is padded here. Shape [N]."""
        return np.ones(len(self), dtype=np.int64)

    def batch(self, rows: NDArray[np.int64]) -> dict[str, torch.Tensor]:
        """The rows of every array as tensors of the same dtype, B first."""
        import torch

        return {name: torch.from_numpy(array[rows]) for name, array in self._arrays.items()}


def _columns(
    texts: pd.DataFrame | Sequence[str],
) -> tuple[list[Any], NDArray[np.int64] | None]:
    if isinstance(texts, str):
        raise ValueError("texts is one string; give a list of strings, such as [text]")
    columns = getattr(texts, "columns", None)
    if columns is None:
        return list(texts), None
    if "text" not in columns:
        raise ValueError(f"texts has the columns {list(columns)}; one must be named 'text'")
    labels = texts["label"].to_numpy(np.int64) if "label" in columns else None  # type: ignore[call-overload]
    return list(texts["text"]), labels  # type: ignore[call-overload]

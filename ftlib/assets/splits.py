"""Fixed, leak-free splits: the text itself says where it goes, by its hash.

The same text lands in the same split whatever the order of the rows, the machine or the other
rows, so no duplicate can stand on both sides (Kapoor & Narayanan, 2023, on what leaks do).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

SPLITS = ("train", "validation", "test")
_TRAIN, _VALIDATION = 0.7, 0.1


def normalise(text: str) -> str:
    """Case-folded, with every run of white space made one blank: what counts as the same text."""
    return " ".join(text.casefold().split())


def share(key: str) -> float:
    """A number in [0, 1) that depends on the key alone (the first 32 bits of its SHA-256)."""
    return int.from_bytes(hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()[:4]) / 2**32


def split_of(key: str) -> str:
    """The split of a group key: 70 % of all keys train, 10 % validate, 20 % test."""
    at = share(key)
    return "train" if at < _TRAIN else "validation" if at < _TRAIN + _VALIDATION else "test"


def assign(keys: Sequence[str], labels: Iterable[int] | None = None) -> list[str]:
    """The split of every row, by its group key.

    A label of so few groups that the hash puts none of them in train gets its group of lowest
    hash there, whole: a class that is never trained on cannot be learned.

    Args:
        keys: length N; rows with the same key come into the same split.
        labels: length N, or None when the rows have none.

    Returns:
        Length N, each one of `train`, `validation` and `test`.
    """
    split = {key: split_of(key) for key in keys}
    if labels is not None:
        groups: dict[int, set[str]] = {}
        for key, label in zip(keys, labels, strict=True):
            groups.setdefault(label, set()).add(key)
        for label in sorted(groups):
            own = groups[label]
            if all(split[key] != "train" for key in own):
                split[min(own, key=lambda key: (share(key), key))] = "train"
    return [split[key] for key in keys]

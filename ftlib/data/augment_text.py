"""Texts made from texts: a word less, two exchanged, a typing error, a synonym.

A change takes a text and a random generator and gives a text. `augmented` applies changes to a
table *before* it is tokenised: the lengths are then known when the batches are planned, each text
is still tokenised once, and copy c of row i is a function of (seed, c, i) and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd

TextChange: TypeAlias = Callable[[str, np.random.Generator], str]
_KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def augmented(
    frame: pd.DataFrame, *changes: TextChange, copies: int = 1, seed: int = 0, keep: bool = True
) -> pd.DataFrame:
    """The table, followed by changed copies of its texts with the labels of their originals.

    **Split first.** A copy of a test text among the training texts is a leak.

    Args:
        frame: a column `text`, and any others, which the copies take over.
        changes: each copy of each text undergoes one of them, drawn at random.
        copies: how often every text is copied.
        seed: copy c of row i depends on (seed, c, i) alone.
        keep: whether the originals come first.

    Returns:
        N × (copies + keep) rows, with a column `origin` (int64): the row of the original.

    Raises:
        ValueError: for no change, `copies` below 1, or a frame without a column `text`.

    Source: Wei and Zou, EDA, EMNLP 2019 (which changes); chapter *The data pipeline*.
    """
    if not changes:
        raise ValueError("augmented got no change; give at least one, such as drop_words()")
    if copies < 1:
        raise ValueError(f"copies is {copies}; give at least 1")
    if "text" not in frame.columns:
        raise ValueError(f"frame has the columns {list(frame.columns)}; one must be named 'text'")
    import pandas as pd

    parts = [frame.assign(origin=np.arange(len(frame)))] if keep else []
    for copy in range(copies):
        texts = []
        for row, text in enumerate(frame["text"]):
            rng = np.random.default_rng([seed, copy, row])
            texts.append(changes[rng.integers(len(changes))](text, rng))
        parts.append(frame.assign(text=texts, origin=np.arange(len(frame))))
    return pd.concat(parts, ignore_index=True)


def drop_words(rate: float = 0.1) -> TextChange:
    """Leave out each word with probability `rate`; at least one word stays.

    Raises:
        ValueError: for a `rate` outside [0, 1].
    """
    _check_rate(rate)

    def change(text: str, rng: np.random.Generator) -> str:
        words = text.split()
        if not words:
            return text
        stays = rng.random(len(words)) >= rate
        stays[rng.integers(len(words))] |= not stays.any()
        return " ".join(word for word, stay in zip(words, stays, strict=True) if stay)

    return change


def swap_words(rate: float = 0.1) -> TextChange:
    """Exchange two neighbours, as often as `rate` × the number of words, rounded, at least once.

    Raises:
        ValueError: for a `rate` outside [0, 1].
    """
    _check_rate(rate)

    def change(text: str, rng: np.random.Generator) -> str:
        words = text.split()
        for place in rng.integers(0, len(words) - 1, _times(rate, words)) if len(words) > 1 else ():
            words[place], words[place + 1] = words[place + 1], words[place]
        return " ".join(words) if words else text

    return change


def typos(rate: float = 0.1) -> TextChange:
    """In `rate` of the words hit the key beside, leave a letter out, or exchange two letters.

    Only in words of four letters or more, and never in the first letter, where people rarely err.

    Raises:
        ValueError: for a `rate` outside [0, 1].
    """
    _check_rate(rate)

    def change(text: str, rng: np.random.Generator) -> str:
        words = text.split(" ")
        for place, draw in enumerate(rng.random(len(words))):
            if draw < rate and len(words[place]) >= 4:
                words[place] = _mistyped(words[place], rng)
        return " ".join(words)

    return change


def replace_words(synonyms: Mapping[str, Sequence[str]], rate: float = 0.1) -> TextChange:
    """Put a synonym in the place of each word that has one, with probability `rate`.

    A capital first letter stays one, and so does punctuation before and after the word.

    Args:
        synonyms: lower-case words and what may stand for them: a thesaurus, or `nearest_words`.
        rate: the probability.

    Raises:
        ValueError: for a `rate` outside [0, 1].
    """
    _check_rate(rate)

    def change(text: str, rng: np.random.Generator) -> str:
        words = text.split(" ")
        for place, draw in enumerate(rng.random(len(words))):
            bare = words[place].strip(".,;:!?\"'()[]")
            choices = synonyms.get(bare.lower(), ())
            if draw < rate and choices:
                other = choices[int(rng.integers(len(choices)))]
                other = other.capitalize() if bare[:1].isupper() else other
                words[place] = words[place].replace(bare, other, 1)
        return " ".join(words)

    return change


def nearest_words(
    words: Sequence[str], vectors: NDArray[np.floating], *, count: int = 5, least: float = 0.5
) -> dict[str, tuple[str, ...]]:
    """For each word the words with the most similar vectors: a thesaurus, of a kind.

    Of a kind, because words that occur in the same places get similar vectors, and opposites do:
    *good* is near *great*, and near *bad*. The chapter measures what that costs.

    Args:
        words: V different words.
        vectors: their vectors, shape [V, d], such as rows of a model's input embeddings.
        count: neighbours of a word at most.
        least: the smallest cosine of a neighbour.

    Returns:
        The neighbours of each word that has any, most similar first.

    Raises:
        ValueError: for unequal lengths.
    """
    if len(words) != len(vectors):
        raise ValueError(f"words has {len(words)} entries and vectors {len(vectors)}; give V each")
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit = (vectors / np.maximum(norms, np.finfo(np.float32).tiny)).astype(np.float32)
    found = {}
    for start in range(0, len(words), 1024):  # [1024, V] at a time, not [V, V]
        block = unit[start : start + 1024] @ unit.T
        block[np.arange(len(block)), start + np.arange(len(block))] = -2  # not the word itself
        near = np.argpartition(-block, min(count, len(words) - 1), axis=1)[:, :count]
        order = np.argsort(-np.take_along_axis(block, near, axis=1), axis=1, kind="stable")
        near = np.take_along_axis(near, order, axis=1)
        for place, row in enumerate(near):
            own = tuple(words[other] for other in row if block[place, other] >= least)
            if own:
                found[words[start + place]] = own
    return found


def _mistyped(word: str, rng: np.random.Generator) -> str:
    place = int(rng.integers(1, len(word)))
    kind = rng.integers(3)
    if kind == 0:
        return word[:place] + _beside(word[place], rng) + word[place + 1 :]
    if kind == 1:
        return word[:place] + word[place + 1 :]
    place = min(place, len(word) - 2)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def _beside(letter: str, rng: np.random.Generator) -> str:
    """A key left or right of the letter's on an English keyboard; the letter if it is none."""
    for row in _KEYBOARD:
        place = row.find(letter.lower())
        if place >= 0:
            near = row[max(0, place - 1) : place] + row[place + 1 : place + 2]
            other = near[int(rng.integers(len(near)))]
            return other.upper() if letter.isupper() else other
    return letter


def _times(rate: float, words: Sequence[str]) -> int:
    return max(1, round(rate * len(words))) if rate else 0


def _check_rate(rate: float) -> None:
    if not 0 <= rate <= 1:
        raise ValueError(f"rate is {rate}; give a share from 0 to 1, such as 0.1")

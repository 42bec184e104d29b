"""BM25: which passage shares the question's rare words? The baseline of every search."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray


class BM25:
    """An index of passages that scores them for a question, word by word.

    A word that n of M passages hold, and this one f times among its L words, adds
    log(1 + (M − n + ½)/(n + ½)) · f (k₁ + 1)/(f + k₁ (1 − b + b L/L̄)). The 1 in the logarithm is
    Lucene's: without it, a word that more than half of the passages hold would count against them.

    Args:
        passages: M ≥ 1 texts, at least one with a word in it.
        k1: how soon a word's repetitions stop counting, finite, at least 0 (0: only whether it is
            there).
        b: how much long passages are marked down, in [0, 1] (0: not at all).

    Raises:
        ValueError: no passages, what is no list of texts, no word in any, k1 or b outside its
            range.

    Source: chapter *A desk that knows when to ask*, equation (desk-bm25); Robertson and Zaragoza
    (2009). Words are scikit-learn's: lower case, two characters or more.
    """

    def __init__(self, passages: Sequence[str], *, k1: float = 1.2, b: float = 0.75) -> None:
        from sklearn.feature_extraction.text import CountVectorizer

        texts = _texts("passages", passages)
        if not texts:
            raise ValueError("passages is empty; give at least one text")
        if not (math.isfinite(k1) and k1 >= 0 and 0 <= b <= 1):
            raise ValueError(
                f"k1 is {k1} and b {b}; give a finite k1 of at least 0 and b between 0 and 1"
            )
        self._vectorizer: Any = CountVectorizer()
        counts = self._counted(texts)
        length = np.asarray(counts.sum(axis=1), np.float64).ravel()
        found_in = np.asarray((counts > 0).sum(axis=0), np.float64).ravel()
        m = len(length)
        rarity = np.log1p((m - found_in + 0.5) / (found_in + 0.5))
        rows = np.repeat(np.arange(m), np.diff(counts.indptr))
        damped = counts.data + k1 * (1 - b + b * length / length.mean())[rows]
        weights = counts.copy()
        weights.data = rarity[counts.indices] * counts.data * (k1 + 1) / damped
        self._weights = weights.T.tocsr()  # [words, M]

    def scores(self, questions: Sequence[str]) -> NDArray[np.float64]:
        """How well each passage suits each question: float64, shape [N, M], larger is better.

        A word that stands in the question twice counts twice; one that no passage has, not at all.

        Args:
            questions: N ≥ 0 texts.

        Raises:
            ValueError: for what is no list of texts.
        """
        texts = _texts("questions", questions)
        if not texts:
            return np.zeros((0, self._weights.shape[1]))
        asked = self._vectorizer.transform(texts).astype(np.float64)
        return np.asarray((asked @ self._weights).toarray(), np.float64)

    def _counted(self, passages: list[str]) -> Any:
        try:
            return self._vectorizer.fit_transform(passages).tocsr().astype(np.float64)
        except ValueError:
            raise ValueError(
                f"passages hold no word of two characters or more, the first is {passages[0]!r}; "
                "give texts"
            ) from None


def _texts(name: str, texts: Sequence[str]) -> list[str]:
    """A list of strings. A single string is a sequence of its characters, and never meant so."""
    if isinstance(texts, str):
        raise ValueError(f"{name} is one text, {texts!r}; give a list of texts")
    given = list(texts)
    for place, each in enumerate(given):
        if not isinstance(each, str):
            raise ValueError(f"{name}[{place}] is {each!r}; give a text, or leave it out")
    return given

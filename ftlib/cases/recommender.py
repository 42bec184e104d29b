"""What to watch next, for somebody who names a few films, says what they like, or says nothing."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ftlib.models.factors import implicit_person

Floats = NDArray[np.float64]
Embed = Callable[[Sequence[str]], ArrayLike]
_POOL = 100  # best-scored items among which a varied list is chosen


def varied(scores: ArrayLike, likeness: ArrayLike, k: int, diversity: float) -> list[int]:
    """Choose k items one by one: each time the best of (1 − d) score − d (likeness to the chosen).

    Args:
        scores: shape [M]; −∞ is never chosen. likeness: shape [M, M], larger is more alike.
        k: at least 0; fewer are returned when there are not as many.
        diversity: d in [0, 1]; 0 is the order of the scores.

    Returns:
        Indices in the order of choice; of equals the first.

    Raises:
        ValueError: other shapes, a number outside its range.

    Source: chapter *What to watch next*, equation (rec-mmr); Carbonell and Goldstein (1998).
    """
    points, alike = np.asarray(scores, np.float64), np.asarray(likeness, np.float64)
    if points.ndim != 1 or alike.shape != (len(points), len(points)):
        raise ValueError(
            f"scores have shape {points.shape} and likeness {alike.shape}; give [M] and [M, M]"
        )
    if not 0 <= diversity <= 1 or k < 0:
        raise ValueError(f"diversity is {diversity} and k {k}; give 0 … 1, and 0 or more")
    chosen: list[int] = []
    nearest = np.zeros(len(points))
    open_ = np.isfinite(points)
    while len(chosen) < k and open_.any():
        value = np.where(
            open_, (1 - diversity) * np.where(open_, points, 0) - diversity * nearest, -np.inf
        )
        best = int(np.argmax(value))
        nearest = np.maximum(nearest, alike[best]) if chosen else alike[best].copy()
        chosen.append(best)
        open_[best] = False
    return chosen


@dataclass(frozen=True)
class Recommendation:
    """A film, its score, and the film of the history that is most like it (or "")."""

    title: str
    score: float
    because: str

    def __str__(self) -> str:
        return self.title + (f" (because of {self.because})" if self.because else "")


@dataclass(frozen=True)
class Recommender:
    """Scores every film by taste, by words, or by both; for nobody in particular by popularity.

    Attributes:
        titles: M names, such as "Alien (1979)" or "Godfather, The (1972)".
        factors: vectors of taste from a factorisation, shape [M, R].
        features: vectors of the films' texts, shape [M, D].
        embed: texts to vectors of the same kind, shape [N, D].
        popularity: how many people saw each film, shape [M].
        confidence, penalty: of the factorisation, to place a new person.

    Source: chapter *What to watch next*.
    """

    titles: Sequence[str]
    factors: Floats
    features: Floats
    embed: Embed
    popularity: Floats
    confidence: float = 10.0
    penalty: float = 5.0

    def __post_init__(self) -> None:
        sizes = {len(self.titles), len(self.factors), len(self.features), len(self.popularity)}
        if len(sizes) != 1:
            raise ValueError(
                f"titles, factors, features and popularity have lengths {sorted(sizes)}; "
                "give one row for each film"
            )

    def recommend(
        self,
        history: Sequence[str] = (),
        text: str = "",
        *,
        k: int = 5,
        diversity: float = 0.0,
        words: float = 1.0,
    ) -> list[Recommendation]:
        """The k films for somebody who saw `history` and asks for `text`.

        Args:
            history: titles, with or without the year. text: free; films that it names count as
                seen. Both empty: what most people saw.
            diversity: from 0 (as scored) to 1 (as unlike each other as can be).
            words: how much the text counts beside the taste, 0 or more.

        Raises:
            ValueError: for a title that is not known, with those that look like it; for a number
                outside its range.
        """
        if words < 0:
            raise ValueError(f"words is {words}; give 0 or more")
        seen = list(dict.fromkeys([*map(self.find, history), *self.named(text)]))
        parts = []
        if seen:
            person = implicit_person(self.factors, seen, self.confidence, self.penalty)
            parts.append(_standard(self.factors @ person))
        if text.strip() and words > 0:
            parts.append(words * _standard(_cosine(self._query(text), self.features)[0]))
        scores = np.sum(parts, axis=0) if parts else _standard(np.log1p(self.popularity))
        scores[seen] = -np.inf
        pool = np.argsort(-scores, kind="stable")[: max(_POOL, k)]
        alike = _cosine(self.factors[pool], self.factors[pool])
        order = pool[varied(scores[pool], alike, k, diversity)]
        return [self._reason(int(film), float(scores[film]), seen) for film in order]

    def find(self, title: str) -> int:
        """The row of a title, with or without year or article in front; the most seen of several.

        Raises:
            ValueError: for one that is not known.
        """
        wanted = _plain(title)
        rows = [row for row, each in enumerate(self.titles) if wanted in _plain_both(each)]
        if not rows:
            known = [name for each in self.titles for name in _plain_both(each)]
            near = difflib.get_close_matches(wanted, known, 3, 0.6)
            raise ValueError(f"no film is called {title!r}; near it: {', '.join(near) or 'none'}")
        return max(rows, key=lambda row: self.popularity[row])

    def named(self, text: str) -> list[int]:
        """Rows of the films whose names, of four letters or more, the text holds as written."""
        names: dict[str, int] = {}
        for row, title in enumerate(self.titles):
            name = _spoken(title)
            if len(name) >= 4 and (
                name not in names or self.popularity[row] > self.popularity[names[name]]
            ):
                names[name] = row
        found, rest = [], text
        for name in sorted(names, key=len, reverse=True):
            if name in rest and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", rest):
                found.append(names[name])
                rest = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " ", rest)
        return found

    def _query(self, text: str) -> Floats:
        vector = np.asarray(self.embed([text]), np.float64)
        if vector.shape != (1, self.features.shape[1]):
            raise ValueError(
                f"embed gave shape {vector.shape} for one text; "
                f"give [1, {self.features.shape[1]}] as in features"
            )
        return vector

    def _reason(self, film: int, score: float, seen: list[int]) -> Recommendation:
        because = ""
        if seen:
            alike = _cosine(self.factors[[film]], self.factors[seen])[0]
            because = self.titles[seen[int(np.argmax(alike))]]
        return Recommendation(self.titles[film], score, because)


def _cosine(left: Floats, right: Floats) -> Floats:
    one = left / np.maximum(np.linalg.norm(left, axis=1, keepdims=True), 1e-12)
    two = right / np.maximum(np.linalg.norm(right, axis=1, keepdims=True), 1e-12)
    return np.asarray(one @ two.T, np.float64)


def _standard(scores: Floats) -> Floats:
    """With mean 0 and deviation 1, so that two kinds of score can be added."""
    return np.asarray((scores - scores.mean()) / max(float(scores.std()), 1e-12), np.float64)


def _spoken(title: str) -> str:
    """ "Godfather, The (1972)" as people say it: "The Godfather"."""
    name = re.sub(r"\s*\([^)]*\)", "", title).strip()
    moved = re.fullmatch(r"(.*), (The|A|An)", name)
    return f"{moved[2]} {moved[1]}" if moved else name


def _plain(title: str) -> str:
    return " ".join(title.casefold().split())


def _plain_both(title: str) -> tuple[str, ...]:
    spoken = _plain(_spoken(title))
    return (_plain(title), spoken, re.sub(r"^(the|a|an) ", "", spoken))

"""Texts that are nearly the same, and the leak they make between two splits.

Two texts are compared by their *shingles* (all runs of n characters): the Jaccard similarity is
the share of shingles that both have among those that either has. Comparing all pairs of N texts
would take N² / 2 steps; MinHash finds the few pairs worth comparing, and each is then compared
exactly. So what is reported is always true; what is missed has the probability in `Banding`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ftlib.assets.splits import normalise

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Banding:
    """How signatures of `bands` × `rows` hashes are compared: equal in all rows of some band."""

    bands: int
    rows: int

    def found(self, similarity: float) -> float:
        """The probability that a pair of this similarity is compared: 1 − (1 − s^rows)^bands."""
        return 1 - (1 - similarity**self.rows) ** self.bands

    @classmethod
    def at(cls, threshold: float, hashes: int) -> Banding:
        """The strictest banding that misses a pair *at* the threshold less than once in 1000."""
        strict = (cls(hashes // rows, rows) for rows in range(hashes, 0, -1))
        return next(each for each in strict if each.found(threshold) >= 0.999 or each.rows == 1)


@dataclass(frozen=True, eq=False)
class NearDuplicates:
    """Pairs of texts that are nearly the same.

    Attributes:
        pairs: int64, shape [P, 2], first < second, in order. Of texts with the *same* shingles only
            the first is compared with others, and the rest are paired with it alone.
        similarity: Jaccard similarity of each pair, float64, shape [P], at least the threshold.
        groups: int64, shape [N]: texts that are joined by a chain of pairs have the same number,
            that of their first text.
    """

    pairs: NDArray[np.int64]
    similarity: NDArray[np.float64]
    groups: NDArray[np.int64]

    def __str__(self) -> str:
        sizes = np.bincount(self.groups, minlength=len(self.groups))
        return (
            f"{int((sizes > 1).sum()):,} groups of near duplicates hold "
            f"{int(sizes[sizes > 1].sum()):,} of {len(self.groups):,} texts; "
            f"the largest has {int(sizes.max())}"
        )


@dataclass(frozen=True, eq=False)
class Leaks:
    """Test texts that have a near duplicate among the training texts.

    Attributes:
        test, train: the places of each test text and of the training text most like it, int64,
            shape [L], by rising place of the test text.
        similarity: of the two, float64, shape [L]; 1 means the same shingles.
        texts: how many test texts were looked at.
        conflicts: those of the L whose label is another than that of their training text; None
            when one of the tables has no labels.
    """

    test: NDArray[np.int64]
    train: NDArray[np.int64]
    similarity: NDArray[np.float64]
    texts: int
    conflicts: int | None

    @property
    def share(self) -> float:
        """The share of test texts that leak."""
        return len(self.test) / self.texts

    def __str__(self) -> str:
        same = int((self.similarity == 1).sum())
        words = (
            f"{len(self.test):,} of {self.texts:,} test texts ({self.share:.1%}) have a near "
            f"duplicate in train: {same:,} the same, {len(self.test) - same:,} nearly"
        )
        return (
            words if self.conflicts is None else f"{words}; {self.conflicts:,} with another label"
        )


def near_duplicates(
    texts: Sequence[str],
    threshold: float = 0.8,
    *,
    shingle: int = 5,
    hashes: int = 128,
    seed: int = 0,
) -> NearDuplicates:
    """Find the pairs of texts whose shingles have a Jaccard similarity of `threshold` or more.

    Args:
        texts: N strings; compared case-folded and with single blanks.
        threshold: in (0, 1].
        shingle: characters of a shingle: 5 suits alphabets, 2 or 3 Chinese. A shorter text is its
            own only shingle.
        hashes: MinHash values of a text; more find more, and take longer.
        seed: of the hash functions.

    Raises:
        ValueError: for no text, or a number outside its range.

    Source: Broder, Compression and Complexity of Sequences (1997); chapter *The data pipeline*.
    """
    sets, first, pairs, similarity = _similar_sets(texts, threshold, shingle, hashes, seed)
    own = np.flatnonzero(first[sets] != np.arange(len(texts)))
    every = np.concatenate([first[pairs], np.stack([first[sets[own]], own], axis=1)])
    every.sort(axis=1)
    alike = np.concatenate([similarity, np.ones(len(own))])
    order = np.lexsort((every[:, 1], every[:, 0]))
    return NearDuplicates(every[order], alike[order], _groups(len(texts), every))


def leaks(
    train: pd.DataFrame | Sequence[str],
    test: pd.DataFrame | Sequence[str],
    threshold: float = 0.8,
    *,
    shingle: int = 5,
    hashes: int = 128,
    seed: int = 0,
) -> Leaks:
    """Find the test texts that a model may know from training, word for word or nearly.

    Args:
        train, test: strings, or frames with a column `text` and perhaps `label`.
        threshold, shingle, hashes, seed: as `near_duplicates`.

    Raises:
        ValueError: for an empty table, or a number outside its range.
    """
    (seen, seen_labels), (asked, asked_labels) = _columns(train, "train"), _columns(test, "test")
    sets, first, pairs, similarity = _similar_sets(seen + asked, threshold, shingle, hashes, seed)
    # `first` is the first text with that set of shingles, so it is below len(seen) exactly where
    # a training text has that set.
    trained = first < len(seen)
    best = np.where(trained, np.arange(len(first)), -1)
    score = np.where(trained, 1.0, 0.0)
    both = np.concatenate([pairs, pairs[:, ::-1]])
    for (here, there), alike in zip(both, np.tile(similarity, 2), strict=True):
        if trained[there] and alike > score[here]:
            best[here], score[here] = there, alike
    places = np.flatnonzero(best[sets[len(seen) :]] >= 0)
    own = sets[len(seen) + places]
    partners = first[best[own]]
    conflicts = None
    if seen_labels is not None and asked_labels is not None:
        conflicts = int((seen_labels[partners] != asked_labels[places]).sum())
    return Leaks(places, partners, score[own], len(asked), conflicts)


def jaccard(first: str, second: str, *, shingle: int = 5) -> float:
    """The Jaccard similarity of two texts: shared shingles / all shingles of either.

    Arguments: as `near_duplicates`.
    """
    one, two = shingles(first, shingle), shingles(second, shingle)
    return len(one & two) / len(one | two)


def shingles(text: str, size: int = 5) -> set[str]:
    """All runs of `size` characters of the normalised text; the text itself if it is shorter."""
    plain = normalise(text)
    return {plain[start : start + size] for start in range(max(1, len(plain) - size + 1))}


def minhash(
    members: NDArray[np.int64], starts: NDArray[np.int64], hashes: int, seed: int = 0
) -> NDArray[np.uint64]:
    """The smallest hash of each set, under `hashes` random hash functions.

    The probability that two sets agree in one column is their Jaccard similarity (of all members
    of the union, each is equally likely to have the smallest hash; they agree when it is in both).

    Args:
        members: numbers of the members of all sets, end to end, each in [0, 2³¹).
        starts: where each set starts, shape [N]; no set may be empty.
        hashes: K, how many hash functions.
        seed: of the functions, h(x) = (a·π(x) + b) mod 2⁶⁴ with odd a and one permutation π.

    Returns:
        uint64, shape [N, K].
    """
    rng = np.random.default_rng(seed)
    signature = np.empty((len(starts), hashes), dtype=np.uint64)
    # Members are numbered as they were found, so that those of one text follow each other; a
    # linear h would keep them together, the permutation scatters them.
    mixed = rng.permutation(int(members.max()) + 1).astype(np.uint64)[members]
    for column in range(hashes):
        a, b = rng.integers(0, 2**64, size=2, dtype=np.uint64)
        odd = a | np.uint64(1)  # so that no two members get the same hash
        signature[:, column] = np.minimum.reduceat(odd * mixed + b, starts)
    return signature


def _similar_sets(
    texts: Sequence[str], threshold: float, shingle: int, hashes: int, seed: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """The set of each text, the first text of each set, similar pairs of sets, and how similar."""
    if len(texts) == 0:
        raise ValueError("texts is empty; give at least one text")
    if not 0 < threshold <= 1:
        raise ValueError(f"threshold is {threshold}; give a similarity in (0, 1], such as 0.8")
    if shingle < 1 or hashes < 1:
        raise ValueError(f"shingle is {shingle} and hashes {hashes}; give at least 1 of each")
    numbers: dict[str, int] = {}
    known: dict[frozenset[int], int] = {}
    first: list[int] = []
    sets = np.empty(len(texts), dtype=np.int64)
    for place, text in enumerate(texts):
        own = frozenset(numbers.setdefault(each, len(numbers)) for each in shingles(text, shingle))
        sets[place] = known.setdefault(own, len(known))
        if len(known) > len(first):
            first.append(place)
    members = np.concatenate([np.fromiter(own, np.int64, len(own)) for own in known])
    sizes = np.fromiter(map(len, known), np.int64, len(known))
    starts = np.cumsum(sizes) - sizes
    signature = minhash(members, starts, hashes, seed)
    pairs = _candidates(signature, Banding.at(threshold, hashes))
    alike = _exact(members, sizes, starts, pairs)
    kept = alike >= threshold
    return sets, np.array(first, dtype=np.int64), pairs[kept], alike[kept]


def _candidates(signature: NDArray[np.uint64], banding: Banding) -> NDArray[np.int64]:
    """All pairs of rows that agree in some band, each once, shape [P, 2]."""
    count = len(signature)
    codes = [np.empty(0, dtype=np.int64)]
    for band in range(banding.bands):
        block = np.ascontiguousarray(signature[:, band * banding.rows : (band + 1) * banding.rows])
        keys = block.view([("", block.dtype)] * block.shape[1]).ravel()
        _, bucket, sizes = np.unique(keys, return_inverse=True, return_counts=True)
        order = np.argsort(bucket, kind="stable")
        ends = np.cumsum(sizes)
        for size, end in zip(sizes[sizes > 1], ends[sizes > 1], strict=True):
            rows = order[end - size : end]  # rising, since the sort is stable
            one, two = np.triu_indices(size, k=1)
            codes.append(rows[one] * count + rows[two])
    found = np.unique(np.concatenate(codes))
    return np.stack([found // count, found % count], axis=1)


def _exact(
    members: NDArray[np.int64],
    sizes: NDArray[np.int64],
    starts: NDArray[np.int64],
    pairs: NDArray[np.int64],
) -> NDArray[np.float64]:
    """The Jaccard similarity of each pair of sets, counted and not estimated."""
    alike = np.empty(len(pairs))
    for place, (one, two) in enumerate(pairs):
        shared = np.intersect1d(
            members[starts[one] : starts[one] + sizes[one]],
            members[starts[two] : starts[two] + sizes[two]],
            assume_unique=True,
        ).size
        alike[place] = shared / (sizes[one] + sizes[two] - shared)
    return alike


def _groups(count: int, pairs: NDArray[np.int64]) -> NDArray[np.int64]:
    """Connected components; each is named by its smallest member."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    edges = coo_array(
        (np.ones(len(pairs), dtype=np.int8), (pairs[:, 0], pairs[:, 1])), (count,) * 2
    )
    _, labels = connected_components(edges, directed=False)
    _, smallest, inverse = np.unique(labels, return_index=True, return_inverse=True)
    return smallest[inverse].astype(np.int64)


def _columns(
    texts: pd.DataFrame | Sequence[str], name: str
) -> tuple[list[str], NDArray[Any] | None]:
    columns = getattr(texts, "columns", None)
    if columns is not None and "text" not in columns:
        raise ValueError(f"{name} has the columns {list(columns)}; one must be named 'text'")
    listed = list(texts if columns is None else texts["text"])  # type: ignore[call-overload]
    if not listed:
        raise ValueError(f"{name} is empty; give at least one text")
    labelled = columns is not None and "label" in columns
    return listed, texts["label"].to_numpy() if labelled else None  # type: ignore[call-overload]

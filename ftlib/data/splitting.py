"""A split that keeps groups whole and classes in proportion."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

SHARES = {"train": 0.7, "validation": 0.1, "test": 0.2}


def grouped_split(
    groups: Sequence[Hashable] | NDArray,
    labels: ArrayLike | None = None,
    *,
    shares: Mapping[str, float] | None = None,
    seed: int = 0,
) -> NDArray[np.str_]:
    """Deal whole groups to the splits, so that each gets its share of every class.

    Rows of one group (near duplicates, pictures of one patient, reviews by one author) never stand
    on two sides. Groups are dealt from the largest to the smallest, those of one size in an order
    that the seed decides; each goes to the split whose classes it brings closest to their shares.

    Args:
        groups: the group of each row, length N (as `near_duplicates(texts).groups`).
        labels: the class of each row, length N; without them only the number of rows counts.
        shares: name and share of each split; the shares sum to 1. Default: 70 % `train`,
            10 % `validation`, 20 % `test`.
        seed: of the order among groups of the same size.

    Returns:
        The name of each row's split, shape [N].

    Raises:
        ValueError: for no row, unequal lengths, or shares that are not positive or do not sum to 1.
    """
    parts = dict(SHARES if shares is None else shares)
    if not parts or min(parts.values()) <= 0 or abs(sum(parts.values()) - 1) > 1e-9:
        raise ValueError(f"shares is {parts}; give positive shares that sum to 1")
    names, wanted = list(parts), np.array(list(parts.values()))
    numbers: dict[Hashable, int] = {}
    group = np.array([numbers.setdefault(each, len(numbers)) for each in groups], dtype=np.int64)
    classes = np.zeros(len(group), dtype=np.int64)
    if labels is not None:
        classes = np.unique(np.asarray(labels), return_inverse=True)[1]
    if len(group) == 0 or len(classes) != len(group):
        raise ValueError(
            f"groups has {len(group)} rows and labels {len(classes)}; "
            "give one of each for at least one row"
        )
    counts = np.zeros((len(numbers), classes.max() + 1))
    np.add.at(counts, (group, classes), 1)
    place = _dealt(counts, wanted, np.random.default_rng(seed))
    return np.array(names)[place[group]]


def _dealt(
    counts: NDArray[np.float64], wanted: NDArray[np.float64], rng: np.random.Generator
) -> NDArray[np.int64]:
    """The split of each group, by the rows of each class in it ([groups, classes])."""
    target = wanted[:, None] * counts.sum(axis=0)  # rows of each class that each split should get
    lacking = target.copy()
    place = np.empty(len(counts), dtype=np.int64)
    order = rng.permutation(len(counts))
    for each in order[np.argsort(-counts[order].sum(axis=1), kind="stable")]:
        own = counts[each]
        # How much of what each split still lacks, as a share of its target, this group would fill.
        need = (own * lacking / target).sum(axis=1)
        place[each] = int(need.argmax())
        lacking[place[each]] -= own
    return place

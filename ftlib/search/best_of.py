"""What a search with a smaller budget would have found, from the trials of a larger one."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaln

from ftlib.search._validate import Array, finite, require_count


def expected_best(
    scores: ArrayLike, budget: int, reported: ArrayLike | None = None, *, replace: bool = False
) -> float:
    """The expected score of the best of `budget` trials, drawn from those that were made.

    Sorted upwards, trial i of N (from 1) is the best of a random n with a weight that counts:
    C(i−1, n−1)/C(N, n) without replacement, (i/N)ⁿ − ((i−1)/N)ⁿ with it. The first is unbiased for
    n fresh trials; the second is the plug-in of Dodge et al. and a little too low.

    Args:
        scores: float, shape [N], of independent random trials; large is good. They choose.
        budget: n, from 1 to N (any n from 1 with replacement).
        reported: shape [N]: what is averaged in their place, such as the test scores of the trials
            that the validation scores choose. Default: `scores`. Of equal scores the one that
            stands later is chosen.
        replace: draw with replacement.

    Raises:
        ValueError: for empty or unequal arrays, scores that are not finite, or a budget outside its
            range.

    Source: chapter *Hyper-parameters*, equation (expected-best); Dodge et al., EMNLP 2019; Tang et
    al., ACL 2020 (without replacement).
    """
    chosen_by = finite("scores", scores, axes=1)
    shown = chosen_by if reported is None else finite("reported", reported, axes=1)
    if len(shown) != len(chosen_by):
        raise ValueError(
            f"reported has {len(shown)} entries and scores {len(chosen_by)}; give one a trial"
        )
    require_count("budget", budget)
    if budget > len(chosen_by) and not replace:
        raise ValueError(
            f"budget is {budget}, but only {len(chosen_by)} trials were made; "
            "what more trials would have found is not in them"
        )
    order = np.argsort(chosen_by, kind="stable")
    return float(_weights(len(order), budget, replace) @ shown[order])


def _weights(made: int, budget: int, replace: bool) -> Array:
    """How probable it is that the trial of rank i is the best of those drawn, shape [N]."""
    rank = np.arange(1, made + 1, dtype=np.float64)
    if replace:
        return (rank / made) ** budget - ((rank - 1) / made) ** budget
    possible = rank >= budget  # at least budget − 1 trials are worse
    ways = _log_choose(np.where(possible, rank, budget) - 1, budget - 1)
    return np.where(possible, np.exp(ways - _log_choose(np.float64(made), budget)), 0.0)


def _log_choose(n: Array | np.float64, k: int) -> Array:
    return gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)

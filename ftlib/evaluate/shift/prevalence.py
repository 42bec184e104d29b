"""Where the share of "yes" is another: how many there really are, and what the logits become."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from ftlib.evaluate.intervals import Interval


def rogan_gladen(flagged: float, sensitivity: float, specificity: float) -> float:
    """The true share π of which a classifier flags the share q = π·sens + (1 − π)(1 − spec).

    Args:
        flagged: q, the share that is flagged, in [0, 1].
        sensitivity: the share of true items that is flagged, in [0, 1].
        specificity: the share of the others that is not flagged, in [0, 1].

    Returns:
        (q + spec − 1)/(sens + spec − 1). Not cut at 0 and 1: a value outside says that the
        classifier's errors are no longer the ones given, or that chance had it so.

    Raises:
        ValueError: for a share outside [0, 1], or a classifier that is no better than a coin.

    Source: chapter *When the news turns*, equation (rogan-gladen); Rogan and Gladen (1978).
    """
    return (flagged + specificity - 1) / _youden(flagged, sensitivity, specificity)


def rogan_gladen_interval(
    flagged: tuple[int, int],
    found: tuple[int, int],
    passed: tuple[int, int],
    *,
    level: float = 0.95,
) -> Interval:
    """`rogan_gladen` from counts, with the chance of all three of them in the interval.

    Args:
        flagged: (k, n), k of n new items were flagged.
        found: (k, n), k of n items known to be true were flagged: the sensitivity.
        passed: (k, n), k of n items known to be false were not flagged: the specificity.
        level: of the interval, in (0, 1).

    Raises:
        ValueError: for impossible counts, a level outside (0, 1), or what `rogan_gladen` refuses.

    Source: chapter *When the news turns*, equation (rogan-gladen-variance).
    """
    if not 0 < level < 1:
        raise ValueError(f"level is {level}; give a share between 0 and 1, such as 0.95")
    shares, variances = [], []
    for name, (k, n) in (("flagged", flagged), ("found", found), ("passed", passed)):
        if n < 1 or not 0 <= k <= n:
            raise ValueError(f"{name} is {(k, n)}; give (k, n) with 0 ≤ k ≤ n and n ≥ 1")
        shares.append(k / n)
        variances.append(k / n * (1 - k / n) / n)
    q, sensitivity, specificity = shares
    share = rogan_gladen(q, sensitivity, specificity)
    spread = variances[0] + share**2 * variances[1] + (1 - share) ** 2 * variances[2]
    reach = float(special.ndtri((1 + level) / 2)) * math.sqrt(spread)
    reach /= sensitivity + specificity - 1
    return Interval(share, share - reach, share + reach, level)


def shifted_logits(z: ArrayLike, share: float, new_share: float) -> NDArray[np.float64]:
    """Logits of a model for a place where the share of "yes" is another, and nothing else is.

    Args:
        z: logits of "yes", any shape, made where `share` of the items were yes.
        share, new_share: in (0, 1).

    Returns: z + log odds(new_share) − log odds(share), float64, the shape of `z`.

    Raises:
        ValueError: a share outside (0, 1).

    Source: chapter *A letter that should not arrive*, equation (spam-prior); Saerens et al. (2002).
    """
    for name, given in (("share", share), ("new_share", new_share)):
        if not 0 < given < 1:
            raise ValueError(f"{name} is {given}; give a share between 0 and 1, without its ends")
    return np.asarray(z, np.float64) + special.logit(new_share) - special.logit(share)


def _youden(flagged: float, sensitivity: float, specificity: float) -> float:
    for name, value in (
        ("flagged", flagged),
        ("sensitivity", sensitivity),
        ("specificity", specificity),
    ):
        if not 0 <= value <= 1:
            raise ValueError(f"{name} is {value}; give a share between 0 and 1")
    youden = sensitivity + specificity - 1
    if youden <= 0:
        raise ValueError(
            f"sensitivity + specificity is {sensitivity + specificity:g}; it must exceed 1: this "
            "classifier flags no more of the true items than of the others, so mend it first"
        )
    return youden

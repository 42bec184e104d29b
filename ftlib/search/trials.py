"""How many random trials it takes to meet one of the best settings."""

from __future__ import annotations

import math

from ftlib.search._validate import require_count, require_open_share


def hit_probability(share: float, trials: int) -> float:
    """1 − (1 − q)ⁿ: the chance that n independent trials hit the best share q at least once.

    Args:
        share: q, in (0, 1), of the space as the trials are drawn from it.
        trials: n, from 0 up.

    Raises:
        ValueError: for values outside these ranges.

    Source: chapter *Hyper-parameters*, equation (hit); Bergstra and Bengio, JMLR 2012.
    """
    require_open_share("share", share)
    require_count("trials", trials, least=0)
    return -math.expm1(trials * math.log1p(-share))


def trials_to_hit(share: float, confidence: float = 0.95) -> int:
    """The fewest trials that hit the best share q with at least this probability.

    Args and errors: `share` as in `hit_probability`; `confidence` in (0, 1).

    Source: chapter *Hyper-parameters*, equation (hit).
    """
    require_open_share("confidence", confidence)
    require_open_share("share", share)
    count = math.ceil(math.log1p(-confidence) / math.log1p(-share))
    # Rounding of the logarithms may leave the count one too high or too low.
    while count > 1 and hit_probability(share, count - 1) >= confidence:
        count -= 1
    while hit_probability(share, count) < confidence:
        count += 1
    return count

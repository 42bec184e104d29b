"""What the best of many noisy trials promises, and what it keeps."""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy import integrate, stats

from ftlib.search._validate import require_count, require_spread


def expected_maximum(count: int) -> float:
    """m_k, the expected largest of k independent standard normal numbers.

    ∫ x k φ(x) Φ(x)^(k−1) dx, by quadrature: 0 for one, 1/√π for two, growing like √(2 log k).

    Raises:
        ValueError: for a count below 1.

    Source: chapter *Hyper-parameters*, equation (expected-maximum).
    """
    require_count("count", count)

    def integrand(x: float) -> float:
        log_density = stats.norm.logpdf(x) + (count - 1) * stats.norm.logcdf(x)
        return x * count * math.exp(log_density)

    # Nearly all mass lies near √(2 log k); beyond 12 from 0 there is none for any count in use.
    peak = math.sqrt(2 * math.log(count)) if count > 1 else 0.0
    value, _ = integrate.quad(integrand, -12.0, 12.0, points=[peak], epsabs=1e-13, limit=200)
    return value


@dataclass(frozen=True)
class Winner:
    """The winner of k trials, in units of the score, each above the mean of all settings.

    Attributes:
        seen: its expected score in the comparison.
        kept: the expectation of its true score.
    """

    seen: float
    kept: float

    @property
    def optimism(self) -> float:
        """What a fresh measurement takes back, on average."""
        return self.seen - self.kept


def winner(count: int, spread: float, noise: float) -> Winner:
    """What to expect of the best of k settings whose true scores differ, measured with noise.

    True scores are normal with standard deviation τ, errors normal with σ and independent. The
    scores seen have the variance τ² + σ², so the winner's is m_k √(τ² + σ²); of any lead, the share
    τ²/(τ² + σ²) is true.

    Args:
        count: k, from 1 up.
        spread: τ ≥ 0, of the true scores over the settings that are tried.
        noise: σ ≥ 0, of one measurement.

    Raises:
        ValueError: for values outside these ranges.

    Source: chapter *Hyper-parameters*, equation (winner).
    """
    require_spread("spread", spread)
    require_spread("noise", noise)
    total = math.hypot(spread, noise)
    seen = expected_maximum(count) * total
    return Winner(seen=seen, kept=seen * (spread / total) ** 2 if total else 0.0)

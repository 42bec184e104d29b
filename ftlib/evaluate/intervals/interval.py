"""A score with the ends between which the true one may well lie."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Interval:
    """A score and the interval around it. `str()` gives `0.842 [0.825, 0.859]`.

    Attributes:
        value: the score itself.
        low, high: the ends, in its unit.
        level: the share of samples whose interval should hold the true score, in (0, 1).
    """

    value: float
    low: float
    high: float
    level: float = 0.95

    def __str__(self) -> str:
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}]"

    def __format__(self, spec: str) -> str:
        spec = spec or ".3f"
        return f"{self.value:{spec}} [{self.low:{spec}}, {self.high:{spec}}]"

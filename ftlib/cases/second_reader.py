"""A second reader of a tumour's measurements: it refers, clears or abstains, and says how sure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ftlib.evaluate import sensitivity_threshold

Score = Callable[[NDArray[np.float64]], ArrayLike]
Finding = Literal["suspicious", "not suspicious", "no opinion"]
_ADVICE = "This is no medical advice and no diagnosis: a physician decides."


@dataclass(frozen=True)
class Opinion:
    """What the reader says of one patient. `str()` gives it in plain language.

    Attributes:
        finding: `suspicious`, `not suspicious`, or `no opinion`.
        logit: the model's score; nan if it was not asked.
        why: one sentence; with `no opinion` the reason for that.
        chance: of being ill after this finding, by Bayes' rule at the reader's prevalence; nan
            with `no opinion`.
    """

    finding: Finding
    logit: float
    why: str
    chance: float

    def __str__(self) -> str:
        return f"{self.finding.capitalize()}. {self.why} {_ADVICE}"


@dataclass(frozen=True, eq=False)
class SecondReader:
    """Two thresholds, and the range of what it was calibrated on. Made by `calibrated`.

    Attributes:
        score: rows of measurements [N, d] to N logits of "ill".
        low, high: below `low` it says *not suspicious*, from `high` on *suspicious*, between them
            nothing. From calibration patients; low ≤ high.
        sensitivity, specificity: what the two promise: of all ill patients at most 1 − sensitivity
            lie below `low`, of all others at most 1 − specificity from `high` on.
        confidence: with which each of the two holds, over draws of the calibration patients.
        cleared_well, flagged_ill: share of the others below `low`, and of the ill from `high` on,
            among the calibration patients.
        names: of the d measurements.
        least, most: the range of each measurement, widened; outside of it there is no opinion.
        prevalence: share of the ill where the reader is used.

    Source: chapter *A second pair of eyes*, equations (order-statistic) and (predictive-values).
    """

    score: Score
    low: float
    high: float
    sensitivity: float
    specificity: float
    confidence: float
    cleared_well: float
    flagged_ill: float
    names: tuple[str, ...]
    least: NDArray[np.float64]
    most: NDArray[np.float64]
    prevalence: float

    @classmethod
    def calibrated(
        cls,
        score: Score,
        features: ArrayLike,
        ill: ArrayLike,
        *,
        prevalence: float,
        names: Sequence[str] | None = None,
        sensitivity: float = 0.95,
        specificity: float = 0.95,
        confidence: float = 0.9,
        margin: float = 0.25,
    ) -> SecondReader:
        """Set both thresholds on patients that `score` was not trained on.

        Args:
            score: rows [N, d] to N logits; larger is more like ill.
            features: of the calibration patients, [N, d], finite.
            ill: 0 or 1, [N].
            prevalence: share of the ill where the reader will be used, in (0, 1).
            names: of the d measurements.
            sensitivity, specificity, confidence: what is promised; each in (0, 1).
            margin: by which share of its length the range of each measurement is widened.

        Raises:
            ValueError: shapes that do not fit, too few patients for the promise, a prevalence
                outside (0, 1).
        """
        rows, truth = np.asarray(features, np.float64), np.asarray(ill)
        if rows.ndim != 2 or truth.shape != rows.shape[:1] or not np.isin(truth, (0, 1)).all():
            raise ValueError(
                f"features has shape {rows.shape} and ill {truth.shape}; give [N, d] and N "
                "answers, 0 or 1"
            )
        if not np.isfinite(rows).all():
            raise ValueError("features holds NaN or infinity; leave those patients out")
        if not 0 < prevalence < 1:
            raise ValueError(f"prevalence is {prevalence}; give a share between 0 and 1")
        told = tuple(names or (f"measurement {k + 1}" for k in range(rows.shape[1])))
        if len(told) != rows.shape[1]:
            raise ValueError(f"names has {len(told)} entries for {rows.shape[1]} measurements")
        z = _scored(score, rows)
        sick, well = z[truth == 1], z[truth == 0]
        low = sensitivity_threshold(sick, sensitivity, confidence=confidence)
        high = -sensitivity_threshold(-well, specificity, confidence=confidence)
        # A well patient *at* `high` is among those whom the specificity counts: step over it.
        high = max(float(np.nextafter(high, np.inf)), low)
        reach = margin * np.ptp(rows, axis=0)
        return cls(
            score=score,
            low=low,
            high=high,
            sensitivity=sensitivity,
            specificity=specificity,
            confidence=confidence,
            cleared_well=float(np.mean(well < low)),
            flagged_ill=float(np.mean(sick >= high)),
            names=told,
            least=rows.min(axis=0) - reach,
            most=rows.max(axis=0) + reach,
            prevalence=prevalence,
        )

    def findings(self, features: ArrayLike) -> NDArray[np.str_]:
        """The finding of each row of [N, d], without words around it."""
        rows = self._rows(features)
        known = ((rows >= self.least) & (rows <= self.most)).all(axis=1)  # NaN compares false
        said = np.full(len(rows), "no opinion", dtype="<U14")
        if known.any():
            z = _scored(self.score, rows[known])
            said[known] = np.select(
                [z < self.low, z >= self.high], ["not suspicious", "suspicious"], "no opinion"
            )
        return said

    def __call__(self, features: ArrayLike) -> Opinion:
        """The opinion on one patient.

        Args:
            features: the d measurements, [d].

        Raises:
            ValueError: for another number of them.
        """
        row = self._rows(np.asarray(features, np.float64)[None])
        odd = np.flatnonzero(~((row[0] >= self.least) & (row[0] <= self.most)))
        if len(odd):
            return Opinion("no opinion", float("nan"), self._unknown(row[0], odd), float("nan"))
        z = float(_scored(self.score, row)[0])
        if self.low <= z < self.high:
            why = "The measurements lie between what is usual for the ill and for the others."
            return Opinion("no opinion", z, why, float("nan"))
        ill, well = self.prevalence, 1 - self.prevalence
        if z >= self.high:
            found, others = self.flagged_ill * ill, (1 - self.specificity) * well
            why = _heads(ill, found, others, "up to", "referred", "about")
            return Opinion("suspicious", z, why, found / (found + others))
        found, others = (1 - self.sensitivity) * ill, self.cleared_well * well
        why = _heads(ill, found, others, "about", "cleared", "up to")
        return Opinion("not suspicious", z, why, found / (found + others))

    def _rows(self, features: ArrayLike) -> NDArray[np.float64]:
        rows = np.asarray(features, np.float64)
        if rows.ndim != 2 or rows.shape[1] != len(self.names):
            raise ValueError(
                f"features has shape {rows.shape}; give {len(self.names)} measurements a patient"
            )
        return rows

    def _unknown(self, row: NDArray[np.float64], odd: NDArray[np.int64]) -> str:
        first, more = self.names[odd[0]], len(odd) - 1
        seen = f"{row[odd[0]]:g}" if np.isfinite(row[odd[0]]) else "missing"
        told = f"The {first} is {seen}, unlike anything that I was calibrated on"
        return told + (f" (and so are {more} other measurements)." if more else ".")


def _heads(ill: float, found: float, others: float, first: str, verb: str, then: str) -> str:
    def count(share: float) -> str:
        return f"{1000 * share:.{0 if 1000 * share >= 2 else 1}f}"

    return (
        f"Of 1000 patients among whom {count(ill)} are ill, {first} {count(found + others)} are "
        f"{verb} like this one, and of those {then} {count(found)} are ill."
    )


def _scored(score: Score, rows: NDArray[np.float64]) -> NDArray[np.float64]:
    z = np.asarray(score(rows), np.float64)
    if z.shape != (len(rows),) or not np.isfinite(z).all():
        raise ValueError(
            f"score gave shape {z.shape} for {len(rows)} patients; give one finite logit each"
        )
    return z

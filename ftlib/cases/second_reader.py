"""A second reader of a tumour's measurements: it refers, clears or abstains, and says how sure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ftlib.evaluate import patients_needed, sensitivity_threshold

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
            ValueError: shapes that do not fit, too few patients for the promise, a share outside
                (0, 1), a negative margin.
        """
        rows, truth = np.asarray(features, np.float64), np.asarray(ill)
        if rows.ndim != 2 or truth.shape != rows.shape[:1] or not np.isin(truth, (0, 1)).all():
            raise ValueError(
                f"features has shape {rows.shape} and ill {truth.shape}; give [N, d] and N "
                "answers, 0 or 1"
            )
        if not np.isfinite(rows).all():
            raise ValueError("features holds NaN or infinity; leave those patients out")
        for name, share in (
            ("prevalence", prevalence),
            ("sensitivity", sensitivity),
            ("specificity", specificity),
            ("confidence", confidence),
        ):
            if not 0 < share < 1:
                raise ValueError(f"{name} is {share}; give a share between 0 and 1")
        if not (np.isfinite(margin) and margin >= 0):
            raise ValueError(f"margin is {margin}; give a share of at least 0, such as 0.25")
        numbered = (f"measurement {k + 1}" for k in range(rows.shape[1]))
        told = tuple(numbered if names is None else names)
        if len(told) != rows.shape[1]:
            raise ValueError(f"names has {len(told)} entries for {rows.shape[1]} measurements")
        z = _scored(score, rows)
        sick, well = z[truth == 1], z[truth == 0]
        _enough("others", len(well), "specificity", specificity, confidence)
        _enough("ill", len(sick), "sensitivity", sensitivity, confidence)
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
        """The finding of each patient, without words around it.

        Args:
            features: [N, d], NaN where a measurement is missing.

        Returns: N of `suspicious`, `not suspicious`, `no opinion`.

        Raises:
            ValueError: for another shape, or what is no number.
        """
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
            features: the d measurements, [d]; NaN for one that is missing.

        Raises:
            ValueError: for another number of them, or what is no number.
        """
        given = _numbers(features)
        if given.shape != (len(self.names),):
            raise ValueError(
                f"features has shape {given.shape}; give {len(self.names)} measurements of one "
                "patient (findings takes many patients)"
            )
        row = given[None]
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
        rows = _numbers(features)
        if rows.ndim != 2 or rows.shape[1] != len(self.names):
            raise ValueError(
                f"features has shape {rows.shape}; give {len(self.names)} measurements a patient"
            )
        return rows

    def _unknown(self, row: NDArray[np.float64], odd: NDArray[np.int64]) -> str:
        first, more = self.names[odd[0]], len(odd) - 1
        seen = "missing" if np.isnan(row[odd[0]]) else f"{row[odd[0]]:g}"
        told = f"The {first} is {seen}, unlike anything that I was calibrated on"
        rest = "is 1 other measurement" if more == 1 else f"are {more} other measurements"
        return told + (f" (and so {rest})." if more else ".")


def _heads(ill: float, found: float, others: float, first: str, verb: str, then: str) -> str:
    def count(share: float) -> str:
        return f"{1000 * share:.{0 if 1000 * share >= 2 else 1}f}"

    return (
        f"Of 1000 patients among whom {count(ill)} are ill, {first} {count(found + others)} are "
        f"{verb} like this one, and of those {then} {count(found)} are ill."
    )


def _numbers(features: ArrayLike) -> NDArray[np.float64]:
    try:
        return np.asarray(features, np.float64)
    except (TypeError, ValueError):
        raise ValueError(
            f"features is a {type(features).__name__} of other things than numbers; give the "
            "measurements, nan for one that is missing"
        ) from None


def _enough(who: str, n: int, name: str, share: float, confidence: float) -> None:
    needed = patients_needed(share, confidence)
    if n < needed:
        raise ValueError(
            f"ill marks {n} patients as {who}; a {name} of {share:g} can be promised with "
            f"confidence {confidence:g} from {needed} on: collect more, or promise less"
        )


def _scored(score: Score, rows: NDArray[np.float64]) -> NDArray[np.float64]:
    z = np.asarray(score(rows), np.float64)
    if z.shape != (len(rows),) or not np.isfinite(z).all():
        raise ValueError(
            f"score gave shape {z.shape} for {len(rows)} patients; give one finite logit each"
        )
    return z

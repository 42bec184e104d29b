"""Which physician a question is for: three names, a set with a promise, or "ask", or "no"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from ftlib.evaluate import (
    cheapest_class,
    conformal_limit,
    conformal_p,
    conformal_sets,
    fit_temperature,
)

Numbers = Callable[[Sequence[str]], ArrayLike]


@dataclass(frozen=True)
class Advice:
    """What is said of one question.

    Attributes:
        decision: "name" (the first subject is worth acting on), "ask" (a physician decides), or
            "refuse" (nothing like what the model has learned from; the rest means little then).
        top: three subjects and their calibrated probabilities, the most probable first.
        candidates: every subject of the conformal set, the most probable first; may be empty.
        cost: what naming the cheapest subject is expected to cost; 1 is a common one missed.
        unusual: the p-value of the question among known ones, in (0, 1].
    """

    decision: str
    top: tuple[tuple[str, float], ...]
    candidates: tuple[str, ...]
    cost: float
    unusual: float

    def __str__(self) -> str:
        if self.decision == "refuse":
            return f"refused: not a question of the kind that was learned (p {self.unusual:.3f})"
        told = ", ".join(f"{name} {share:.2f}" for name, share in self.top)
        held = ", ".join(self.candidates) or "none fits"
        head = self.top[0][0] if self.decision == "name" else "ask a physician"
        return f"{head}: {told}; set: {held}; expected cost {self.cost:.2f}"


@dataclass(frozen=True, eq=False)
class Triage:
    """Sorts questions by subject, says how sure it is, and hands on what it is not sure of.

    It sorts; it does not answer the question, and nothing that it says is medical advice.

    Attributes:
        score: N texts to logits [N, K].
        strangeness: N texts to N numbers, larger is stranger.
        names: of the K subjects, the K-th column of the logits each.
        temperature: the logits are divided by it.
        limit: of the conformal set; a subject is in it if 1 − p is at most the limit.
        usual: strangeness of the calibration questions, shape [n]; with fewer than 1/refuse − 1 of
            them nothing can be refused.
        miss: price of missing each subject, shape [K].
        price: of asking a physician; asked when naming is expected to cost more.
        refuse: the share of good questions that may be refused, in [0, 1); 0 refuses nothing.

    Raises:
        ValueError: a number out of its range, or shapes that do not fit.

    Source: chapter *To which physician?*.
    """

    score: Numbers
    strangeness: Numbers
    names: Sequence[str]
    temperature: float
    limit: float
    usual: NDArray[np.float64]
    miss: NDArray[np.float64]
    price: float
    refuse: float = 0.05

    def __post_init__(self) -> None:
        if not (np.isfinite(self.temperature) and self.temperature > 0):
            raise ValueError(f"temperature is {self.temperature}; give a positive number")
        if not (np.isfinite(self.price) and self.price >= 0):
            raise ValueError(f"price is {self.price}; give a finite price of at least 0")
        if not 0 <= self.refuse < 1:
            raise ValueError(f"refuse is {self.refuse}; give a share from 0 up to below 1")
        usual = np.asarray(self.usual)
        if usual.ndim != 1 or np.isnan(usual).any():
            raise ValueError(f"usual has shape {usual.shape}; give [n] numbers, not nan")
        if np.isnan(self.limit):
            raise ValueError("limit is nan; give a number, or infinity for sets of all subjects")
        cheapest_class(np.eye(1, len(self.names)), self.miss)  # refuses prices that are none

    @classmethod
    def fitted(
        cls,
        score: Numbers,
        strangeness: Numbers,
        names: Sequence[str],
        tune: tuple[Sequence[str], ArrayLike],
        calibrate: tuple[Sequence[str], ArrayLike],
        *,
        alpha: float = 0.1,
        miss: ArrayLike | None = None,
        price: float = 0.3,
        refuse: float = 0.05,
    ) -> Triage:
        """Set up around a model: temperature from `tune`, limits from `calibrate`.

        Args:
            score, strangeness, names, price, refuse: as the attributes.
            tune, calibrate: texts and labels [N], neither of them trained on, no text in both.
            alpha: the share of questions whose set may lack the true subject.
            miss: as the attribute; default: 1 for each.

        Raises:
            ValueError: numbers out of range, labels or shapes that do not fit.
        """
        temperature = fit_temperature(_scored(score, tune[0], len(names)), tune[1])
        p = special.softmax(_scored(score, calibrate[0], len(names)) / temperature, axis=1)
        labels = np.asarray(calibrate[1])
        if labels.shape != (len(p),) or not np.isin(labels, np.arange(len(names))).all():
            raise ValueError(
                f"calibrate has {len(p)} texts and labels of shape {labels.shape}; give one label "
                f"for each, 0 to {len(names) - 1}"
            )
        true = p[np.arange(len(p)), labels.astype(np.int64)]
        return cls(
            score,
            strangeness,
            tuple(names),
            temperature,
            conformal_limit(1 - true, alpha),
            _strange(strangeness, calibrate[0]),
            np.ones(len(names)) if miss is None else np.asarray(miss, np.float64),
            price,
            refuse,
        )

    def __call__(self, question: str) -> Advice:
        """The advice on one question.

        Raises:
            ValueError: for anything but a string with a letter in it.
        """
        return self.advise([question])[0]

    def advise(self, questions: Sequence[str]) -> list[Advice]:
        """The advice on each of N questions, in order; errors as for one."""
        if isinstance(questions, str):
            raise ValueError("questions is one string; give a list, or call with the string itself")
        for place, each in enumerate(questions):
            if not isinstance(each, str) or not any(sign.isalpha() for sign in each):
                raise ValueError(f"questions[{place}] is {each!r}; give a question in words")
        if len(questions) == 0:
            return []
        p = self._probabilities(questions)
        unusual = conformal_p(self.usual, _strange(self.strangeness, questions))
        choice, cost, _ = cheapest_class(p, self.miss)
        sets = conformal_sets(p, self.limit)
        return [
            self._said(p[row], int(choice[row]), float(cost[row]), sets[row], float(unusual[row]))
            for row in range(len(p))
        ]

    def _said(
        self, p: NDArray[np.float64], choice: int, cost: float, held: NDArray, unusual: float
    ) -> Advice:
        order = np.argsort(-p, kind="stable")
        if unusual <= self.refuse:
            decision = "refuse"
        elif cost > self.price or not held.any():
            decision = "ask"
        else:
            decision = "name"
            order = np.concatenate([[choice], order[order != choice]])
        top = tuple((self.names[k], float(p[k])) for k in order[:3])
        inside = tuple(self.names[k] for k in np.argsort(-p, kind="stable") if held[k])
        return Advice(decision, top, inside, cost, unusual)

    def _probabilities(self, questions: Sequence[str]) -> NDArray[np.float64]:
        z = _scored(self.score, questions, len(self.names))
        return np.asarray(special.softmax(z / self.temperature, axis=1))


def _scored(score: Numbers, texts: Sequence[str], classes: int) -> NDArray[np.float64]:
    """Logits, [N, K], checked."""
    z = np.asarray(score(texts), np.float64)
    if z.shape != (len(texts), classes) or not np.isfinite(z).all():
        raise ValueError(
            f"score gave shape {z.shape} for {len(texts)} texts; give finite logits "
            f"[{len(texts)}, {classes}]"
        )
    return z


def _strange(strangeness: Numbers, texts: Sequence[str]) -> NDArray[np.float64]:
    """One number a text, [N], checked."""
    strange = np.asarray(strangeness(texts), np.float64)
    if strange.shape != (len(texts),) or np.isnan(strange).any():
        raise ValueError(
            f"strangeness gave shape {strange.shape} for {len(texts)} texts; give one number each, "
            "not nan"
        )
    return strange

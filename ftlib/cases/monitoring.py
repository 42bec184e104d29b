"""A monitor of the news: counts what a model flags, rings at a limit, says what drove it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from ftlib.evaluate import ewma_spread, rogan_gladen, standardised

Score = Callable[[Sequence[str]], ArrayLike]
Sort = Callable[[Sequence[str]], Sequence[str]]
_KEPT = 20  # articles that are remembered for the reasons


@dataclass(frozen=True)
class State:
    """What the monitor says after a batch.

    Attributes:
        day: batches so far.
        count, flagged: articles of this batch, and how many the model calls negative.
        share: estimate of the true share of negative ones in it (`rogan_gladen`); not cut at
            0 and 1; nan for an empty batch.
        level, limit: of the EWMA; the alarm rings while the level lies above the limit.
        alarm: whether it does.
        reasons: with an alarm, the articles that drove it and what each adds to the level.
    """

    day: int
    count: int
    flagged: int
    share: float
    level: float
    limit: float
    alarm: bool
    reasons: tuple[tuple[str, float], ...]

    def __str__(self) -> str:
        head = f"day {self.day}: {self.flagged} of {self.count} flagged"
        head += f", about {self.share:.2f} negative"
        head += f"; level {self.level:.2f}, limit {self.limit:.2f}"
        return head + ("; ALARM" if self.alarm else "")


@dataclass
class Monitor:
    """Feed it a day's articles at a time; it keeps what it needs and nothing else.

    Attributes:
        score: N texts to N logits of "negative"; above 0 an article is flagged.
        base: of each topic the share that is flagged while nothing has changed, in (0, 1). One
            entry if there are no topics.
        topic: N texts to N topics, each a key of `base`; None if `base` has one entry.
        sensitivity, specificity: of the model on articles like these; for the estimate only,
            the alarm does not depend on them.
        weight, control: of the EWMA: the weight of a day, and the limit in standard deviations.
        day, seen, level, memory: what it remembers: batches, those that held articles, the
            EWMA, and articles as [what it adds to the level, logit, text].

    Source: chapter *When the news turns*.
    """

    score: Score
    base: dict[str, float]
    topic: Sort | None = None
    sensitivity: float = 1.0
    specificity: float = 1.0
    weight: float = 0.2
    control: float = 3.0
    day: int = 0
    seen: int = 0
    level: float = 0.0
    memory: list[list[Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.topic is None and len(self.base) != 1:
            raise ValueError(f"base has {len(self.base)} topics and topic is None; give a sorter")
        if not self.control > 0:
            raise ValueError(f"control is {self.control}; give a positive number, such as 3")
        standardised([0], [[0] * len(self.base)], list(self.base.values()))
        ewma_spread(self.weight, 1)
        rogan_gladen(0.5, self.sensitivity, self.specificity)

    def update(self, texts: Sequence[str], *, reasons: int = 3) -> State:
        """Take in a batch (a day, an hour: always the same span) and say where things stand.

        Args:
            texts: the articles of the batch; none is fine, and moves nothing.
            reasons: how many articles to name when the alarm rings.

        Raises:
            ValueError: for a topic without a base share, or a score of the wrong shape.
        """
        self.day += 1
        share, flagged = float("nan"), 0
        if len(texts):
            flagged = self._take(list(texts))
            share = rogan_gladen(flagged / len(texts), self.sensitivity, self.specificity)
        limit = self.control * float(ewma_spread(self.weight, self.seen))
        alarm = self.seen > 0 and self.level > limit
        told = self.memory[: reasons if alarm else 0]
        return State(
            self.day,
            len(texts),
            flagged,
            share,
            self.level,
            limit,
            alarm,
            tuple((text, float(pull)) for pull, _, text in told),
        )

    def reset(self) -> None:
        """Begin anew after an alarm that somebody has looked into."""
        self.seen, self.level, self.memory = 0, 0.0, []

    def to_json(self) -> str:
        """Settings and memory, without the two functions."""
        names = [each.name for each in fields(self) if each.name not in ("score", "topic")]
        return json.dumps({name: getattr(self, name) for name in names})

    @classmethod
    def from_json(cls, text: str, score: Score, topic: Sort | None = None) -> Monitor:
        """The monitor that `to_json` described, around the same two functions."""
        return cls(score=score, topic=topic, **json.loads(text))

    def _take(self, texts: list[str]) -> int:
        logits = np.asarray(self.score(texts), np.float64)
        if logits.shape != (len(texts),):
            raise ValueError(
                f"score gave shape {logits.shape} for {len(texts)} texts; give one logit each"
            )
        names = list(self.base)
        topics = [names[0]] * len(texts) if self.topic is None else list(self.topic(texts))
        unknown = sorted(set(topics) - set(names))
        if unknown:
            raise ValueError(f"topic gave {unknown[0]!r}; give it a share in base")
        count = np.array([topics.count(name) for name in names])
        shares = np.array([self.base[name] for name in names])
        flags = logits > 0
        x = float(standardised(flags.sum(), count, shares))
        self.level = (1 - self.weight) * self.level + self.weight * x
        self.seen += 1
        self._remember(texts, logits, topics, float(np.sqrt(count @ (shares * (1 - shares)))))
        return int(flags.sum())

    def _remember(self, texts: list[str], z: np.ndarray, topics: list[str], spread: float) -> None:
        old = [[(1 - self.weight) * pull, logit, text] for pull, logit, text in self.memory]
        new = [
            [self.weight * (1 - self.base[topic]) / spread, float(logit), text]
            for text, logit, topic in zip(texts, z, topics, strict=True)
            if logit > 0
        ]
        self.memory = sorted(old + new, key=lambda each: (-each[0], -each[1]))[:_KEPT]

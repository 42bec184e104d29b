"""A spam filter around any model that scores texts: reads raw mail, decides by price, says why."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ftlib.assets.loaders.spam import subject_and_body
from ftlib.data.canonical import canonical_text
from ftlib.evaluate import cost_threshold

Score = Callable[[Sequence[str]], ArrayLike]
_WORDS = re.compile(r"[^\W\d_]{3,}")
_ASKED = 40  # words that are left out one at a time, to see what they did
_PARTS = 8  # parts of a long text that are looked at


@dataclass(frozen=True)
class Verdict:
    """What the filter says of one message.

    Attributes:
        spam: the decision.
        probability: that it is spam.
        threshold: from which it is called spam.
        subject: of the message; empty where it has none.
        reasons: words and how much the logit falls without each, the largest first.
    """

    spam: bool
    probability: float
    threshold: float
    subject: str
    reasons: tuple[tuple[str, float], ...]

    def __str__(self) -> str:
        told = ", ".join(word for word, _ in self.reasons) or "no single word"
        answer = "junk" if self.spam else "inbox"
        return (
            f"{answer}: spam with probability {self.probability:.3f} "
            f"(junk from {self.threshold:.3f}); because of {told}"
        )


@dataclass(frozen=True)
class SpamFilter:
    """Reads a message, scores every part of it, decides by what mistakes cost.

    Attributes:
        score: N texts to N logits of "spam".
        temperature: the logits are divided by it (`evaluate.fit_temperature`).
        bias: added after that; of a place where spam is rarer (`evaluate.shifted_logits`).
        lost_letter, spam_read: cost of a good letter in the junk, and of a spam in the inbox.
        words: how many words of a text are scored at a time; the worst part counts. So a friendly
            beginning hides nothing.
        harden: whether disguised spellings are undone first (`data.canonical_text`).

    Source: chapter *A letter that should not arrive*.
    """

    score: Score
    temperature: float = 1.0
    bias: float = 0.0
    lost_letter: float = 10.0
    spam_read: float = 1.0
    words: int = 80
    harden: bool = True

    def __post_init__(self) -> None:
        cost_threshold(self.lost_letter, self.spam_read)
        if not (np.isfinite(self.temperature) and self.temperature > 0):
            raise ValueError(f"temperature is {self.temperature}; give a positive number")
        if self.words < 1:
            raise ValueError(f"words is {self.words}; give at least 1 word a part")

    def logits(self, texts: Sequence[str]) -> np.ndarray:
        """Of each text its worst part, after temperature and bias: float64, shape [N]."""
        parts = [self._parts(text) for text in texts]
        if not parts:
            return np.zeros(0)
        flat = self._score([part for each in parts for part in each])
        ends = np.cumsum([len(each) for each in parts])
        return np.array([part.max() for part in np.split(flat, ends[:-1])])

    def judge(self, message: bytes | str, *, reasons: int = 3) -> Verdict:
        """The verdict on a raw message (bytes), or on a text (str) as it stands.

        Args:
            message: as it came over the wire, headers and all; or only its text, subject first.
            reasons: how many words to name.

        Raises:
            ValueError: for anything else; a malformed message is read as well as it can be.
        """
        if isinstance(message, bytes):
            subject, body = subject_and_body(message)
            text = f"{subject}\n\n{body}".strip()
        elif isinstance(message, str):
            subject, text = message.partition("\n")[0].strip(), message
        else:
            raise ValueError(
                f"message is a {type(message).__name__}; give the raw bytes or a string"
            )
        parts = self._parts(text)
        z = self._score(parts)
        worst, logit = parts[int(z.argmax())], float(z.max())
        probability = float(1 / (1 + np.exp(-np.clip(logit, -700, 700))))
        threshold = cost_threshold(self.lost_letter, self.spam_read)
        return Verdict(
            probability >= threshold,
            probability,
            threshold,
            subject,
            self._reasons(worst, logit, reasons),
        )

    def _score(self, texts: Sequence[str]) -> np.ndarray:
        z = np.asarray(self.score(texts), np.float64)
        if z.shape != (len(texts),):
            raise ValueError(
                f"score gave shape {z.shape} for {len(texts)} texts; give one logit each"
            )
        return z / self.temperature + self.bias

    def _parts(self, text: str) -> list[str]:
        """The text in runs of `words` words, each half as far on as it is long."""
        text = canonical_text(text) if self.harden else text
        words = text.split()
        starts = range(0, max(len(words) - self.words // 2, 1), max(self.words // 2, 1))
        return [" ".join(words[start : start + self.words]) for start in starts[:_PARTS]]

    def _reasons(self, text: str, logit: float, count: int) -> tuple[tuple[str, float], ...]:
        words = list(dict.fromkeys(word.lower() for word in _WORDS.findall(text)))[:_ASKED]
        if not words or count < 1:
            return ()
        without = [re.sub(rf"(?i)\b{re.escape(word)}\b", " ", text) for word in words]
        falls = logit - self._score(without)
        order = np.argsort(-falls, kind="stable")[:count]
        return tuple((words[place], float(falls[place])) for place in order if falls[place] > 0)

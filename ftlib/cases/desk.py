"""A desk for questions and commands: it answers, says from where, or calls a person."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

Embed = Callable[[Sequence[str]], ArrayLike]
Sort = Callable[[NDArray[np.float64]], ArrayLike]
Sure = Callable[[float, float], float]
Slots = dict[str, str]
_CUES = ("and", "also", "now", "what about", "how about")
_PERSON = "A person will answer."


@dataclass(frozen=True)
class Reply:
    """What the desk says.

    Attributes:
        kind: of what the answer is.
        answer: the text of the page, the command with its slots, or that a person will answer.
        source: where the page stands, or the name of the intent; empty for a person.
        confidence: of the page or the intent that was found, whoever answers; 0 for an empty text.
    """

    kind: Literal["command", "page", "person"]
    answer: str
    source: str
    confidence: float

    def __str__(self) -> str:
        shown = self.answer if len(self.answer) <= 90 else self.answer[:89].rstrip() + "…"
        where = f" [{self.source}]" if self.source else ""
        return f"{shown}{where} ({self.confidence:.2f})"


def slots_in(text: str, known: Mapping[str, Sequence[str]]) -> Slots:
    """The slots that a text fills, by the words of each: the longest that stands there, as a word.

    Args:
        text: any.
        known: of each slot the words that may fill it, such as {"area": ("kitchen", "hall")}.

    Returns: of each slot that is filled its word, as written in `known`; of several equally long
        ones the last in the text.

    Raises:
        ValueError: for one string in the place of several words, or an empty word.

    Source: chapter *A desk that knows when to ask*, equation (desk-state).
    """
    found: Slots = {}
    said = _spaced(text)
    for slot, words in known.items():
        if isinstance(words, str) or not all(_spaced(word) for word in words):
            raise ValueError(
                f"known[{slot!r}] is {words!r}; give several words, none of them empty"
            )
        places = [
            (len(word), match.start(), word)
            for word in words
            for match in re.finditer(rf"(?<!\w){re.escape(_spaced(word))}(?!\w)", said)
        ]
        if places:
            found[slot] = max(places)[2]
    return found


@dataclass
class Desk:
    """Give it what people say, one text at a time; it remembers the command that came before.

    Attributes:
        embed: N texts to N vectors, shape [N, d].
        pages: M texts that may be an answer. sources: where each stands.
        page_threshold: confidence from which on the nearest page is the answer
            (`evaluate.promised_threshold`); infinite for a desk that answers no question.
        page_sure: that confidence, of the cosine of the question with the nearest page and with
            the second (−1 where there is one page only); None: the first cosine.
        intents: names of K intents. sort: N vectors to N rows of K probabilities, which sum to less
            than 1 where the text may be no command at all.
        intent_threshold: probability from which on a command is carried out.
        slots: of each slot the words that may fill it.
        vectors: of the pages, shape [M, d]; None: `embed` is asked for them.
        last: the intent and the slots of the command before, if that was one.

    Raises:
        ValueError: no page, or other numbers of pages, sources and vectors; intents without a
            sorter; a threshold or a vector that is no number; slots without words.

    Source: chapter *A desk that knows when to ask*.
    """

    embed: Embed
    pages: Sequence[str]
    sources: Sequence[str]
    page_threshold: float
    intents: Sequence[str] = ()
    sort: Sort | None = None
    intent_threshold: float = np.inf
    slots: Mapping[str, Sequence[str]] = field(default_factory=dict)
    vectors: ArrayLike | None = None
    page_sure: Sure | None = None
    last: tuple[str, Slots] | None = None

    def __post_init__(self) -> None:
        from sklearn.neighbors import NearestNeighbors

        if not len(self.pages) or len(self.pages) != len(self.sources):
            raise ValueError(
                f"there are {len(self.pages)} pages and {len(self.sources)} sources; "
                "give one source for each of at least one page"
            )
        if (self.sort is None) != (not len(self.intents)):
            raise ValueError("give intents and sort together, or neither")
        for name in ("page_threshold", "intent_threshold"):
            if np.isnan(getattr(self, name)):
                raise ValueError(f"{name} is nan; give a number, or infinity for no such answer")
        slots_in("", self.slots)  # names what is no list of words
        vectors = self.embed(self.pages) if self.vectors is None else self.vectors
        vectors = np.asarray(vectors, np.float64)
        if vectors.ndim != 2 or len(vectors) != len(self.pages) or not np.isfinite(vectors).all():
            raise ValueError(
                f"vectors have shape {vectors.shape} for {len(self.pages)} pages; "
                "give finite numbers [M, d]"
            )
        self._width = vectors.shape[1]
        self._index: Any = NearestNeighbors(metric="cosine").fit(vectors)

    def reply(self, text: str) -> Reply:
        """The answer to a text, given what was said before.

        A text that only goes on ("and in the kitchen?") repeats the last command with what is new
        in it. Otherwise a command that is sure enough is carried out, then a page that is near
        enough is shown, then a person is called. Only a command is remembered, until the next
        text that is none.

        Raises:
            ValueError: for anything but a string, and for vectors or probabilities of the wrong
                shape or that are no numbers; never for a text, however odd.
        """
        if not isinstance(text, str):
            raise ValueError(f"text is a {type(text).__name__}; give a string, one text at a time")
        said = " ".join(text.split())
        if not said:
            return self._person(0.0)
        filled = slots_in(said, self.slots)
        if self.last is not None and filled and _goes_on(said):
            return self._command(self.last[0], self.last[1] | filled, 1.0)
        vector = np.asarray(self.embed([said]), np.float64)
        if vector.shape != (1, self._width) or not np.isfinite(vector).all():
            raise ValueError(
                f"embed gave shape {vector.shape} for one text; "
                f"give finite numbers [1, {self._width}], as of pages"
            )
        intent, sure = self._intent(vector)
        if sure >= self.intent_threshold:
            return self._command(intent, filled, sure)
        page, near = self._page(vector)
        if near >= self.page_threshold:
            self.last = None
            return Reply("page", self.pages[page], self.sources[page], near)
        return self._person(max(near, sure))

    def forget(self) -> None:
        """Begin a new conversation."""
        self.last = None

    def _page(self, vector: NDArray[np.float64]) -> tuple[int, float]:
        distance, place = self._index.kneighbors(vector, min(2, len(self.pages)))
        first, second = 1 - float(distance[0, 0]), 1 - float(distance[0, -1])
        if len(self.pages) == 1:
            second = -1.0
        sure = first if self.page_sure is None else float(self.page_sure(first, second))
        if np.isnan(sure):
            raise ValueError(f"page_sure gave nan for ({first:g}, {second:g}); give a confidence")
        return int(place[0, 0]), sure

    def _intent(self, vector: NDArray[np.float64]) -> tuple[str, float]:
        if self.sort is None:
            return "", 0.0
        shares = np.asarray(self.sort(vector), np.float64)
        if shares.shape != (1, len(self.intents)) or not np.isfinite(shares).all():
            raise ValueError(
                f"sort gave shape {shares.shape}; give one row of {len(self.intents)} probabilities"
            )
        best = int(shares[0].argmax())
        return self.intents[best], float(shares[0, best])

    def _command(self, intent: str, filled: Slots, sure: float) -> Reply:
        self.last = (intent, filled)
        told = ", ".join(f"{slot}: {word}" for slot, word in sorted(filled.items()))
        return Reply("command", f"Done ({told})." if told else "Done.", intent, sure)

    def _person(self, sure: float) -> Reply:
        self.last = None
        return Reply("person", _PERSON, "", sure)


def _spaced(text: str) -> str:
    """In small letters, with single blanks."""
    return " ".join(text.lower().split())


def _goes_on(text: str) -> bool:
    return text.lower().startswith(tuple(f"{cue} " for cue in _CUES))

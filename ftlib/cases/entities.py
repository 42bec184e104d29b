"""Names in any text, with the characters where they stand, and the text with them marked."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import log_softmax

from ftlib.evaluate import entity_spans
from ftlib.models.tagging import legal_moves, viterbi

Tagger = Callable[[Sequence[Sequence[str]]], Sequence[ArrayLike]]
Cutter = Callable[[str], list[tuple[int, int]]]
_W = r"(?:\w[\u0300-\u036f]*)+"  # an accent may be a character of its own
_WORD = re.compile(rf"https?://\S+|[@#]{_W}|{_W}(?:[.&-]{_W})*|['’]{_W}|[^\w\s]")
_ENDS = frozenset(".!?。！？\n")
# Half transparent, so that the text keeps the page's own colour, light or dark.
_COLOURS = ("31, 131, 196", "201, 115, 11", "15, 143, 108", "192, 96, 155", "118, 127, 140")


def word_places(text: str) -> list[tuple[int, int]]:
    """Where the words and signs of a text stand: [(first character, the one after the last), …]."""
    return [found.span() for found in _WORD.finditer(text)]


def character_places(text: str) -> list[tuple[int, int]]:
    """Where the characters of a text stand that are not white space."""
    return [(place, place + 1) for place, each in enumerate(text) if not each.isspace()]


@dataclass(frozen=True)
class Entity:
    """A name: `text[start:end]`, its kind, and the probability of exactly these tags."""

    start: int
    end: int
    kind: str
    text: str
    probability: float


@dataclass(frozen=True)
class Found:
    """A text and the names in it, from left to right; a notebook shows it with them marked."""

    text: str
    entities: tuple[Entity, ...]

    def __iter__(self) -> Iterator[Entity]:
        return iter(self.entities)

    def __len__(self) -> int:
        return len(self.entities)

    def __str__(self) -> str:
        told = [f"{e.start}–{e.end} {e.kind} {e.text!r} ({e.probability:.2f})" for e in self]
        return "\n".join(told) or "no names"

    def _repr_html_(self) -> str:
        return highlight(self.text, self.entities)


def highlight(text: str, entities: Sequence[Entity]) -> str:
    """HTML of a text with its names marked; needs no script, no style sheet and no other host.

    Everything that comes from the text is escaped, so a text cannot bring markup of its own.

    Args:
        text: as it was read.
        entities: inside of the text and without overlaps, in any order.

    Raises:
        ValueError: for a name outside of the text, or two that overlap.

    Source: chapter *Names in a text*, section *Try it*.
    """
    out, place = [], 0
    kinds = sorted({each.kind for each in entities})
    for each in sorted(entities, key=lambda each: each.start):
        if not place <= each.start < each.end <= len(text):
            raise ValueError(
                f"entities holds ({each.start}, {each.end}), in a text of {len(text)} characters "
                f"that is marked up to {place}; give names inside of it that do not overlap"
            )
        colour = _COLOURS[kinds.index(each.kind) % len(_COLOURS)]
        kind = html.escape(each.kind)
        out.append(html.escape(text[place : each.start]))
        out.append(
            f'<mark style="background: rgba({colour}, 0.3); color: inherit; padding: 0 0.2em; '
            f'border-radius: 0.25em" title="{kind}, {each.probability:.2f}">'
            f"{html.escape(text[each.start : each.end])}"
            f'<sub style="font-size: 0.65em; padding-left: 0.3em">{kind}</sub></mark>'
        )
        place = each.end
    body = "".join([*out, html.escape(text[place:])]).replace("\n", "<br>")
    return f'<p style="line-height: 1.9">{body}</p>'


@dataclass(frozen=True)
class EntityFinder:
    """Cuts a text into tokens, has them tagged, and reads names off the best legal tags.

    Attributes:
        score: N lists of tokens to N arrays [T, K], a logit for each token and tag.
        names: the K tags, `O`, `B-kind` or `I-kind`.
        outside: added to the log-probability of O; below 0 the finder is bolder.
        cut: where the tokens of a text stand (`word_places`, or `character_places` for Chinese).
        most: tokens that are tagged at a time; a text is cut behind the ends of its sentences.

    Raises:
        ValueError: tags of another form or without O, a number that is out of its range.

    Source: chapter *Names in a text*, section *Try it*.
    """

    score: Tagger
    names: Sequence[str]
    outside: float = 0.0
    cut: Cutter = word_places
    most: int = 100

    def __post_init__(self) -> None:
        legal_moves(list(self.names))
        if "O" not in self.names:
            raise ValueError(f"names is {list(self.names)}; it needs a tag 'O'")
        if self.most < 1:
            raise ValueError(f"most is {self.most}; give at least 1 token at a time")
        if not np.isfinite(self.outside):
            raise ValueError(f"outside is {self.outside}; give a finite number, such as 0")

    def find_entities(self, text: str) -> Found:
        """The names in a text, by places of its characters: `text[e.start:e.end] == e.text`.

        Raises:
            ValueError: for anything but a string, or a score of the wrong shape.
        """
        if not isinstance(text, str):
            raise ValueError(f"text is a {type(text).__name__}; give a string")
        parts = self._parts(text)
        found: list[Entity] = []
        tokens = [[text[start:end] for start, end in part] for part in parts]
        scored = list(self.score(tokens)) if parts else []
        if len(scored) != len(parts):
            raise ValueError(
                f"score gave {len(scored)} arrays for {len(parts)} lists of tokens; give one each"
            )
        for part, logits in zip(parts, scored, strict=True):
            found += self._read(text, part, np.asarray(logits, np.float64))
        return Found(text, tuple(found))

    def _read(
        self, text: str, places: list[tuple[int, int]], logits: np.ndarray
    ) -> Iterator[Entity]:
        if logits.shape != (len(places), len(self.names)) or not (logits < np.inf).all():
            raise ValueError(
                f"score gave shape {logits.shape} for {len(places)} tokens and "
                f"{len(self.names)} tags; give one logit for each, no NaN"
            )
        log_p = log_softmax(logits, axis=1)
        bold = log_p + self.outside * (np.array(self.names) == "O")
        path = viterbi(bold, *legal_moves(list(self.names)))
        certain = log_p[np.arange(len(path)), path]
        for first, after, kind in entity_spans([self.names[tag] for tag in path]):
            start, end = places[first][0], places[after - 1][1]
            p = float(np.exp(certain[first:after].sum()))
            yield Entity(start, end, kind, text[start:end], p)

    def _parts(self, text: str) -> list[list[tuple[int, int]]]:
        """Runs of at most `most` tokens; a run ends behind a sentence, or at a line's end."""
        parts: list[list[tuple[int, int]]] = [[]]
        last = 0
        for start, end in self.cut(text):
            full = len(parts[-1]) >= self.most
            if parts[-1] and (full or text[last - 1] in _ENDS or "\n" in text[last:start]):
                parts.append([])
            parts[-1].append((start, end))
            last = end
        return [part for part in parts if part]

"""Named entities are counted whole: pieces with a beginning, an end and a kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import astuple, dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Span: TypeAlias = tuple[int, int, str]
"""First token, the token after the last, kind."""

Repair: TypeAlias = Literal["begin", "drop"]


def entity_spans(tags: Sequence[str], *, repair: Repair = "begin") -> list[Span]:
    """The pieces that a sequence of BIO tags names, from left to right.

    Args:
        tags: T ≥ 0 strings, `O`, `B-kind` or `I-kind`, one a token.
        repair: what an illegal I does, one that goes on with nothing of its kind. "begin": it
            begins a piece (as conlleval and seqeval read it). "drop": it and those that go on with
            it count as O.

    Returns:
        (first token, token after the last, kind) of each piece; they do not overlap.

    Raises:
        ValueError: a tag of another form, or another repair.

    Source: chapter *Names in a text*, equation (bio-legal); Tjong Kim Sang and De Meulder (2003).
    """
    if repair not in ("begin", "drop"):
        raise ValueError(f"repair is {repair!r}; give 'begin' or 'drop'")
    spans: list[Span] = []
    open_ = ""  # kind of the piece that the token before belongs to
    for place, tag in enumerate(tags):
        head, _, kind = tag.partition("-")
        if tag != "O" and (head not in ("B", "I") or not kind):
            raise ValueError(f"tags[{place}] is {tag!r}; give 'O', 'B-kind' or 'I-kind'")
        if head == "I" and kind == open_:
            first, _, _ = spans[-1]
            spans[-1] = (first, place + 1, kind)
        elif head == "B" or (head == "I" and repair == "begin"):
            spans.append((place, place + 1, kind))
            open_ = kind
        else:
            open_ = ""
    return spans


def bio_tags(spans: Iterable[Span], length: int) -> list[str]:
    """The BIO tags of pieces that do not overlap; the inverse of `entity_spans`.

    Args:
        spans: (first token, token after the last, kind), in any order.
        length: T ≥ 0, the number of tokens.

    Returns:
        T strings, one a token.

    Raises:
        ValueError: a negative length; a piece that is empty, lies outside 0 … T, has no kind, or
            overlaps another.

    Source: chapter *Names in a text*, equation (bio-legal).
    """
    if length < 0:
        raise ValueError(f"length is {length}; give the number of tokens, 0 or more")
    tags = ["O"] * length
    for first, after, kind in spans:
        if not 0 <= first < after <= length:
            raise ValueError(
                f"spans holds ({first}, {after}); give 0 ≤ first < after ≤ {length}, the length"
            )
        if not kind:
            raise ValueError(f"spans holds ({first}, {after}) without a kind; name it, as 'PER'")
        if any(tag != "O" for tag in tags[first:after]):
            raise ValueError(
                f"spans overlap at ({first}, {after}); BIO tags hold one kind a token: keep one "
                "piece of each place"
            )
        tags[first:after] = [f"B-{kind}"] + [f"I-{kind}"] * (after - first - 1)
    return tags


def span_counts(
    gold: Sequence[Iterable[Span]], predicted: Sequence[Iterable[Span]]
) -> NDArray[np.int64]:
    """Of each sentence: pieces that are exactly right, pieces named, pieces there are.

    Args:
        gold: the true pieces of N sentences, as `entity_spans` gives them.
        predicted: the pieces named in the same sentences. The same piece twice counts once.

    Returns:
        int64, shape [N, 3]. Its rows are what a bootstrap over sentences draws from.

    Raises:
        ValueError: for lists of unequal length.

    Source: chapter *Names in a text*, equation (span-f1): its h, n and g, sentence by sentence.
    """
    if len(gold) != len(predicted):
        raise ValueError(
            f"gold has {len(gold)} sentences and predicted {len(predicted)}; give the same ones"
        )
    rows = []
    for truth, answer in zip(gold, predicted, strict=True):
        true, said = set(truth), set(answer)
        rows.append((len(true & said), len(said), len(true)))
    return np.array(rows, dtype=np.int64).reshape(len(rows), 3)


def span_f1(gold: ArrayLike, named: ArrayLike) -> float:
    """F1 over all pieces of all sentences, 2 Σ hits / (Σ named + Σ there); a `Metric`.

    Args:
        gold: int, shape [N], how many pieces there are: column 2 of `span_counts`.
        named: int, shape [N, 2], hits and pieces named: its columns 0 and 1.

    Returns:
        In [0, 1]; 0 where nothing is named and nothing is there.

    Raises:
        ValueError: for other shapes.

    Source: chapter *Names in a text*, equation (span-f1); Tjong Kim Sang and De Meulder (2003).
    """
    there, found = np.asarray(gold), np.asarray(named)
    if there.ndim != 1 or found.shape != (len(there), 2):
        raise ValueError(
            f"gold has shape {there.shape} and named {found.shape}; give [N] and [N, 2], columns "
            "2 and (0, 1) of span_counts"
        )
    hits, said = found.sum(axis=0)
    total = said + there.sum()
    return float(2 * hits / total) if total else 0.0


@dataclass(frozen=True)
class SpanErrors:
    """Pieces by what became of them; "boundary" and "type" pair a true one with a named one.

    Attributes:
        right: first token, last token and kind agree.
        type: the same tokens, another kind.
        boundary: the same kind, tokens that overlap but are not the same.
        both: tokens that overlap, another kind.
        missed: true pieces that overlap nothing named (or only what is paired otherwise).
        invented: named pieces that overlap nothing true (likewise).
    """

    right: int = 0
    type: int = 0
    boundary: int = 0
    both: int = 0
    missed: int = 0
    invented: int = 0

    def __add__(self, other: SpanErrors) -> SpanErrors:
        both = zip(astuple(self), astuple(other), strict=True)
        return SpanErrors(*(one + two for one, two in both))


def span_errors(gold: Iterable[Span], predicted: Iterable[Span]) -> SpanErrors:
    """What became of the pieces of one sentence; add up sentences with `+`.

    Each piece is counted once: those that are right are taken out first, then pairs with the same
    tokens, then overlapping ones of the same kind, then of another kind, from left to right.

    So right + type + boundary + both + missed is the number of true pieces, and with invented in
    place of missed that of the named ones.

    Args:
        gold: the true pieces, as `entity_spans` gives them, in any order.
        predicted: the pieces named. The same piece twice counts once.

    Source: chapter *Names in a text*, section *What kind of mistake*.
    """
    true, said = sorted(set(gold)), sorted(set(predicted))
    fits: dict[str, Callable[[Span, Span], bool]] = {
        "right": lambda a, b: a == b,
        "type": lambda a, b: a[:2] == b[:2],
        "boundary": lambda a, b: _overlap(a, b) and a[2] == b[2],
        "both": lambda a, b: _overlap(a, b),
    }
    counts = dict.fromkeys(fits, 0)
    for name, fit in fits.items():
        for piece in list(true):
            partner = next((each for each in said if fit(piece, each)), None)
            if partner is not None:
                true.remove(piece)
                said.remove(partner)
                counts[name] += 1
    return SpanErrors(**counts, missed=len(true), invented=len(said))


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]

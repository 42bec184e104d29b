"""Pairs of submissions with much code in common, for a person to look at; nothing is judged.

Winnowed k-grams of normalised tokens, as MOSS uses them (Schleimer, Wilkerson and Aiken, 2003,
"Winnowing: local algorithms for document fingerprinting"): a run of `GRAM + WINDOW - 1` equal
tokens is always found. What the unit gives, what its reference answer has, and what a good part
of the class has is subtracted; the rarer the rest, the more it counts.
"""

from __future__ import annotations

import collections
import itertools
import math
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ftlib.grading.classroom.tokens import Token, chunks

GRAM, WINDOW = 9, 4
COMMON = 0.2  # what more than this share of a class has is no sign of copying
LEAST = 6  # fingerprints in common, and
SCORE = 0.5  # share of the smaller one's weight, from which on a pair is listed
MOST = 50  # pairs that are listed


@dataclass(frozen=True)
class Pair:
    """Two submissions: `score` in [0, 1] of what is particular to the smaller one is in both.

    `lines` are the lines in common in each of the two texts, from 1.
    """

    students: tuple[str, str]
    score: float
    shared: int
    lines: tuple[frozenset[int], frozenset[int]]


def similar(
    texts: Mapping[str, str], given: Iterable[str] = (), fixed: Iterable[str] = ()
) -> list[Pair]:
    """The pairs to look at, the most similar first.

    Args:
        texts: the code of each submission by student.
        given: code that everybody has or may have: the unit's notebook, its reference answer.
        fixed: names that everybody uses (the functions of the tasks).
    """
    names = frozenset(fixed)
    prints = {student: fingerprints(text, names) for student, text in sorted(texts.items())}
    handed_out = {mark for text in given for mark in fingerprints(text, names)}
    count = collections.Counter(mark for marks in prints.values() for mark in marks)
    most = max(2, COMMON * len(texts))
    weight = {
        mark: math.log((len(texts) + 1) / seen)
        for mark, seen in count.items()
        if seen <= most and mark not in handed_out
    }
    total = {
        student: sum(weight.get(mark, 0.0) for mark in marks) for student, marks in prints.items()
    }
    common = _in_common(prints, weight)
    pairs = []
    for (one, other), marks in common.items():
        score = sum(weight[mark] for mark in marks) / min(total[one], total[other])
        if len(marks) >= LEAST and score >= SCORE:
            lines = tuple(
                frozenset(line for mark in marks for line in prints[student][mark])
                for student in (one, other)
            )
            pairs.append(Pair((one, other), score, len(marks), (lines[0], lines[1])))
    return sorted(pairs, key=lambda pair: (-pair.score, pair.students))[:MOST]


def _in_common(
    prints: Mapping[str, Mapping[int, frozenset[int]]], weight: Mapping[int, float]
) -> dict[tuple[str, str], list[int]]:
    """For each pair that has any, the weighty fingerprints in both."""
    owners: dict[int, list[str]] = {}
    for student, marks in prints.items():
        for mark in marks:
            if mark in weight:
                owners.setdefault(mark, []).append(student)
    common: dict[tuple[str, str], list[int]] = {}
    for mark, students in owners.items():
        for pair in itertools.combinations(students, 2):
            common.setdefault(pair, []).append(mark)
    return common


def fingerprints(source: str, fixed: Iterable[str] = ()) -> dict[int, frozenset[int]]:
    """The fingerprints of a text, each with the lines it stands on.

    Each function is taken by itself, so that their order does not matter.
    """
    found: dict[int, set[int]] = {}
    for tokens in chunks(source, fixed):
        for mark, lines in _winnowed(tokens):
            found.setdefault(mark, set()).update(lines)
    return {mark: frozenset(lines) for mark, lines in found.items()}


def _winnowed(tokens: list[Token]) -> Iterable[tuple[int, set[int]]]:
    """The least hash of every window of k-grams, the rightmost of equal ones, each once."""
    grams = []
    for k in range(len(tokens) - GRAM + 1):
        part = tokens[k : k + GRAM]
        mark = zlib.crc32("\0".join(text for text, _ in part).encode("utf-8", "replace"))
        grams.append((mark, {line for _, line in part}))
    last = -1
    for k in range(len(grams) - WINDOW + 1 if len(grams) >= WINDOW else min(1, len(grams))):
        window = range(k, min(k + WINDOW, len(grams)))
        least = min(window, key=lambda j: (grams[j][0], -j))
        if least != last:
            yield grams[least]
            last = least

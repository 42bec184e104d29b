"""A map of concepts to walk through; what it shows is in `map.toml`, one readable file."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from importlib import resources

from ftlib.plot._style import COLOURS
from ftlib.plot.interactive.page import Page, escape, frame

# What a relation can mean, in the words that join its ends, forwards and backwards.
KINDS = {
    "is-a": ("is a kind of", "has as a kind"),
    "part-of": ("is part of", "has as a part"),
    "uses": ("uses", "is used by"),
    "produces": ("produces", "is produced by"),
}
GROUPS = {
    "field": ("Field", "orange"),
    "task": ("Family of tasks", "green"),
    "model": ("Model", "blue"),
    "method": ("Method", "pink"),
    "effect": ("Effect", "grey"),
}


@dataclass(frozen=True)
class Concept:
    """One concept, as `map.toml` describes it; `term` names a glossary entry instead of `what`."""

    name: str
    group: str
    at: tuple[float, float]
    what: str = ""
    term: str = ""
    chapters: tuple[str, ...] = ()


@dataclass(frozen=True)
class Relation:
    """`start` `kind` `end`, read as a sentence."""

    start: str
    kind: str
    end: str


def concepts() -> tuple[tuple[Concept, ...], tuple[Relation, ...]]:
    """The book's concepts, and the relations between them.

    Source: the chapter ideas/concept_map.
    """
    text = (resources.files(__package__) / "map.toml").read_text(encoding="utf-8")
    read = tomllib.loads(text)
    nodes = tuple(
        Concept(**{**each, "at": tuple(each["at"]), "chapters": tuple(each.get("chapters", ()))})
        for each in read["concept"]
    )
    return nodes, tuple(
        Relation(each["from"], each["kind"], each["to"]) for each in read["relation"]
    )


def closure(relations: Iterable[Relation], kind: str = "is-a") -> set[tuple[str, str]]:
    """All pairs that a transitive kind of relation implies.

    Args:
        relations: of any kinds; the others are left aside.
        kind: `is-a` or `part-of`; using and producing do not carry over.

    Returns:
        Pairs (start, end), also those through others in between.

    Raises:
        ValueError: for a kind that is not transitive, or a concept that would be above itself.

    Source: chapter *The concepts and their map*, equation (is-a-closure).
    """
    if kind not in ("is-a", "part-of"):
        raise ValueError(f"kind is {kind!r}; only 'is-a' and 'part-of' carry over")
    pairs = {(each.start, each.end) for each in relations if each.kind == kind}
    while new := {(a, d) for a, b in pairs for c, d in pairs if b == c} - pairs:
        pairs |= new
    if circle := sorted(a for a, b in pairs if a == b):
        raise ValueError(
            f"relations run in a circle of {kind} through {circle}; remove one of them"
        )
    return pairs


def concept_map(
    nodes: Sequence[Concept] | None = None,
    relations: Sequence[Relation] | None = None,
    *,
    glossary: dict[str, str] | None = None,
) -> Page:
    """The map, for the last line of a cell.

    With scripts: a drawing in which each concept is a button; the one chosen shows what it is, its
    relations in words (buttons, too), and its chapters. Without: the same as a list to unfold.

    Args:
        nodes, relations: what to show; None for all of `concepts()`.
        glossary: plain-text definitions by term, for concepts that have a `term`.

    Raises:
        ValueError: if there is nothing to show, a name stands twice, a relation has an unknown end
            or kind, something is a kind of itself, or a concept has neither `what` nor a term that
            `glossary` defines.

    Source: the chapter ideas/concept_map.
    """
    known = concepts()
    nodes = known[0] if nodes is None else tuple(nodes)
    relations = known[1] if relations is None else tuple(relations)
    glossary = glossary or {}
    _checked(nodes, relations, glossary)
    shown = [
        asdict(each) | {"what": each.what or glossary.get(each.term, ""), "chapters": _titled(each)}
        for each in nodes
    ]
    files = resources.files(__package__)
    return frame(
        label="Map of the concepts of fine-tuning and their relations",
        fallback='<div class="ft-plain">\n'
        + "\n".join(_plain(each, relations, glossary) for each in nodes)
        + "\n</div>",
        css=(files / "map.css").read_text(encoding="utf-8"),
        script=(files / "map.js").read_text(encoding="utf-8"),
        data={
            "concepts": shown,
            "relations": [[each.start, each.kind, each.end] for each in relations],
            "kinds": KINDS,
            "groups": {key: [name, COLOURS[colour]] for key, (name, colour) in GROUPS.items()},
        },
    )


def _titled(concept: Concept) -> list[list[str]]:
    """Address and words of each chapter: its file's name reads as words."""
    return [[f"../{each}.html", each.split("/")[-1].replace("_", " ")] for each in concept.chapters]


def _plain(concept: Concept, relations: Iterable[Relation], glossary: dict[str, str]) -> str:
    """One concept as it is read without scripts."""
    said = [
        f"{escape(each.start)} <i>{KINDS[each.kind][0]}</i> {escape(each.end)}."
        for each in relations
        if each.start == concept.name
    ]
    links = [f'<a href="{href}">{escape(words)}</a>' for href, words in _titled(concept)]
    what = escape(concept.what or glossary.get(concept.term, ""))
    return (
        f"<details><summary><b>{escape(concept.name)}</b> · {GROUPS[concept.group][0]}</summary>"
        f"<p>{what} {' '.join(said)} {', '.join(links)}</p></details>"
    )


def _checked(
    nodes: Sequence[Concept], relations: Sequence[Relation], glossary: dict[str, str]
) -> None:
    names = [each.name for each in nodes]
    if not names:
        raise ValueError("nodes is empty; give at least one concept, or None for all")
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ValueError(f"nodes has {twice} more than once; a name stands for one concept")
    if odd := sorted({each.group for each in nodes} - set(GROUPS)):
        raise ValueError(f"nodes has the groups {odd}; known are {list(GROUPS)}")
    if mute := [each.name for each in nodes if not (each.what or glossary.get(each.term))]:
        raise ValueError(f"nodes has no words for {mute}; give what, or glossary their term")
    if odd := sorted({each.kind for each in relations} - set(KINDS)):
        raise ValueError(f"relations has the kinds {odd}; known are {list(KINDS)}")
    if loose := sorted({end for r in relations for end in (r.start, r.end)} - set(names)):
        raise ValueError(
            f"relations lead to {loose}, which nodes does not have; add or correct them"
        )
    for kind in ("is-a", "part-of"):
        closure(relations, kind)

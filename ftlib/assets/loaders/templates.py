"""Sentence templates such as `turn (on|off) [the] {name}`, and how to draw sentences from them.

The notation is Home Assistant's: `( | )` one of, `[ ]` or nothing, `(a;b)` both in any order,
`{list:slot}` an entry of a list, `<rule>` another template.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

_SPECIAL = re.compile(r"([()\[\]|;]|\{[^}]*\}|<[^>]*>)")


@dataclass(frozen=True)
class Node:
    """A part of a template: `all` of its parts in order, `one` of them, or them in any `order`;
    a `text`, a `slot` or a `rule` has a value and no parts."""

    kind: Literal["all", "one", "order", "text", "slot", "rule"]
    value: str = ""
    parts: tuple[Node, ...] = ()


def parse(template: str) -> Node:
    """Read a template into its tree.

    Raises:
        ValueError: for brackets that do not match.
    """
    tokens = [token for token in _SPECIAL.split(template) if token]
    node, rest = _group(tokens, 0, template)
    if rest != len(tokens):
        raise ValueError(f"template {template!r} has a closing bracket without its opening one")
    return node


def _group(tokens: list[str], at: int, template: str) -> tuple[Node, int]:
    """Alternatives up to a closing bracket or the end; returns the place after the last token."""
    alternatives: list[list[Node]] = [[]]
    kind: Literal["one", "order"] = "one"
    while at < len(tokens) and tokens[at] not in ")]":
        token = tokens[at]
        at += 1
        if token in "|;":
            kind = "order" if token == ";" else kind
            alternatives.append([])
        elif token in "([":
            node, at = _group(tokens, at, template)
            if at == len(tokens) or tokens[at] != {"(": ")", "[": "]"}[token]:
                raise ValueError(f"template {template!r} has a bracket that is not closed")
            at += 1
            alternatives[-1].append(_optional(node) if token == "[" else node)
        else:
            alternatives[-1].append(_leaf(token))
    parts = tuple(Node("all", parts=tuple(nodes)) for nodes in alternatives)
    return (parts[0] if len(parts) == 1 else Node(kind, parts=parts)), at


def _optional(node: Node) -> Node:
    return Node("one", parts=(node, Node("text")))


def _leaf(token: str) -> Node:
    if token[0] == "{":
        return Node("slot", token[1:-1].partition(":")[0])
    if token[0] == "<":
        return Node("rule", token[1:-1])
    return Node("text", token)


def draw(
    node: Node,
    rules: Mapping[str, Node],
    lists: Mapping[str, Mapping[str, Any]],
    words: Mapping[str, tuple[str, ...]],
    random: random.Random,
) -> str:
    """One sentence of a template.

    Args:
        node: the parsed template.
        rules: the parsed templates that `<…>` names.
        lists: what `{…}` names: `values` (each with a template `in`) or a `range`.
        words: entries for lists that are open (names of rooms, messages …).
        random: what chooses.
    """
    if node.kind == "text":
        return node.value
    if node.kind == "slot":
        return _entry(node.value, rules, lists, words, random)
    if node.kind == "rule":
        return draw(rules[node.value], rules, lists, words, random)
    parts = list(node.parts)
    if node.kind == "one":
        parts = [random.choice(parts)]
    if node.kind == "order":
        random.shuffle(parts)
    glue = " " if node.kind == "order" else ""
    return glue.join(draw(part, rules, lists, words, random) for part in parts)


def _entry(
    name: str,
    rules: Mapping[str, Node],
    lists: Mapping[str, Mapping[str, Any]],
    words: Mapping[str, tuple[str, ...]],
    random: random.Random,
) -> str:
    if name in words:
        return random.choice(words[name])
    known = lists[name]
    if "range" in known:
        span = known["range"]
        return str(random.randrange(span["from"], span["to"] + 1, span.get("step", 1)))
    value = random.choice(known["values"])
    template = value if isinstance(value, str) else value["in"]
    return draw(parse(template), rules, lists, words, random)

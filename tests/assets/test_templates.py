"""The template notation of the home-assistant commands."""

from __future__ import annotations

import random

import pytest

from ftlib.assets.loaders.templates import draw, parse


def _all(template: str, **more) -> set[str]:
    rules = {name: parse(rule) for name, rule in more.get("rules", {}).items()}
    lists, words = more.get("lists", {}), more.get("words", {})
    choose = random.Random(0)
    return {draw(parse(template), rules, lists, words, choose) for _ in range(400)}


@pytest.mark.parametrize(
    ("template", "sentences"),
    [
        ("plain", {"plain"}),
        ("a(b|c)d", {"abd", "acd"}),
        ("a|b", {"a", "b"}),
        ("light[s]", {"light", "lights"}),
        ("[a|b]c", {"c", "ac", "bc"}),
        ("(a[b(c|d)]|e)", {"a", "abc", "abd", "e"}),
        ("(in here;to red)", {"in here to red", "to red in here"}),
    ],
)
def test_what_a_template_stands_for(template, sentences):
    assert _all(template) == sentences


def test_rules_lists_ranges_and_words():
    drawn = _all(
        "<go> {name} {state:slot} {level}",
        rules={"go": "(turn|switch)"},
        lists={
            "state": {"values": [{"in": "on"}, {"in": "(off|out)"}]},
            "level": {"range": {"from": 2, "to": 6, "step": 2}},
        },
        words={"name": ("lamp",)},
    )
    assert drawn == {
        f"{go} lamp {state} {level}"
        for go in ("turn", "switch")
        for state in ("on", "off", "out")
        for level in (2, 4, 6)
    }


@pytest.mark.parametrize("template", ["a)", "(a", "[a|b", "a]", "(a]"])
def test_brackets_must_match(template):
    with pytest.raises(ValueError, match="bracket"):
        parse(template)

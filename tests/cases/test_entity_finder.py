"""The finder around a tagger that is known: capitals begin a name, and go on with it."""

import numpy as np
import pytest

from ftlib.cases.entities import (
    Entity,
    EntityFinder,
    character_places,
    highlight,
    word_places,
)

NAMES = ["O", "B-X", "I-X"]


def by_capitals(sentences):
    found = []
    for tokens in sentences:
        tags, before = [], False
        for token in tokens:
            upper = token[0].isupper()
            tags.append((2 if before else 1) if upper else 0)
            before = upper
        found.append(np.eye(3)[tags] * 6)
    return found


FINDER = EntityFinder(by_capitals, NAMES)


def test_names_by_their_characters():
    text = "we met  Ada Lovelace,\nnot Bob."
    found = FINDER.find_entities(text)
    assert [(e.start, e.end, e.kind, e.text) for e in found] == [
        (8, 20, "X", "Ada Lovelace"),
        (26, 29, "X", "Bob"),
    ]
    p = 1 / (1 + 2 * np.exp(-6))
    assert [e.probability for e in found] == pytest.approx([p * p, p])
    assert len(found) == 2
    assert str(found).splitlines()[1] == "26–29 X 'Bob' (1.00)"


def test_words_and_characters():
    text = "RT @ann: it's U.S.A-ok at http://t.co/x #fun’s &"
    assert [text[a:b] for a, b in word_places(text)] == [
        "RT", "@ann", ":", "it", "'s", "U.S.A-ok", "at", "http://t.co/x", "#fun", "’s", "&",
    ]  # fmt: skip
    assert character_places("中 文\n") == [(0, 1), (2, 3)]


def test_long_texts_are_read_in_parts_and_sentences_apart():
    asked = []

    def score(sentences):
        asked.extend(list(each) for each in sentences)
        return by_capitals(sentences)

    finder = EntityFinder(score, NAMES, most=3)
    finder.find_entities("a b. C d e f\ng\n\nh")
    assert asked == [["a", "b", "."], ["C", "d", "e"], ["f"], ["g"], ["h"]]
    text = "x y z " * 400 + "Ada"
    (only,) = FINDER.find_entities(text)
    assert text[only.start : only.end] == "Ada"


@pytest.mark.parametrize("text", ["", " \n\t", "...", "no names here"])
def test_nothing_to_find(text):
    found = FINDER.find_entities(text)
    assert (len(found), str(found)) == (0, "no names")
    assert "<mark" not in found._repr_html_()


def test_illegal_tags_cannot_come_out_and_boldness_counts():
    def unsure(sentences):
        return [np.log([[0.6, 0.3, 0.1], [0.2, 0.1, 0.7]])[: len(each)] for each in sentences]

    (one,) = EntityFinder(unsure, NAMES).find_entities("new york")
    assert (one.start, one.end) == (0, 8)
    assert one.probability == pytest.approx(0.3 * 0.7)
    assert not len(EntityFinder(unsure, NAMES).find_entities("new"))
    assert len(EntityFinder(unsure, NAMES, outside=-1.0).find_entities("new")) == 1


def test_the_text_cannot_bring_markup():
    html = FINDER.find_entities("<b>Ada</b> & <script>Evil()</script>\nend")._repr_html_()
    assert "<script" not in html
    assert "<b>" not in html
    assert "&lt;b&gt;" in html
    assert "<br>end" in html
    odd = highlight('a"b', [Entity(0, 3, '"<x>', 'a"b', 0.5)])
    assert "<x>" not in odd
    assert 'title="&quot;&lt;x&gt;, 0.50"' in odd


def test_a_name_cannot_bring_markup():
    html = highlight("a <i>b", [Entity(2, 6, "A", "<i>b", 1.0)])
    assert "<i>" not in html
    assert ">&lt;i&gt;b<" in html


def test_marks_stand_where_the_names_do():
    first, second = Entity(0, 1, "B", "a", 1.0), Entity(2, 3, "A", "c", 1.0)
    html = highlight("abcd", [second, first])
    assert html.index(">a<") < html.index("</mark>b<mark") < html.index(">c<") < html.index("d</p>")


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: FINDER.find_entities(3), "text is a int; give a string"),
        (lambda: EntityFinder(by_capitals, ["B-X"]), "needs a tag 'O'"),
        (lambda: EntityFinder(by_capitals, ["O", "X"]), "names holds"),
        (lambda: EntityFinder(by_capitals, NAMES, most=0), "most is 0"),
        (lambda: EntityFinder(by_capitals, NAMES, outside=np.nan), "outside is nan"),
        (
            lambda: EntityFinder(lambda s: [np.zeros((1, 2))], NAMES).find_entities("a"),
            "score gave shape",
        ),
        (lambda: highlight("ab", [Entity(1, 3, "A", "b", 1.0)]), r"entities holds \(1, 3\)"),
        (
            lambda: highlight("abc", [Entity(0, 2, "A", "", 1.0), Entity(1, 3, "A", "", 1.0)]),
            "marked up to 2",
        ),
    ],
)
def test_bad_arguments_are_named(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()


def test_an_accent_of_its_own_stays_with_its_letter():
    text = "Beyonce\u0301 met Zoe\u0308-Ann, #cafe\u0301"
    assert [text[a:b] for a, b in word_places(text)] == [
        "Beyonce\u0301", "met", "Zoe\u0308-Ann", ",", "#cafe\u0301",
    ]  # fmt: skip


ODD = [
    "Ada\x00Bob",
    "🙂🙂 Ada",
    "艾达在北京",
    "A" * 50_000,
    "\u202eAda",
    "\ud800 Ada",
    "a\u0301" * 9,
]


@pytest.mark.parametrize("text", ODD)
def test_odd_texts_have_names_where_they_stand(text):
    found = FINDER.find_entities(text)
    assert all(text[each.start : each.end] == each.text != "" for each in found)
    assert found._repr_html_().startswith("<p")


@pytest.mark.parametrize("text", [None, b"Ada", ["Ada"], 1.5])
def test_what_is_no_text_is_named(text):
    with pytest.raises(ValueError, match="give a string"):
        FINDER.find_entities(text)


@pytest.mark.parametrize(
    ("score", "sentence"),
    [
        (lambda sentences: [], "score gave 0 arrays for 1 lists of tokens"),
        (lambda sentences: [np.full((1, 3), np.nan)], "no NaN"),
        (lambda sentences: [np.full((1, 3), np.inf)], "no NaN"),
    ],
)
def test_a_tagger_that_fails_is_named(score, sentence):
    with pytest.raises(ValueError, match=sentence):
        EntityFinder(score, NAMES).find_entities("Ada")


def test_a_tag_may_be_ruled_out():
    def never_x(sentences):
        return [np.array([[0.0, -np.inf, -np.inf]] * len(each)) for each in sentences]

    assert len(EntityFinder(never_x, NAMES).find_entities("Ada Bob")) == 0

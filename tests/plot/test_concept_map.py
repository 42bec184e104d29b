"""The map of concepts: relations have ends and no circle, links lead on, errors are absent."""

import json
import re
from pathlib import Path

import pytest

from ftlib.book.sources import chapters
from ftlib.plot import interactive
from ftlib.plot.interactive.map import GROUPS, KINDS, Concept, Relation

BOOK = Path(__file__).parents[2] / "book"
NODES, RELATIONS = interactive.concepts()
NAMES = [each.name for each in NODES]


def glossary():
    text = (BOOK / "glossary.md").read_text(encoding="utf-8").split(":::{glossary}")[1]
    entries = [each.strip().split("\n") for each in text.split("\n\n")]
    return {lines[0]: " ".join(lines[2:]).strip() for lines in entries if len(lines) > 2}


TERMS = glossary()


def test_every_relation_has_ends_and_a_known_kind_once():
    assert {each.kind for each in RELATIONS} == set(KINDS)
    assert {end for each in RELATIONS for end in (each.start, each.end)} <= set(NAMES)
    pairs = [(each.start, each.end) for each in RELATIONS]
    assert len(set(pairs)) == len(pairs)


def test_every_concept_is_connected_and_of_a_known_group():
    ends = {end for each in RELATIONS for end in (each.start, each.end)}
    assert ends == set(NAMES)
    assert {each.group for each in NODES} == set(GROUPS)


def test_the_chapters_it_links_to_are_in_the_book():
    known = {chapter.name for chapter in chapters(BOOK)}
    contents = (BOOK / "_toc.yml").read_text(encoding="utf-8")
    linked = {chapter for each in NODES for chapter in each.chapters}
    assert len(linked) >= 8
    assert linked <= known
    assert all(f"file: {name}\n" in contents for name in linked)


def test_terms_are_in_the_glossary_and_nothing_is_defined_twice():
    for each in NODES:
        assert bool(each.what) != bool(each.term)
        assert not each.term or each.term in TERMS


@pytest.mark.parametrize("kind", ["is-a", "part-of"])
def test_nothing_is_a_kind_or_part_of_itself(kind):
    assert all(a != b for a, b in interactive.closure(RELATIONS, kind))


# What copied diagrams draw, read as "is a kind of" or as its reverse, and is wrong.
WRONG = [
    ("large model", "artificial intelligence"),
    ("transfer learning", "artificial intelligence"),
    ("knowledge representation", "deep learning"),
    ("reasoning mechanism", "deep learning"),
    ("fine-tuning", "large model"),
    ("fine-tuning", "language model"),
    ("prompting", "fine-tuning"),
    ("continual learning", "large model"),
    ("pretraining", "language model"),
    ("natural language processing", "deep learning"),
    ("expert system", "machine learning"),
    ("zero-shot use", "fine-tuning"),
]


@pytest.mark.parametrize(("low", "high"), WRONG)
def test_wrong_kinds_are_absent(low, high):
    assert {low, high} <= set(NAMES)
    pairs = interactive.closure(RELATIONS)
    assert (low, high) not in pairs
    assert (high, low) not in pairs


def test_closure_goes_through_others_and_refuses_circles():
    chain = [Relation("a", "is-a", "b"), Relation("b", "is-a", "c"), Relation("c", "uses", "a")]
    assert interactive.closure(chain) == {("a", "b"), ("b", "c"), ("a", "c")}
    with pytest.raises(ValueError, match="circle"):
        interactive.closure([*chain, Relation("c", "is-a", "a")])
    with pytest.raises(ValueError, match="kind is 'uses'"):
        interactive.closure(chain, "uses")


def test_the_figure_has_every_concept_with_and_without_scripts():
    page = interactive.concept_map(glossary=TERMS)
    assert page.html.count("<details>") == len(NODES)
    data = json.loads(page.html.rsplit("})(root,", 1)[1].rsplit(",site,make)", 1)[0])
    assert [each["name"] for each in data["concepts"]] == NAMES
    assert all(each["what"] for each in data["concepts"])
    assert len(data["relations"]) == len(RELATIONS)
    assert "fine-tuning <i>is a kind of</i> transfer learning." in page.html
    assert interactive.concept_map(glossary=TERMS) == page


def test_places_are_on_the_map_and_apart():
    for i, one in enumerate(NODES):
        assert 0 <= one.at[0] <= 100
        assert 0 <= one.at[1] <= 100
        for other in NODES[i + 1 :]:
            assert abs(one.at[0] - other.at[0]) >= 12 or abs(one.at[1] - other.at[1]) >= 5


def test_text_of_a_concept_is_text_not_html():
    html = interactive.concept_map([Concept("<b>", "task", (1, 1), "</script> & x.")], []).html
    assert "&lt;b&gt;" in html
    assert html.count("</script>") == 1


ONE = Concept("one", "task", (1, 1), "x.")


@pytest.mark.parametrize(
    ("nodes", "relations", "says"),
    [
        ([], [], "nodes is empty"),
        ([ONE, ONE], [], "more than once"),
        ([Concept("one", "magic", (1, 1), "x.")], [], "groups .*magic"),
        ([Concept("one", "task", (1, 1), term="none such")], [], "no words"),
        ([ONE], [Relation("one", "likes", "one")], "kinds .*likes"),
        ([ONE], [Relation("one", "uses", "two")], "lead to .*two"),
        ([ONE], [Relation("one", "is-a", "one")], "circle"),
    ],
)
def test_what_it_refuses(nodes, relations, says):
    with pytest.raises(ValueError, match=says):
        interactive.concept_map(nodes, relations)


def test_the_script_loads_nothing_and_the_page_is_one_element():
    page = interactive.concept_map(glossary=TERMS)
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", page.html)
    assert page.html.startswith(f'<div id="{page.id}"')

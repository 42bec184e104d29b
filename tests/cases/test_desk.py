"""The desk around an embedding that can be read: how often each of five letters is there."""

from __future__ import annotations

import math

import numpy as np
import pytest

from ftlib.cases.desk import Desk, slots_in

SLOTS = {"area": ("room", "living room", "hall"), "name": ("lamp",)}


def embed(texts):
    return np.array([[text.count(letter) + 1e-9 for letter in "vwxyz"] for text in texts])


def sort(vectors):
    """Intent on where v is all there is, off where w is; else torn between the two."""
    share = vectors[:, 0] / (vectors[:, 0] + vectors[:, 1])
    sure = (vectors[:, :2].sum(1) / vectors.sum(1))[:, None]
    return np.column_stack([share, 1 - share]) * sure


@pytest.fixture
def desk():
    return Desk(
        embed, ["xxx", "yyy", "zzy"], ["a", "b", "c"], 0.9,
        intents=("on", "off"), sort=sort, intent_threshold=0.8, slots=SLOTS,
    )  # fmt: skip


def test_a_page_a_command_and_a_person(desk):
    page, command, person = desk.reply("yy"), desk.reply("v the lamp"), desk.reply("xyz")
    assert (page.kind, page.answer, page.source) == ("page", "yyy", "b")
    assert page.confidence == pytest.approx(1.0)
    assert (command.kind, command.source, command.answer) == ("command", "on", "Done (name: lamp).")
    assert (person.kind, person.source) == ("person", "")
    assert person.confidence == pytest.approx(3 / math.sqrt(3 * 5))  # nearest is zzy, and too far


def test_at_the_threshold_it_answers():
    near = 3 / math.sqrt(15)
    for threshold, kind in ((near - 1e-9, "page"), (near + 1e-6, "person"), (math.inf, "person")):
        assert Desk(embed, ["xxx", "zzy"], ["a", "c"], threshold).reply("xyz").kind == kind


def test_confidence_may_look_at_the_second_page():
    def lead(first, second):
        return first - second

    desk = Desk(embed, ["xxx", "yyy", "zzy"], ["a", "b", "c"], 0.5, page_sure=lead)
    assert desk.reply("x").confidence == pytest.approx(1.0)  # no other page holds an x
    # zzy is nearest to zy, and yyy second: 3/√10 and 1/√2
    reply = desk.reply("zy")
    assert reply.confidence == pytest.approx(3 / math.sqrt(10) - 1 / math.sqrt(2))
    assert reply.kind == "person"
    alone = Desk(embed, ["xxx"], ["a"], 1.9, page_sure=lead)
    assert alone.reply("x").confidence == pytest.approx(2.0)


def test_what_goes_on_repeats_the_command_with_what_is_new(desk):
    desk.reply("v the lamp in the hall")
    further = desk.reply("And in the living room?")
    assert further.source == "on"
    assert further.answer == "Done (area: living room, name: lamp)."
    assert desk.reply("what about the hall").answer == "Done (area: hall, name: lamp)."
    assert desk.reply("w the lamp").answer == "Done (name: lamp)."  # takes nothing over


def test_nothing_goes_on_without_a_command_or_without_a_slot(desk):
    assert desk.reply("and in the hall xyz").kind == "person"
    desk.reply("v the lamp")
    assert desk.reply("and xyz").kind == "person"
    assert desk.reply("and in the hall xyz").kind == "person"  # the person ended the conversation


def test_a_word_that_only_begins_like_a_cue_does_not_go_on(desk):
    desk.reply("v the lamp")
    assert desk.reply("andes in the hall xyz").kind == "person"


def test_a_person_is_told_the_surer_of_the_two(desk):
    torn = desk.reply("vvwwwx")  # no page is near: they hold x, y and z
    assert torn.kind == "person"
    assert torn.confidence == pytest.approx(0.6 * 5 / 6, abs=1e-6)


@pytest.mark.parametrize("between", ["yy", "", "xyz", None])
def test_other_things_end_the_memory(desk, between):
    desk.reply("v the lamp")
    assert desk.last == ("on", {"name": "lamp"})
    desk.forget() if between is None else desk.reply(between)
    assert desk.last is None


@pytest.mark.parametrize("text", ["", "  \n\t", "\u200b"])
def test_nothing_is_said(desk, text):
    assert desk.reply(text).kind == "person"


def test_without_intents_it_has_pages_only():
    desk = Desk(embed, ["xxx"], ["a"], 0.9, slots=SLOTS)
    assert desk.reply("v").kind == "person"
    assert desk.reply("x").source == "a"


def test_vectors_that_are_there_are_not_made_again():
    def once(texts):
        assert len(texts) == 1
        return embed(texts)

    desk = Desk(once, ["xxx", "yyy"], ["a", "b"], 0.9, vectors=embed(["xxx", "yyy"]))
    assert desk.reply("y").source == "b"


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("The Living Room, please", {"area": "living room"}),
        ("lamps in the mushroom", {}),
        ("the lamp of the hall", {"area": "hall", "name": "lamp"}),
        ("not the room but the hall, the room", {"area": "room"}),
        ("hall room hall", {"area": "hall"}),
        ("", {}),
    ],
)
def test_slots(text, want):
    assert slots_in(text, SLOTS) == want


def test_long_answers_are_shown_short():
    desk = Desk(embed, ["x" * 200], ["a"], 0.9)
    reply = desk.reply("x")
    assert len(reply.answer) == 200
    assert str(reply) == "x" * 89 + "… [a] (1.00)"
    assert str(desk.reply("y")).startswith("A person will answer. (0.0")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"pages": []}, "0 pages"),
        ({"sources": ["a"]}, "2 pages and 1 sources"),
        ({"intents": ("on",)}, "together"),
        ({"sort": sort}, "together"),
        ({"vectors": np.ones((3, 5))}, r"shape \(3, 5\) for 2 pages"),
        ({"vectors": np.ones(2)}, "vectors have shape"),
    ],
)
def test_bad_settings_are_named(change, said):
    settings = {"embed": embed, "pages": ["x", "y"], "sources": ["a", "b"], "page_threshold": 0.5}
    with pytest.raises(ValueError, match=said):
        Desk(**(settings | change))


def test_wrong_shapes_are_named():
    desk = Desk(lambda texts: np.ones((2, 5)), ["x"], ["a"], 0.9, vectors=np.ones((1, 5)))
    with pytest.raises(ValueError, match=r"embed gave shape \(2, 5\)"):
        desk.reply("x")
    desk = Desk(embed, ["x"], ["a"], 0.9, intents=("on",), sort=sort)
    with pytest.raises(ValueError, match=r"sort gave shape \(1, 2\)"):
        desk.reply("x")


@pytest.mark.parametrize("text", [None, 3, b"x", ["x", "y"]])
def test_what_is_no_text_is_named(desk, text):
    with pytest.raises(ValueError, match="give a string, one text at a time"):
        desk.reply(text)


ODD = [
    "🙂",
    "打开厨房的灯",
    "x" * 100_000,
    "and",
    "and ",
    "\x00",
    "\ud800",
    "<b>x</b>",
    "lamp",
    "%s {} \\d",
]


@pytest.mark.parametrize("text", ODD)
def test_odd_texts_get_an_answer(desk, text):
    desk.reply("v the lamp")
    assert desk.reply(text).kind in ("command", "page", "person")


@pytest.mark.parametrize("name", ["page_threshold", "intent_threshold"])
def test_a_threshold_is_a_number(name):
    settings = {"embed": embed, "pages": ["x"], "sources": ["a"], "page_threshold": 0.5}
    with pytest.raises(ValueError, match=f"{name} is nan"):
        Desk(**(settings | {name: math.nan}))


def test_numbers_that_are_none_are_named():
    def nothing(texts):
        return np.full((len(texts), 5), np.nan)

    with pytest.raises(ValueError, match=r"vectors have shape .* finite"):
        Desk(nothing, ["x"], ["a"], 0.5)
    with pytest.raises(ValueError, match=r"embed gave shape .* finite"):
        Desk(nothing, ["x"], ["a"], 0.5, vectors=np.ones((1, 5))).reply("x")
    with pytest.raises(ValueError, match="sort gave shape"):
        Desk(embed, ["x"], ["a"], 0.5, intents=("on",), sort=lambda v: [[math.nan]]).reply("x")
    with pytest.raises(ValueError, match=r"page_sure gave nan for \(1, -1\)"):
        Desk(embed, ["x"], ["a"], 0.5, page_sure=lambda one, two: math.nan).reply("x")


def test_words_of_slots():
    assert slots_in("the living\n  room", SLOTS) == {"area": "living room"}
    assert slots_in("use c++ (now)", {"tool": ("c", "c++")}) == {"tool": "c++"}
    for words in ("room", [""], [" "]):
        with pytest.raises(ValueError, match=r"known\['area'\] is"):
            slots_in("a room", {"area": words})
        with pytest.raises(ValueError, match="several words"):
            Desk(embed, ["x"], ["a"], 0.5, slots={"area": words})

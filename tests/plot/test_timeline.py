"""Each event of the timeline has a source, a date that agrees with it, and links that lead on."""

import json
import re
import unicodedata
from itertools import combinations, pairwise
from pathlib import Path

import pytest

from ftlib.book.sources import chapters
from ftlib.plot import interactive
from ftlib.plot.interactive.timeline import AXIS, ERAS, SPACE, Event, _rows, place

BOOK = Path(__file__).parents[2] / "book"
EVENTS = interactive.events()
every_event = pytest.mark.parametrize("event", EVENTS, ids=lambda each: each.key)


def references():
    """Every entry of the book's bibliography: {key: {field: text}}."""
    text = (BOOK / "references.bib").read_text(encoding="utf-8")
    found = {}
    for entry in re.split(r"\n(?=@)", text):
        if key := re.match(r"@\w+\{([^,\s]+),", entry):
            fields = re.findall(r"^\s*(\w+)\s*=\s*\{(.*)\},?\s*$", entry, re.M)
            found[key.group(1)] = dict(fields)
    return found


REFERENCES = references()


def letters(text):
    text = re.sub(r"\\\"|\\'|[{}]", "", text)
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z]+", " ", plain.lower()).split()


def test_there_are_events_of_every_school_in_the_order_of_time():
    assert len(EVENTS) >= 35
    assert {each.era for each in EVENTS} == set(ERAS)
    assert [each.year for each in EVENTS] == sorted(each.year for each in EVENTS)
    assert len({each.key for each in EVENTS}) == len(EVENTS)


@every_event
def test_the_source_is_in_the_bibliography_with_this_year_or_it_says_why_not(event):
    entry = REFERENCES[event.key]
    if int(entry["year"]) == event.year:
        assert not event.note
    else:
        assert entry["year"] in event.note


@every_event
def test_the_source_names_its_first_author_and_its_title(event):
    entry = REFERENCES[event.key]
    surname = entry["author"].split(" and ")[0].split(",")[0]
    said = letters(event.source)
    assert said[: len(letters(surname))] == letters(surname)
    title = letters(entry["title"])
    assert set(letters(event.source.rsplit(", ", 1)[1])) <= set(title)


@every_event
def test_it_says_what_and_why_in_full_sentences(event):
    assert event.what.endswith((".", "?"))
    assert event.why.endswith((".", "?"))


def test_the_chapters_it_links_to_are_in_the_book():
    known = {chapter.name for chapter in chapters(BOOK)}
    contents = (BOOK / "_toc.yml").read_text(encoding="utf-8")
    linked = {each.chapter for each in EVENTS if each.chapter}
    assert len(linked) >= 5
    assert linked <= known
    assert all(f"file: {name}\n" in contents for name in linked)


def test_the_chapter_cites_every_source():
    text = (BOOK / "turning_points" / "timeline.md").read_text(encoding="utf-8")
    cited = {key for keys in re.findall(r"\{cite:[pt]\}`([^`]+)`", text) for key in keys.split(",")}
    assert {each.key for each in EVENTS} <= cited


def test_places_run_from_left_to_right_and_are_straight_between_the_marks():
    assert place(AXIS[0][0]) == 0
    assert place(AXIS[-1][0]) == 1
    for (first, left), (last, right) in pairwise(AXIS):
        assert place((first + last) / 2) == pytest.approx((left + right) / 2)
    for year in (-4000, 2030):
        with pytest.raises(ValueError, match=f"year is {year}"):
            place(year)


def test_no_dot_covers_another():
    rows = _rows(EVENTS)
    for (one, row), (other, below) in combinations(zip(EVENTS, rows, strict=True), 2):
        if one.era == other.era and row == below:
            assert abs(place(one.year) - place(other.year)) >= SPACE
    assert max(rows) <= 3


def test_the_figure_has_every_event_with_and_without_scripts():
    page = interactive.timeline()
    assert page.html.count("<details>") == len(EVENTS)
    assert page.html.count("<summary>") == len(EVENTS)
    inside = page.html.rsplit("})(root,", 1)[1].rsplit(",site,make)", 1)[0]
    data = json.loads(inside)
    assert [each["title"] for each in data["events"]] == [each.title for each in EVENTS]
    assert [each["at"] for each in data["events"]] == [round(place(e.year), 4) for e in EVENTS]
    assert interactive.timeline() == page


def test_text_of_an_event_is_text_not_html():
    event = Event(2000, "<b>", "symbols", "x", "a & b.", "</script>.", '"s"', "k")
    html = interactive.timeline([event]).html
    assert "&lt;b&gt;" in html
    assert html.count("</script>") == 1


def test_years_before_ours_in_words():
    assert EVENTS[0].when == "3200 BCE"
    assert EVENTS[-1].when == "2022"


@pytest.mark.parametrize(
    ("shown", "says"),
    [
        ([], "shown is empty"),
        (EVENTS[::-1], "not in the order of time"),
        ([Event(2000, "t", "magic", "x", "w.", "y.", "s", "k")], "eras .*magic"),
    ],
)
def test_what_it_refuses(shown, says):
    with pytest.raises(ValueError, match=says):
        interactive.timeline(shown)

"""Pages: what a student wrote is text and nothing else; a class's figures, worked out by hand."""

import math
import re
from html.parser import HTMLParser

import numpy as np
import pytest

from ftlib.grading.classroom.feedback import feedback
from ftlib.grading.classroom.gradebook import rows_of
from ftlib.grading.classroom.report import report
from ftlib.grading.classroom.similar import Pair
from ftlib.grading.classroom.statistics import common_failures, correlation, task_statistics

EVIL = '<script>alert(1)</script><img src=x onerror="x()">"\'&\x1b[31m\x00'
FAILED = ("failed", EVIL)


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.open: list[str] = []

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attributes}
        if tag not in ("meta", "img", "br", "wbr"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def harmless(page: str) -> None:
    parser = _Tags()
    parser.feed(page)
    assert parser.open == []
    assert not parser.tags & {"script", "iframe", "object", "link", "base", "form", "a"}
    assert not any(name.startswith("on") for name in parser.attributes)
    assert "\x1b" not in page
    assert "\x00" not in page
    assert not re.search(r"https?://(?!www\.w3\.org)", page)


def test_feedback_escapes_all_that_a_student_chose(made):
    said = {"test_values": FAILED, "notes": [EVIL], "name": EVIL, "file": EVIL}
    page = feedback(rows_of(made({EVIL: said}), "toy")[0])
    harmless(page)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "prefers-color-scheme: dark" in page


def test_feedback_tells_points_reasons_and_a_hint(made):
    students = {"ann": {"test_values": ("failed", "got 2.0"), "test_empty": ("failed", "hush")}}
    page = feedback(rows_of(made(students), "toy")[0])
    assert "<strong>0 of 5 points</strong>" in page
    assert "got 2.0" in page
    assert "hush" not in page  # a hidden test's message
    assert "What is the mean of the result?" in page  # the first hint
    assert "Subtract the mean from a copy." not in page
    untried = {"test_values": ("not attempted", "not attempted yet")}
    assert "Not attempted." in feedback(rows_of(made({"ann": untried}), "toy")[0])
    lost = feedback(rows_of(made({"ann": {"failure": "it died"}}), "toy")[0])
    assert "could not be graded: it died" in lost


def test_the_report_escapes_and_names_what_there_is(made):
    students = {
        "ann": {"test_values": FAILED},
        EVIL: {"test_values": FAILED, "notes": [EVIL]},
        "cyd": {},
    }
    rows = rows_of(made(students), "toy")
    pair = Pair(("ann", EVIL), 0.875, 9, (frozenset({1}), frozenset({2})))
    texts = {"ann": f"x = 1\n{EVIL}", EVIL: "y = 2\nz = 3\n\n\n\nlast"}
    page = report(rows, {"ann": 1.0, "cyd": 3.0}, [pair], texts, [EVIL], [EVIL])
    harmless(page)
    assert "3 submissions, 3 graded, 0 late" in page
    assert "mean 3.0, median 2.0, from 2 to 5" in page
    assert "88 % of what is particular" in page
    assert "<mark>x = 1</mark>" in page
    assert "<mark>z = 3</mark>" in page
    assert page.count("<svg ") == 2
    assert "2.00 s (median)" in page


def test_names_of_tests_have_room_and_break_between_words(made):
    page = report(rows_of(made({"ann": {"test_values": FAILED}}), "toy"), {}, [], {}, [], [])
    assert '<td class="wide">centred<br>test_<wbr>values</td>' in page
    assert page.count('<td class="wide">') == 1
    rule, narrow = re.findall(r"td.wide { min-width: (\d+)rem;", page)
    assert int(rule) >= 20 > int(narrow)


def test_difficulty_and_discrimination(made):
    wrong = ("failed", "no")
    students = {
        "a": {},
        "b": {"test_values": wrong},
        "c": {"test_two": wrong},
        "d": {"test_two": wrong, "test_values": ("not attempted", "")},
        "e": {"failure": "died", "test_two": wrong},
    }
    square, centred = task_statistics(rows_of(made(students), "toy"))
    assert (square.solved, square.tried) == (0.5, 1.0)
    assert (centred.solved, centred.tried) == (0.5, 0.75)
    # solved (1, 1, 0, 0) against the other task's points (3, 0, 3, 0)
    assert square.discrimination == pytest.approx(0.0, abs=1e-12)
    same = {"a": {}, "b": {}, "c": {"test_two": wrong, "test_values": wrong}}
    assert task_statistics(rows_of(made(same), "toy"))[0].discrimination == pytest.approx(1.0)


def test_correlation_by_its_definition():
    x, y = np.array([0.0, 1.0, 1.0, 0.0, 1.0]), np.array([2.0, 3.0, 7.0, 1.0, 2.0])
    dx, dy = x - 0.6, y - 3.0
    want = sum(dx * dy) / math.sqrt(sum(dx * dx) * sum(dy * dy))
    assert correlation(x, y) == pytest.approx(want, rel=1e-12)
    assert math.isnan(correlation(np.ones(3), np.arange(3.0)))
    assert math.isnan(correlation(np.ones(1), np.ones(1)))


def test_failures_are_grouped_whatever_their_numbers(made):
    students = {
        "ann": {"test_values": ("failed", "got 2.5 at [3], expected -1e-3\ntry: x")},
        "ben": {"test_values": ("failed", "got 7 at [14], expected 2\ntry: y")},
        "cyd": {"test_values": ("failed", "there is no 'centred'")},
    }
    first, second = common_failures(rows_of(made(students), "toy"))
    assert first.students == ("ann", "ben")
    assert first.message == "got # at [#], expected #"
    assert second.students == ("cyd",)

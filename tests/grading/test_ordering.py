"""Prerequisites: there, in no circle, and the order that follows from them."""

import itertools
import re

import pytest

from ftlib.grading.authoring.course import check_prerequisites
from ftlib.grading.build import course, drift
from ftlib.grading.ordering import in_order
from ftlib.grading.source import SourceError
from ftlib.grading.unit import Unit


def units(**needs):
    return [Unit(name, name, "c", tuple(before), 1, ()) for name, before in needs.items()]


@pytest.mark.parametrize(
    ("needs", "order"),
    [
        ({"b": [], "a": []}, "ab"),
        ({"a": ["c"], "b": [], "c": []}, "bca"),
        ({"a": ["b"], "b": ["c"], "c": ["not here"]}, "cba"),
        ({"d": ["b", "c"], "c": ["a"], "b": ["a"], "a": []}, "abcd"),
    ],
)
def test_units_come_after_what_they_need_and_else_by_name(needs, order):
    assert "".join(unit.name for unit in in_order(units(**needs))) == order


@pytest.fixture
def write(project):
    """Add units to the project: copies of `toy` under other names, with other prerequisites."""

    def add(**needs):
        text = (project / "solutions/toy/notebook.md").read_text()
        for name, before in needs.items():
            path = project / f"solutions/{name}/notebook.md"
            path.parent.mkdir(exist_ok=True)
            changed = text.replace("unit: toy", f"unit: {name}").replace(
                "prerequisites: []", f"prerequisites: [{', '.join(before)}]"
            )
            path.write_text(changed)
        return project

    return add


LINE = 13  # of `prerequisites:` in the toy unit


@pytest.mark.parametrize(
    ("needs", "said"),
    [
        ({"a": ["toi"]}, "a/notebook.md:13: there is no unit 'toi'; did you mean 'toy'?"),
        ({"a": ["xyz"]}, "there is no unit 'xyz'; there are toy"),
        ({"a": ["b"], "b": ["a"]}, "the prerequisites run in a circle"),
        ({"a": ["b"], "b": ["c"], "c": ["a"], "d": ["a"]}, "take one of them out"),
    ],
)
def test_prerequisites_that_do_not_hold_are_named_with_file_and_line(write, needs, said):
    root = write(**needs)
    lines = (root / "solutions/a/notebook.md").read_text().splitlines()
    assert lines[LINE - 1].strip().startswith("prerequisites:")
    with pytest.raises(SourceError, match=re.escape(said)) as caught:
        drift(root)
    assert re.match(rf"solutions/\w/notebook\.md:{LINE}: ", str(caught.value))


def test_the_circle_is_written_out(write):
    root = write(a=["b"], b=["c"], c=["a"])
    with pytest.raises(SourceError) as caught:
        course(root)
    circle = re.search(r"\((.+)\)", str(caught.value))[1].split(" needs ")
    assert len(circle) == 4
    assert all(
        (one, other) in {("a", "b"), ("b", "c"), ("c", "a")}
        for one, other in itertools.pairwise(circle)
    )


def test_a_sound_course_passes(write):
    check_prerequisites(course(write(a=["toy"], b=["a", "toy"])))

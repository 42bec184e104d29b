"""Parsing a unit's source, and every way in which an author may get it wrong."""

import re
from pathlib import Path

import pytest

from ftlib.grading.source import SourceError, answer_lines, parse, student_notebook, without_answers

TOY = Path(__file__).parent / "toy/solutions/toy/notebook.md"
TEXT = TOY.read_text()


def test_the_unit_is_what_the_source_says():
    unit = parse(TOY).unit
    assert (unit.name, unit.title, unit.chapter) == ("toy", "A toy unit", "foundations/toy")
    assert (unit.points, unit.minutes) == (5, 10)
    assert [(t.name, t.points, t.minutes, len(t.hints), t.functions) for t in unit.tasks] == [
        ("mean_square", 2, 5, 2, ("mean_square",)),
        ("centred", 3, 5, 2, ("centred",)),
    ]


def test_the_student_notebook_has_stubs_and_no_answer():
    source = parse(TOY)
    text = "\n".join(cell.source for cell in student_notebook(source).cells)
    assert '    raise NotImplementedError("Task centred: write your answer here")' in text
    assert "The mean of x² over all entries." in text
    assert "SOLUTION" not in text
    lines = dict.fromkeys(line for _, line in answer_lines(source))
    assert "middle_of_all = np.mean(x)" in lines
    assert not [line for line in lines if line in text]


def test_the_student_notebook_is_the_same_each_time():
    one, other = student_notebook(parse(TOY)), student_notebook(parse(TOY))
    assert one == other
    ids = [cell["id"] for cell in one.cells]
    assert len(set(ids)) == len(ids)
    assert not any(cell.get("outputs") for cell in one.cells)


def test_code_around_a_region_stays_and_indentation_is_kept():
    text = "def f(x):\n    if x:\n        ### BEGIN SOLUTION\n        y = 1\n"
    text += "        ### END SOLUTION\n    return y"
    assert without_answers(text, "f") == (
        "def f(x):\n    if x:\n"
        '        raise NotImplementedError("Task f: write your answer here")\n    return y'
    )


def line_of(text: str, needle: str, occurrence: int = 1) -> int:
    places = [m.start() for m in re.finditer(re.escape(needle), text)]
    return text.count("\n", 0, places[occurrence - 1]) + 1


B, E = "    ### BEGIN SOLUTION\n", "    ### END SOLUTION\n"
CASES = {
    "nested": (TEXT.replace(B, B + B, 1), "inside the region", ("### BEGIN SOLUTION", 2)),
    "unclosed": (TEXT.replace(E, "", 1), "is never closed", ("### BEGIN SOLUTION", 1)),
    "end without begin": (TEXT.replace(B, "", 1), "without a ###", ("### END SOLUTION", 1)),
    "no markers": (
        TEXT.replace(B, "", 1).replace(E, "", 1),
        "a solution cell without",
        ("def mean_square", 1),
    ),
    "outside": (
        TEXT.replace("import numpy as np\n", "import numpy as np\n" + B.strip() + "\n"),
        "outside a solution cell",
        ("### BEGIN SOLUTION", 1),
    ),
    "misspelt": (
        TEXT.replace("### BEGIN SOLUTION", "## begin solution", 1),
        "is no marker",
        ("## begin solution", 1),
    ),
    "no points": (TEXT.replace("  points: 2\n", "", 1), "points of", ("def mean_square", 1)),
    "no hints": (
        re.sub(r"  hints: .*\n", "", TEXT, count=1),
        "hints of 'mean_square' are None",
        ("def mean_square", 1),
    ),
    "points true": (TEXT.replace("  points: 2", "  points: true"), "points of", None),
    "negative minutes": (TEXT.replace("  minutes: 5", "  minutes: -5", 1), "minutes of", None),
    "twice": (
        TEXT.replace("task: centred", "task: mean_square").replace(
            "grade_id: centred", "grade_id: mean_square"
        ),
        "is there twice",
        ("def centred", 1),
    ),
    "no task": (TEXT.replace("  task: centred\n", ""), "ftlib.task is None", ("def centred", 1)),
    "no check cell": (
        TEXT.replace("grade_id: check_centred", "grade_id: check_mean_square")
        .replace('check("centred")', 'check("mean_square")')
        .replace("locked: true, points: 3", "locked: true, points: 2"),
        "has no check cell",
        ("def centred", 1),
    ),
    "check of nothing": (
        TEXT.replace("grade_id: check_centred", "grade_id: check_other"),
        "has no task above it",
        ('check("centred")', 1),
    ),
    "check does not check": (
        TEXT.replace('check("centred")', "pass"),
        'must call check("centred")',
        None,
    ),
    "other points": (TEXT.replace("true, points: 3", "true, points: 4"), "its task 3", None),
    "grade_id": (TEXT.replace("grade_id: centred", "grade_id: other"), "grade_id", None),
    "bad Python": (
        TEXT.replace("return x - middle", "return x - - - = middle"),
        "is not valid Python",
        ("def centred", 1),
    ),
    "other unit": (TEXT.replace("unit: toy", "unit: other"), "in a folder called 'toy'", None),
    "no chapter": (TEXT.replace("  chapter: foundations/toy\n", ""), "ftlib.chapter", None),
    "no front matter": ("# Nothing\n", "ftlib.unit is None", None),
}


@pytest.mark.parametrize("name", CASES)
def test_a_malformed_source_is_named_with_file_and_line(tmp_path, name):
    text, said, place = CASES[name]
    assert text != TEXT
    path = tmp_path / "solutions/toy/notebook.md"
    path.parent.mkdir(parents=True)
    path.write_text(text)
    with pytest.raises(SourceError, match=re.escape(said)) as caught:
        parse(path)
    found = re.match(r"solutions/toy/notebook\.md:(\d+): ", str(caught.value))
    assert found
    if place:
        assert int(found[1]) == line_of(text, *place)

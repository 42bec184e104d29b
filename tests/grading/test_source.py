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


def test_a_unit_that_is_not_there_is_named_with_the_nearest():
    with pytest.raises(SourceError, match=r"toi/notebook.md: there is no such unit; .* 'toy'\?"):
        parse(TOY.parents[1] / "toi/notebook.md")
    with pytest.raises(SourceError, match="start from the project's folder"):
        parse(TOY.parent / "solutions/toy/notebook.md")


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
CHECK = TEXT[TEXT.rindex("```{code-cell}") : TEXT.rindex('check("centred")')]
READ_ONLY = "locked: true, schema_version: 3, solution: false"
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
        TEXT.replace(CHECK, "```{code-cell} python\n"),
        "the task 'centred' has no check cell",
        ("def centred", 1),
    ),
    "two cells of one grade_id": (
        TEXT.replace("grade_id: check_centred", "grade_id: check_mean_square"),
        "'check_mean_square' is there twice",
        ('check("centred")', 1),
    ),
    "in a locked cell": (
        TEXT.replace("grade_id: centred, locked: false", "grade_id: centred, locked: true"),
        "a solution cell is locked",
        ("def centred", 1),
    ),
    "in a read-only cell": (
        TEXT.replace("locked: false, schema_version: 3, solution: true", READ_ONLY, 1),
        "ftlib stands in a cell that is no solution cell",
        ("def mean_square", 1),
    ),
    "in prose": (
        TEXT.replace("# A toy unit\n", "# A toy unit\n\n### BEGIN SOLUTION\n"),
        "outside a solution cell",
        ("### BEGIN SOLUTION", 1),
    ),
    "nbgrader's hidden tests": (
        TEXT.replace('check("centred")', 'check("centred")\n### BEGIN HIDDEN TESTS'),
        "hidden tests stand in toy/hidden",
        ("### BEGIN HIDDEN TESTS", 1),
    ),
    "an open check cell": (
        TEXT.replace("check_centred, locked: true", "check_centred, locked: false"),
        "write locked: true",
        ('check("centred")', 1),
    ),
    "graded by hand": (
        TEXT.replace("{grade: false, grade_id: centred", "{grade: true, grade_id: centred"),
        "grade and solution are both true",
        ("def centred", 1),
    ),
    "a task cell": (TEXT.replace("task: false}", "task: true}", 1), "graded by hand", None),
    "old schema": (
        TEXT.replace("schema_version: 3", "schema_version: 2", 1),
        "schema_version is 2; write 3",
        ("def mean_square", 1),
    ),
    "no schema": (TEXT.replace(" schema_version: 3,", "", 1), "schema_version is None", None),
    "no flag": (TEXT.replace("grade: false, ", "", 1), "nbgrader.grade is missing", None),
    "flag as text": (
        TEXT.replace("solution: true", 'solution: "yes"', 1),
        "nbgrader.solution is 'yes'; write true or false",
        None,
    ),
    "no mapping": (
        re.sub(r"nbgrader: \{.*\}", "nbgrader: true", TEXT, count=1),
        "nbgrader is True; give a mapping",
        ("def mean_square", 1),
    ),
    "unknown nbgrader key": (
        TEXT.replace("{grade: false, grade_id", "{lokced: true, grade: false, grade_id", 1),
        "nbgrader.lokced is not known; did you mean 'locked'?",
        ("def mean_square", 1),
    ),
    "unknown task key": (
        TEXT.replace("  points: 3\n", "  point: 3\n"),
        "ftlib.point is not known; did you mean 'points'?",
        ("def centred", 1),
    ),
    "unknown unit key": (
        TEXT.replace("  prerequisites: []", "  prerequisite: []"),
        "ftlib.prerequisite is not known; did you mean 'prerequisites'?",
        ("  prerequisite: []", 1),
    ),
    "ftlib elsewhere": (
        TEXT.replace("\n---\ncheck(", "\nftlib: {points: 2}\n---\ncheck(", 1),
        "no solution cell",
        ('check("mean_square")', 1),
    ),
    "points negative": (TEXT.replace("  points: 2\n", "  points: -2\n"), "is -2; give", None),
    "points zero": (TEXT.replace("  points: 2\n", "  points: 0\n"), "is 0; give", None),
    "points not whole": (TEXT.replace("  points: 2\n", "  points: 2.5\n"), "is 2.5; give", None),
    "points of an answer": (
        TEXT.replace("grade_id: centred,", "grade_id: centred, points: 3,"),
        "points stand in 'centred', which is not graded",
        ("def centred", 1),
    ),
    "no points of a check": (
        TEXT.replace("locked: true, points: 3,", "locked: true,"),
        "a check cell has no points",
        ('check("centred")', 1),
    ),
    "negative points of a check": (
        TEXT.replace("locked: true, points: 3,", "locked: true, points: -3,"),
        "nbgrader.points is -3",
        ('check("centred")', 1),
    ),
    "hints empty": (
        re.sub(r"hints: .*", "hints: []", TEXT, count=1),
        "hints of 'mean_square' are []",
        ("def mean_square", 1),
    ),
    "a blank hint": (
        re.sub(r"hints: .*", 'hints: ["a", " "]', TEXT, count=1),
        "give two or more sentences",
        None,
    ),
    "one hint": (re.sub(r"hints: .*", 'hints: ["a"]', TEXT, count=1), "two or more", None),
    "a name that is none": (TEXT.replace("task: centred", "task: über"), "ftlib.task is", None),
    "a name too long": (
        TEXT.replace("task: centred", "task: " + 41 * "a"),
        "40 characters at most",
        ("def centred", 1),
    ),
    "a grade_id that is none": (
        TEXT.replace("grade_id: centred", 'grade_id: "cen tred"'),
        "letters, digits",
        None,
    ),
    "YAML in a cell": (
        TEXT.replace("points: 3\n", "points: [3\n"),
        "this is no MyST notebook",
        ("```{code-cell}", 4),
    ),
    "YAML in front": (
        TEXT.replace("  minutes: 10", "  minutes: [10"),
        "this is no MyST notebook",
        ("---", 2),
    ),
    "front matter is a list": (
        re.sub(r"ftlib:\n.*?---", "ftlib: [toy]\n---", TEXT, count=1, flags=re.DOTALL),
        "ftlib is ['toy']; give a mapping",
        ("ftlib:", 1),
    ),
    "no time": (
        TEXT.replace("  minutes: 10", "  minutes: 0"),
        "ftlib.minutes is 0",
        ("  minutes: 0", 1),
    ),
    "prerequisites no list": (
        TEXT.replace("prerequisites: []", "prerequisites: other"),
        "give a list of units",
        ("prerequisites: other", 1),
    ),
    "needs itself": (
        TEXT.replace("prerequisites: []", "prerequisites: [toy]"),
        "names a unit twice, or itself",
        ("prerequisites: [toy]", 1),
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


def test_what_is_no_text_is_named_with_the_line(tmp_path):
    path = tmp_path / "solutions/toy/notebook.md"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"---\nftlib: \xff\n---\n")
    with pytest.raises(SourceError, match=r"solutions/toy/notebook\.md:2: this is not UTF-8 text"):
        parse(path)


def test_windows_line_ends_and_a_byte_order_mark_are_read(tmp_path):
    path = tmp_path / "solutions/toy/notebook.md"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())
    assert student_notebook(parse(path)) == student_notebook(parse(TOY))

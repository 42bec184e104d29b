"""Grade books and other systems' formats, read back as those systems read them."""

import csv
import io
import json
import sys
import types
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from ftlib.grading.classroom import nbgrader_import, platforms
from ftlib.grading.classroom.gradebook import as_csv, as_json, rows_of
from ftlib.grading.classroom.lateness import Policy
from ftlib.grading.classroom.names import cell, file_stem
from ftlib.grading.classroom.write import write_class

FAILED = ("failed", "got 2.0, expected 1.0")
LATE = datetime(2026, 3, 3, tzinfo=UTC)


@pytest.fixture
def rows(made):
    """Ann has all points, Ben lost a task and is late, the judge failed on Cyd."""
    students = {
        "4711": {"name": "Ann Maria Lee", "file": "Ann_4711_assignsubmission_file/n.ipynb"},
        "=cmd|' /C calc'!A0": {"test_values": FAILED, "when": LATE, "notes": ["-1+1", "a\nb"]},
        "cyd": {"failure": "the grading process died"},
    }
    policy = Policy(datetime(2026, 3, 1, 12, tzinfo=UTC), penalty_per_day=Decimal(25))
    return rows_of(made(students), "toy", policy)


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def test_the_grade_book(rows):
    head, ann, ben, cyd = read(as_csv(rows))
    assert ",".join(head) == (
        "student,name,unit,mean_square,centred,earned,days late,penalty %,final,of,submitted,"
        "time from,file,replaces,notes"
    )
    assert ann[:10] == ["4711", "Ann Maria Lee", "toy", "2", "3", "5", "0", "0", "5", "5"]
    assert ben[3:10] == ["2", "0", "2", "2", "50", "1", "5"]
    assert ben[10:12] == ["2026-03-03T00:00:00+00:00", "file"]
    assert ben[14] == "'-1+1 | a b"
    assert cyd[3:6] == ["", "", ""]
    assert cyd[8] == ""
    assert cyd[14] == "not graded: the grading process died"


def test_times_from_a_list_replace_the_files(made):
    times = {"ann": datetime(2026, 2, 1, tzinfo=UTC)}
    ann, ben = rows_of(made({"ann": {}, "ben": {}}), "toy", None, times)
    assert (ann.when, ann.clock) == (times["ann"], "list")
    assert ben.clock == "file"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "  =", "\x00="])
def test_no_cell_runs_as_a_formula(start):
    made = cell(f"{start}1+1")
    assert made[0] in ("'", "�")
    assert cell(-1.5) == "-1.5"
    assert cell("a = b") == "a = b"
    assert cell(None) == ""


def test_every_name_has_a_file_of_its_own():
    names = [
        "ann",
        "Ann",
        "a/b",
        "a_b",
        "a\\b",
        "..",
        ".",
        "",
        "con",
        "Zoë",
        "李雷",
        "\ud800",
        "x" * 300,
    ]
    stems = [file_stem(name) for name in names]
    assert len({stem.casefold() for stem in stems}) == len(names)
    assert stems[0] == "ann"
    assert all(len(stem) < 64 and stem.isascii() for stem in stems)
    assert not any(set(stem) & set('/\\.:*?"<>| ') for stem in stems)


def test_json_holds_every_test(rows):
    book = json.loads(as_json(rows, seed=7))
    assert (book["unit"], book["points"], book["seed"]) == ("toy", 5, 7)
    ann, ben, cyd = book["students"]
    assert (ann["final"], ben["final"], cyd["final"]) == ("5", "1", None)
    assert ben["tasks"][1]["tests"][0]["message"] == FAILED[1]


def test_gradescope_results(rows):
    given = json.loads(platforms.gradescope(rows[1].result, rows[1].percent))
    assert given["score"] == 1.0
    assert [(t["name"], t["score"], t["max_score"], t["status"]) for t in given["tests"]] == [
        ("mean_square", 2, 2, "passed"),
        ("centred", 0, 3, "failed"),
    ]
    assert "got 2.0, expected 1.0" in given["tests"][1]["output"]


def test_a_hidden_test_is_told_without_its_message(made):
    row = rows_of(made({"ann": {"test_empty": ("failed", "secret input 42")}}), "toy")[0]
    text = platforms.gradescope(row.result)
    assert "✗ hidden test: empty" in text
    assert "42" not in text


def test_canvas(rows, tmp_path):
    head, points, ann, ben = read(platforms.canvas(rows, "Toy (99)"))
    assert head == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Toy (99)"]
    assert points == ["    Points Possible", "", "", "", "", "5"]
    assert ann == ["Ann Maria Lee", "4711", "", "", "", "5"]
    assert ben[3] == "'=cmd|' /C calc'!A0"
    roster = tmp_path / "roster.csv"
    roster.write_text(
        "Student,ID,SIS User ID,SIS Login ID,Section,Old (1)\n    Points Possible,,,,,3\n"
        '"Lee, Ann",4711,S1,ann@x,Mo,2\n'
    )
    assert read(platforms.canvas(rows, roster=roster))[2] == [
        *("Lee, Ann", "4711", "S1", "ann@x", "Mo", "5")
    ]
    roster.write_text("a,b\n")
    with pytest.raises(platforms.RosterError, match="export the grade book"):
        platforms.canvas(rows, roster=roster)


def test_moodle(rows):
    head, ann, ben = read(platforms.moodle(rows))
    assert head == ["Identifier", "Full name", "Grade", "Maximum grade", "Feedback comments"]
    assert ann[:4] == ["Participant 4711", "Ann Maria Lee", "5", "5"]
    assert ben[2] == "1"
    assert ben[4] == "2 of 5 points: mean_square 2/2, centred 0/3; 2 days late: -50 %"


def test_nbgraders_columns(rows):
    head, ann, ben = read(platforms.nbgrader_csv(rows, "2026-03-01 12:00:00"))
    assert ",".join(head) == (
        "assignment,duedate,timestamp,student_id,last_name,first_name,email,raw_score,"
        "late_submission_penalty,score,max_score"
    )
    assert ann[4:6] == ["Lee", "Ann Maria"]
    assert ben[7:] == ["2", "1", "1", "5"]


class _Book:
    """Takes nbgrader's calls down, as `nbgrader.api.Gradebook` would carry them out."""

    def __init__(self, db: str) -> None:
        self.db = self
        self.calls: list[str] = []
        self.grades = [types.SimpleNamespace(name=f"check_{n}") for n in ("mean_square", "centred")]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None

    def commit(self):
        self.calls.append("commit")

    def __getattr__(self, name):
        def call(*arguments, **named):
            self.calls.append(f"{name}{arguments}")
            return types.SimpleNamespace(notebooks=[types.SimpleNamespace(grades=self.grades)])

        return call


def test_nbgraders_data_base_is_written_through_its_api(rows, tmp_path, monkeypatch, capsys):
    books = []
    api = types.SimpleNamespace(Gradebook=lambda db: books.append(_Book(db)) or books[-1])
    monkeypatch.setitem(sys.modules, "nbgrader", types.SimpleNamespace(api=api))
    monkeypatch.setitem(sys.modules, "nbgrader.api", api)
    path = tmp_path / "nbgrader.json"
    path.write_text(platforms.nbgrader_json(rows[:1]))
    monkeypatch.setattr(sys, "argv", ["x", str(path)])
    nbgrader_import.main()
    (book,) = books
    assert [each.auto_score for each in book.grades] == [2, 3]
    assert "update_or_create_grade_cell('check_centred', 'notebook', 'toy')" in book.calls
    assert book.calls[-1] == "commit"
    assert "1 students written" in capsys.readouterr().out


def test_all_files_of_a_class(made, project, tmp_path):
    graded = made({"ann": {}, "a/../b": {"test_values": FAILED}, "cyd": {"failure": "no"}})
    write_class(graded, project, tmp_path)
    files = {str(p.relative_to(tmp_path / "toy")) for p in (tmp_path / "toy").rglob("*.*")}
    odd = file_stem("a/../b")
    assert files == {
        *("gradebook.csv", "gradebook.json", "times.csv", "canvas.csv", "moodle.csv"),
        *("nbgrader.csv", "nbgrader.json", "nbgrader_import.py", "report.html"),
        *("feedback/ann.html", f"feedback/{odd}.html", "feedback/cyd.html", "feedback/index.csv"),
        *("gradescope/ann.json", f"gradescope/{odd}.json"),
    }
    index = read((tmp_path / "toy" / "feedback" / "index.csv").read_text())
    assert index[2] == ["a/../b", "", f"{odd}.html"]

"""Layouts: who handed in what is known beforehand for each."""

import os
import zipfile
from datetime import UTC, datetime

import pytest

from ftlib.grading.classroom.collect import collect
from ftlib.grading.classroom.unpack import unpack
from ftlib.grading.submission import SubmissionError

START = 'from ftlib.grading import start\ncheck = start("toy")'


@pytest.fixture
def layout(tmp_path, book):
    """Write files (each a notebook of the unit `toy` unless a text is given) and collect them."""
    folder = tmp_path / "class"

    def run(*paths: str, unit: str | None = None, **texts: str):
        for path in paths:
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(texts.get(target.name.replace(".", "_"), book(START, f"# {path}")))
            os.utime(target, (1_700_000_000, 1_700_000_000))
        scratch = tmp_path / "scratch"
        scratch.mkdir(exist_ok=True)
        return collect(folder, ["toy", "other"], scratch, unit=unit)

    return run


def ids(found) -> list[str]:
    return [each.student for each in found.submissions]


@pytest.mark.parametrize(
    ("paths", "students"),
    [
        (["ann.ipynb", "ben.ipynb"], ["ann", "ben"]),
        (["ann_toy.ipynb", "toy-ben.ipynb"], ["ann", "ben"]),
        (["ann/notebook.ipynb", "ben/my work.ipynb"], ["ann", "ben"]),
        (["submitted/ann/toy/notebook.ipynb", "submitted/ben/toy/notebook.ipynb"], ["ann", "ben"]),
        (["ann/toy/notebook.ipynb", "ben/toy/notebook.ipynb"], ["ann", "ben"]),
        (
            ["leeann_4711_98_notebook.ipynb", "rayben_LATE_4712_99_notebook-1.ipynb"],
            ["4711", "4712"],
        ),
        (
            [
                "Ann Lee_4711_assignsubmission_file/notebook.ipynb",
                "Ben Ray_4712_assignsubmission_file_/notebook.ipynb",
            ],
            ["4711", "4712"],
        ),
        (["Ann Lee_4711_assignsubmission_file_notebook.ipynb"], ["4711"]),
        (["Zoë Ångström/notebook.ipynb", "李雷.ipynb"], ["Zoë Ångström", "李雷"]),
    ],
)
def test_students_of_a_layout(layout, paths, students):
    found = layout(*paths)
    assert ids(found) == students
    assert {each.unit for each in found.submissions} == {"toy"}
    assert found.left_out == found.replaced == []


def test_platforms_give_names(layout):
    found = layout("Ann Lee_4711_assignsubmission_file/n.ipynb", "rayben_4712_99_n.ipynb")
    assert [each.name for each in found.submissions] == ["Ann Lee", "rayben"]


def test_gradescope_tells_who_and_when(layout, tmp_path):
    (tmp_path / "class").mkdir()
    (tmp_path / "class" / "submission_metadata.yml").write_text(
        "submission_17:\n  :submitters:\n  - :name: Ann Lee\n    :sid: '4711'\n"
        "    :email: ann@x.org\n  :created_at: 2026-03-01 10:00:00.5 +02:00\n"
        "submission_18:\n  :submitters:\n  - :name: Ben\n    :sid:\n    :email: ben@x.org\n"
    )
    found = layout("submission_17/notebook.ipynb", "submission_18/notebook.ipynb")
    ann, ben = found.submissions
    assert (ann.student, ann.name, ann.clock) == ("4711", "Ann Lee", "Gradescope")
    assert ann.when == datetime(2026, 3, 1, 8, 0, 0, 500_000, tzinfo=UTC)
    assert (ben.student, ben.clock) == ("ben@x.org", "file")
    assert ben.when.timestamp() == 1_700_000_000


def test_of_several_files_of_a_student_the_latest_counts(layout, tmp_path):
    found = layout("ann/notebook.ipynb", "ann/again/notebook.ipynb", "ben/notebook.ipynb")
    assert ids(found) == ["ann", "ben"]  # of one age: the first in the alphabet is replaced
    later = tmp_path / "class" / "ann" / "notebook.ipynb"
    os.utime(later, (1_800_000_000, 1_800_000_000))
    (tmp_path / "scratch").rmdir()
    (tmp_path / "scratch").mkdir()
    found = collect(tmp_path / "class", ["toy"], tmp_path / "scratch")
    assert found.submissions[0].label == "ann/notebook.ipynb"
    assert [each.label for each in found.replaced] == ["ann/again/notebook.ipynb"]


def test_what_lies_beside_a_submission_is_no_second_one(layout):
    found = layout(
        *("ann/notebook.ipynb", "ann/helpers.py", "ann/test_toy.py", "ann/scratch.ipynb"),
        *("ann/.ipynb_checkpoints/notebook-checkpoint.ipynb", "ann/__MACOSX/._notebook.ipynb"),
        helpers_py="x = 1",
        scratch_ipynb='{"cells": []}',
    )
    assert [each.label for each in found.submissions] == ["ann/notebook.ipynb"]


def test_a_file_that_names_no_unit_belongs_to_the_only_one(layout):
    found = layout("ann.ipynb", "broken.ipynb", broken_ipynb="not json")
    assert ids(found) == ["ann", "broken"]
    found = layout("cyd.py", cyd_py='start("other")')
    assert ids(found) == ["cyd", "ann"]
    assert found.left_out == ["broken.ipynb does not say which unit it is of; use --unit"]


def test_units_of_one_student_stand_beside_each_other(layout):
    found = layout("ann/toy/notebook.ipynb", "ann/other/notebook.ipynb")
    assert [(each.student, each.unit) for each in found.submissions] == [
        ("ann", "other"),
        ("ann", "toy"),
    ]
    assert ids(layout(unit="toy")) == ["ann"]


def test_zip_files_are_folders(layout, tmp_path, book):
    (tmp_path / "class").mkdir()
    with zipfile.ZipFile(tmp_path / "class" / "ann.zip", "w") as made:
        made.writestr("work/notebook.ipynb", book(START))
    found = layout("ben/notebook.ipynb")
    assert [(each.student, each.clock) for each in found.submissions] == [
        ("ann", "zip file"),
        ("ben", "file"),
    ]
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as made:
        for name in ("cyd", "dan"):
            made.writestr(f"hw/{name}/notebook.ipynb", book(START))
        made.write(tmp_path / "class" / "ann.zip", "hw/ann.zip")
    (tmp_path / "more").mkdir()
    found = collect(tmp_path / "all.zip", ["toy"], tmp_path / "more")
    assert ids(found) == ["ann", "cyd", "dan"]


def test_a_zip_that_is_none_or_leads_outside(layout, tmp_path, book):
    (tmp_path / "class").mkdir()
    (tmp_path / "class" / "bad.zip").write_bytes(b"PK\x03\x04 no")
    with zipfile.ZipFile(tmp_path / "class" / "evil.zip", "w") as made:
        for name in ("../../out.py", "/abs.py", "C:/c.py", "notebook.ipynb", "huge.bin"):
            made.writestr(name, book(START))
        link = zipfile.ZipInfo("link.py")
        link.external_attr = 0o120777 << 16
        made.writestr(link, "/etc/passwd")
    found = layout("ann.ipynb")
    assert ids(found) == ["ann", "evil"]
    assert [line.split(" ")[0] for line in found.left_out] == ["bad.zip"]
    assert not list(tmp_path.glob("**/out.py"))
    assert not list(tmp_path.glob("**/link.py"))


def test_a_bomb_is_not_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr("ftlib.grading.classroom.unpack.MAX_TOTAL", 1000)
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as made:
        for k in range(3):
            made.writestr(f"{k}.py", b"#" * 500)
    with pytest.raises(SubmissionError, match="more than is accepted"):
        unpack(tmp_path / "bomb.zip", tmp_path / "x")


def test_links_are_not_followed(layout, tmp_path):
    layout("ann.ipynb")
    (tmp_path / "class" / "ben.ipynb").symlink_to("/etc/hostname")
    found = layout()
    assert ids(found) == ["ann"]
    assert found.left_out == ["ben.ipynb is a link; hand in the file itself"]


@pytest.mark.parametrize(
    ("prepare", "said"),
    [
        (lambda folder: None, "does not exist"),
        (lambda folder: folder.mkdir(), "holds no submission"),
        (lambda folder: folder.write_text("x"), "give a folder or a zip file"),
    ],
)
def test_no_class(tmp_path, prepare, said):
    prepare(tmp_path / "class")
    (tmp_path / "scratch").mkdir()
    with pytest.raises(SubmissionError, match=said):
        collect(tmp_path / "class", ["toy"], tmp_path / "scratch")

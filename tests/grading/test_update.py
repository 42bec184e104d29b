"""`ftlib exercises update`: a student's folder takes a new version and loses nothing of theirs."""

import json
import os
import shutil
import zipfile

import pytest
from typer.testing import CliRunner

from ftlib.cli import app
from ftlib.grading.authoring import release as releasing
from ftlib.grading.authoring.release import release
from ftlib.grading.build import build
from ftlib.grading.student import update as module
from ftlib.grading.student.update import BACKUP, read_release, update
from ftlib.grading.unit import UnitError

ANSWER = "def centred(x):\n    return x - x.mean()  # mine"


@pytest.fixture(autouse=True)
def _small_library(monkeypatch):
    """A library of one file, which takes no time to search."""
    small = {"library/ftlib/__init__.py": b"", "library/pyproject.toml": b""}
    monkeypatch.setattr(releasing, "_library", lambda root: small)


@pytest.fixture
def old(project, tmp_path):
    """A released course, unpacked by a student: `old/course`, and its zip."""
    release(project, tmp_path / "old")
    return tmp_path / "old/course"


@pytest.fixture
def new(project, tmp_path, old):
    """The zip of a new version: other prose, another stub, another test."""
    source = project / "solutions/toy/notebook.md"
    text = source.read_text()
    text = text.replace("# A toy unit", "# A better toy unit")
    source.write_text(text.replace('"""x without its mean.', '"""x minus its mean.'))
    tests = project / "exercises/toy/test_toy.py"
    tests.write_text(tests.read_text() + "\n# one more\n")
    release(project, tmp_path / "new")
    return tmp_path / "new/course.zip"


def write(folder, start="def centred", text=ANSWER):
    path = folder / "exercises/toy/notebook.ipynb"
    book = json.loads(path.read_text())
    found = next(c for c in book["cells"] if "".join(c["source"]).startswith(start))
    found |= {"source": text}
    path.write_text(json.dumps(book))
    return path


def sources(folder):
    book = json.loads((folder / "exercises/toy/notebook.ipynb").read_text())
    return ["".join(cell["source"]) for cell in book["cells"]]


def files(folder):
    return {p.relative_to(folder).as_posix(): p.read_bytes()
            for p in folder.rglob("*") if p.is_file()}  # fmt: skip


def toy(folder):
    return {k: v for k, v in files(folder).items() if not k.startswith("library/")}


def test_an_untouched_folder_becomes_the_new_release(old, new, tmp_path):
    update(read_release(new), old)
    kept = {k: v for k, v in files(old).items() if BACKUP not in k}
    assert json.loads(kept.pop("exercises/toy/notebook.ipynb")) == json.loads(
        (tmp_path / "new/course/exercises/toy/notebook.ipynb").read_text()
    )
    want = files(tmp_path / "new/course")
    del want["exercises/toy/notebook.ipynb"]
    assert kept == want


def test_answers_and_files_of_the_students_stay(old, new):
    path = write(old)
    before = path.read_bytes()
    (old / "exercises/toy/scratch.py").write_text("mine = 1")
    (old / "exercises/toy/.progress.json").write_text("{}")
    changes = update(read_release(new), old)
    found = sources(old)
    assert ANSWER in found
    assert "# A better toy unit" in found
    note = found[found.index(ANSWER) - 1]
    assert "x minus its mean." in note
    (merged,) = [each for each in changes if each.path == "exercises/toy/notebook.ipynb"]
    assert merged.what == "merged"
    assert merged.notes == (
        "1 of your cells kept",
        "centred: the course's start has changed; it stands above your answer",
    )
    assert (old / "exercises/toy/scratch.py").read_text() == "mine = 1"
    assert (old / "exercises/toy/.progress.json").read_text() == "{}"
    assert "# one more" in (old / "exercises/toy/test_toy.py").read_text()
    (backup,) = (old / "exercises/toy" / BACKUP).iterdir()
    assert backup.read_bytes() == before


def test_a_second_run_changes_nothing(old, new):
    write(old)
    update(read_release(new), old)
    before = files(old)
    assert update(read_release(new), old) == []
    assert files(old) == before


def test_a_dry_run_says_all_and_writes_nothing(old, new):
    write(old)
    before = files(old)
    said = update(read_release(new), old, dry_run=True)
    assert files(old) == before
    assert said == update(read_release(new), old)


def test_a_course_file_that_was_written_in_is_kept_beside_the_new_one(old, new):
    tests = old / "exercises/toy/test_toy.py"
    tests.write_text(tests.read_text() + "# my own test\n")
    mine = tests.read_bytes()
    (change,) = [c for c in update(read_release(new), old) if c.path.endswith("test_toy.py")]
    assert change.notes == ("your changes are in test_toy.py.mine",)
    assert (tests.with_name("test_toy.py.mine")).read_bytes() == mine
    tests.write_text("# other\n")
    update(read_release(new), old)
    assert (tests.with_name("test_toy.py.mine")).read_bytes() == mine
    assert (tests.with_name("test_toy.py.mine.2")).read_text() == "# other\n"


def test_without_its_manifest_every_changed_file_counts_as_written_in(old, new):
    (old / "release.json").unlink()
    update(read_release(new), old)
    assert (old / "exercises/toy/test_toy.py.mine").exists()


@pytest.mark.parametrize("damage", ["{", "", "[1]", '{"cells": 3, "nbformat": 4}', "[" * 100_000])
def test_a_notebook_that_cannot_be_read_is_left_and_the_rest_goes_on(old, new, damage):
    path = old / "exercises/toy/notebook.ipynb"
    path.write_text(damage)
    record = (old / "exercises/toy/unit.json").read_bytes()
    changes = update(read_release(new), old)
    assert path.read_text() == damage
    assert [c.path for c in changes if c.what == "refused"] == ["exercises/toy/notebook.ipynb"]
    assert (old / "exercises/toy/unit.json").read_bytes() == record
    assert "# one more" in (old / "exercises/toy/test_toy.py").read_text()


def test_a_notebook_that_is_gone_comes_back(old, new):
    (old / "exercises/toy/notebook.ipynb").unlink()
    update(read_release(new), old)
    assert "# A better toy unit" in sources(old)


@pytest.mark.parametrize("at", range(8))
def test_a_run_that_is_cut_off_anywhere_is_finished_by_the_next(old, new, monkeypatch, at):
    write(old)
    whole = old.with_name("whole")
    shutil.copytree(old, whole)
    update(read_release(new), whole)
    real, count = os.replace, iter(range(100))

    def dies(*arguments):
        if next(count) == at:
            raise KeyboardInterrupt
        real(*arguments)

    monkeypatch.setattr(module.os, "replace", dies)
    try:
        update(read_release(new), old)
    except KeyboardInterrupt:
        assert ANSWER in sources(old)
    monkeypatch.setattr(module.os, "replace", real)
    update(read_release(new), old)
    left = {k: v for k, v in files(old).items() if not k.endswith(".part")}
    assert {k for k in left if BACKUP not in k} == {k for k in files(whole) if BACKUP not in k}
    assert all(left[k] == v for k, v in files(whole).items() if BACKUP not in k)


def test_what_is_saved_meanwhile_is_not_written_over(old, new, monkeypatch):
    path = write(old)
    real = module.merge

    def slow(*arguments):
        write(old, text=ANSWER + " too")
        return real(*arguments)

    monkeypatch.setattr(module, "merge", slow)
    (change,) = [c for c in update(read_release(new), old) if c.path.endswith("toy/notebook.ipynb")]
    assert (change.what, change.notes) == (
        "refused",
        ("it was saved just now; close it and run again",),
    )
    assert ANSWER + " too" in path.read_text().encode().decode("unicode_escape")
    assert not list(path.parent.glob("*.part"))


def test_only_a_release_is_taken(tmp_path, project, new):
    with pytest.raises(UnitError, match="is no release of a course"):
        read_release(project)
    with pytest.raises(UnitError, match="cannot be read"):
        read_release(tmp_path / "none.zip")
    evil = tmp_path / "evil.zip"
    for name in ("course/../../evil", "/etc/evil", "course\\..\\evil", "course/C:evil"):
        with zipfile.ZipFile(evil, "w") as archive:
            archive.writestr(name, "x")
        with pytest.raises(UnitError, match="holds a path outside"):
            read_release(evil)


def test_the_command(old, new):
    write(old)
    run = lambda *more: CliRunner().invoke(  # noqa: E731
        app, ["exercises", "update", *more, "--to", str(old)]
    )
    assert "would be changed" in run(str(new), "--dry-run").output
    done = run(str(new))
    assert done.exit_code == 0, done.output
    assert "exercises/toy/notebook.ipynb: merged\n  1 of your cells kept\n" in done.output
    assert "everything is up to date" in run(str(new)).output
    assert run().exit_code == 1
    assert "name the zip" in run().output


def test_in_a_clone_the_sources_are_merged_into_what_was_written(project):
    source = project / "solutions/toy/notebook.md"
    source.write_text(source.read_text().replace("# A toy unit", "# A better toy unit"))
    write(project)
    done = CliRunner().invoke(app, ["exercises", "update", "--to", str(project)])
    assert done.exit_code == 0, done.output
    assert {ANSWER, "# A better toy unit"} <= set(sources(project))
    assert json.loads((project / "exercises/toy/unit.json").read_text())["title"] == (
        "A better toy unit"
    )


def test_building_over_written_work_points_to_the_update(project):
    write(project)
    with pytest.raises(UnitError, match="`ftlib exercises update` merges"):
        build("toy", project)

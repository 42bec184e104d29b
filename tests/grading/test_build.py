"""Generating the student's files: only what changes, and never over a student's work."""

import json

import nbformat
import pytest

from ftlib.grading.build import Edited, build, drift, generated
from ftlib.grading.source import SourceError
from ftlib.grading.unit import UnitError, folder_of, load


def edit(path, text="return x - x.mean()"):
    """Write an answer into the first stub, as a student does."""
    notebook = json.loads(path.read_text())
    for cell in notebook["cells"]:
        source = "".join(cell["source"])
        if "NotImplementedError" in source:
            cell["source"] = source.split("raise")[0] + text
            break
    path.write_text(json.dumps(notebook))


def change_source(root):
    path = root / "solutions/toy/notebook.md"
    path.write_text(path.read_text().replace("# A toy unit", "# A better toy unit"))


def test_what_is_built_is_a_valid_notebook_and_a_readable_unit(project):
    folder = project / "exercises/toy"
    nbformat.validate(nbformat.read(folder / "notebook.ipynb", as_version=4))
    assert load(folder).points == 5
    assert "| `centred` | 3 | 5 |" in (folder / "README.md").read_text()
    assert drift(project) == []


def test_nothing_is_written_when_nothing_changed(project):
    assert build("toy", project) == []


def test_a_changed_source_drifts_and_is_rebuilt(project):
    change_source(project)
    assert len(drift(project)) == 3
    assert "exercises/toy/notebook.ipynb is not what" in drift(project)[0]
    assert build("toy", project) == ["notebook.ipynb", "README.md", "unit.json"]
    assert drift(project) == []


def test_an_edit_of_any_generated_file_is_drift(project):
    for name in generated("toy", project):
        path = project / "exercises/toy" / name
        before = path.read_text()
        path.write_text(before.replace("toy", "boy"))
        assert [problem.split()[0] for problem in drift(project)] == [f"exercises/toy/{name}"]
        path.write_text(before)


@pytest.mark.parametrize("changed", [False, True])
def test_a_students_work_is_not_overwritten(project, changed):
    path = project / "exercises/toy/notebook.ipynb"
    edit(path)
    if changed:
        change_source(project)
    before = {p.name: p.read_bytes() for p in path.parent.iterdir()}
    with pytest.raises(Edited, match="has been written in"):
        build("toy", project)
    assert {p.name: p.read_bytes() for p in path.parent.iterdir()} == before
    build("toy", project, force=True)
    assert drift(project) == []


@pytest.mark.parametrize("damage", ["{", "", "[1, 2]"])
def test_a_damaged_notebook_may_be_work_half_saved(project, damage):
    path = project / "exercises/toy/notebook.ipynb"
    path.write_text(damage)
    with pytest.raises(Edited):
        build("toy", project)
    assert path.read_text() == damage


def test_work_is_kept_even_when_the_record_is_gone(project):
    edit(project / "exercises/toy/notebook.ipynb")
    (project / "exercises/toy/unit.json").unlink()
    with pytest.raises(Edited):
        build("toy", project)


def test_a_notebook_that_was_only_run_may_be_rebuilt(project):
    path = project / "exercises/toy/notebook.ipynb"
    notebook = json.loads(path.read_text())
    notebook["cells"][1]["execution_count"] = 4
    notebook["metadata"]["language_info"]["version"] = "3.11"
    path.write_text(json.dumps(notebook))
    change_source(project)
    build("toy", project)
    assert drift(project) == []


def test_unknown_units_are_answered_with_the_nearest(project):
    with pytest.raises(UnitError, match="did you mean 'toy'"):
        build("tou", project)
    with pytest.raises(UnitError, match="did you mean 'toy'"):
        folder_of("tou", project)
    assert folder_of("toy", project / "exercises/toy") == project / "exercises/toy"
    assert folder_of("toy", project / "solutions/toy") == project / "exercises/toy"


def test_a_malformed_source_writes_nothing(project):
    path = project / "solutions/toy/notebook.md"
    path.write_text(path.read_text().replace("### END SOLUTION", "", 1))
    before = (project / "exercises/toy/notebook.ipynb").read_bytes()
    with pytest.raises(SourceError):
        build("toy", project)
    assert (project / "exercises/toy/notebook.ipynb").read_bytes() == before


def test_a_damaged_record_says_how_to_get_it_back(project):
    path = project / "exercises/toy/unit.json"
    for damage in ("{", "[]", "{}"):
        path.write_text(damage)
        with pytest.raises(UnitError, match="make exercises"):
            load(path.parent)

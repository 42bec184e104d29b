"""A release holds what students need and nothing that stands in `solutions/`, however wrapped."""

import ast
import base64
import gzip
import io
import json
import re
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import nbformat
import pytest
from typer.testing import CliRunner

from ftlib.cli import app
from ftlib.grading.authoring import release as module
from ftlib.grading.authoring.release import LeakError, contents, release
from ftlib.grading.authoring.secrets import found_in, secrets
from ftlib.grading.build import course
from ftlib.grading.unit import UnitError

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def whole():
    """The release of the whole course, as files."""
    return contents(ROOT)


@pytest.fixture
def known(project):
    return secrets(course(project), project)


@pytest.fixture
def small(monkeypatch):
    """A library of one file, which takes no time to search."""
    monkeypatch.setattr(module, "_library", lambda root: {"library/ftlib/__init__.py": b""})


def test_it_holds_every_unit_and_what_starts_it(whole):
    units = [source.unit.name for source in course(ROOT)]
    for unit in units:
        names = {Path(path).name for path in whole if path.startswith(f"exercises/{unit}/")}
        assert names == {"notebook.ipynb", "README.md", "unit.json", f"test_{unit}.py"}
    assert {"README.md", "start.ipynb", "requirements.txt", "constraints.txt"} <= set(whole)
    assert {"library/pyproject.toml", "library/ftlib/__init__.py"} <= set(whole)
    nbformat.validate(nbformat.reads(whole["start.ipynb"].decode(), as_version=4))
    assert not [path for path in whole if "solutions" in path or "hidden" in Path(path).name]
    assert not [path for path in whole if "__pycache__" in path or path.startswith("/")]


# The proof that nothing leaks, written without the search that the product itself uses


def plain(text: str) -> str:
    return "".join(text.split())


def everything(content: bytes) -> str:
    """All text of a file of a release, notebooks with outputs and metadata as one string."""
    text = content.decode("utf-8")
    try:
        tree = json.loads(text)
    except ValueError:
        return text
    return text + "\n" + "\n".join(map(str, leaves(tree)))


def leaves(tree):
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield key
            yield from leaves(value)
    elif isinstance(tree, list):
        yield "".join(each for each in tree if isinstance(each, str))
        for each in tree:
            yield from leaves(each)
    else:
        yield tree


def bodies(text):
    """Unparsed bodies, without docstrings, of functions of three statements or long ones."""
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            text = "\n".join(ast.unparse(each) for each in body)
            if len(plain(text)) > 60:
                yield plain(text)


def test_no_answer_no_hidden_test_and_no_wrong_answer_is_in_the_release(whole):
    outside = {k: everything(v) for k, v in whole.items() if not k.startswith("library/")}
    released = {bodies_ for text in map(everything, whole.values()) for bodies_ in bodies(text)}
    for notebook in (v for k, v in whole.items() if k.endswith(".ipynb")):
        for cell in json.loads(notebook)["cells"]:
            released |= set(bodies("".join(cell["source"])))
            assert cell.get("outputs", []) == []
    together = plain("\n".join(outside.values()))
    public = plain("\n".join(v for k, v in outside.items() if "/test_" in k))
    for source in course(ROOT):
        folder = ROOT / "solutions" / source.unit.name
        text = (folder / "notebook.md").read_text(encoding="utf-8")
        regions = re.findall(r"### BEGIN SOLUTION\n(.*?)### END SOLUTION", text, re.DOTALL)
        assert len(regions) >= len(source.unit.tasks)
        for region in regions:
            assert plain(region) not in together
        for path in folder.glob("*/*.py"):
            stubs = set(bodies("\n".join(c.source for c in source.notebook.cells)))
            secret = set(bodies(path.read_text(encoding="utf-8")))
            shown = {body for body in secret if body in plain(text)}  # a fault that is to be found
            assert not (secret - stubs - shown) & released, path
        (hidden,) = folder.glob("hidden/*.py")
        for name in re.findall(
            r"^def (test_\w+)", hidden.read_text(encoding="utf-8"), re.MULTILINE
        ):
            assert f"def{name}(" not in together or f"def{name}(" in public
            assert not any(name in path for path in whole)


ANSWER = "    middle_of_all = np.mean(x)\n    return x - middle_of_all\n"
HIDDEN = "test_random_entries_are_centred"
WRONG = "    values = np.sort(x)\n    return x - np.median(values)\n"


def notebook(**cell):
    made = {"cell_type": "code", "source": "", "metadata": {}, "outputs": []}
    return json.dumps({"cells": [{**made, **cell}], "nbformat": 4}).encode()


def zipped(content: bytes, name="a.txt", method=zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        archive.writestr(name, content)
    return stream.getvalue()


WRAPPED = {
    "plain": ANSWER.encode(),
    "in a comment": b"x = 1  # middle_of_all = np.mean(x)",
    "indented and spaced": b"\t\tmiddle_of_all   =  np.mean( x )",
    "over two lines": b"middle_of_all = np.mean(\n    x\n)",
    "in a cell": notebook(source=ANSWER),
    "in a cell of lines": notebook(source=["middle_of_all = ", "np.mean(x)"]),
    "in an output": notebook(outputs=[{"output_type": "stream", "text": [ANSWER]}]),
    "in metadata": notebook(metadata={"solution": {"deep": [ANSWER]}}),
    "in base64": b'{"a": "' + base64.b64encode(ANSWER.encode()) + b'"}',
    "in base64 of lines": base64.encodebytes(ANSWER.encode() * 4),
    "in base64 for addresses": base64.urlsafe_b64encode(("~?>" + ANSWER).encode()),
    "in a data address": b"data:text/plain;base64," + base64.b64encode(ANSWER.encode()),
    "in a zip": zipped(ANSWER.encode()),
    "in a zip in a zip": zipped(zipped(ANSWER.encode())),
    "in a zip in base64 in an output": notebook(
        outputs=[{"data": {"image/png": base64.b64encode(zipped(ANSWER.encode())).decode()}}]
    ),
    "in gzip": gzip.compress(ANSWER.encode()),
    "in zlib": zlib.compress(ANSWER.encode()),
    "in zlib in base64": base64.b64encode(zlib.compress(ANSWER.encode())),
    "the name of a hidden test": f"see {HIDDEN}".encode(),
    "the name of a hidden test in the name of a file": zipped(b"", f"{HIDDEN}.py"),
}


@pytest.mark.parametrize("name", WRAPPED)
def test_a_secret_is_found_however_it_is_wrapped(known, name):
    assert found_in(WRAPPED[name], known) != []


BODY = """
def mean_square(x):
    if len(x) == 0:
        raise ValueError("x is empty; give one entry at least")
    return float(np.square(x).mean())
"""


@pytest.mark.parametrize(
    "text",
    [
        BODY.replace("x", "values").replace("mean_square", "other"),
        BODY.replace("x is empty; give one entry at least", "x is empty; give one entry at least"),
        "class A:\n" + "\n".join(f"    {line}" for line in BODY.splitlines()),
        f"Look here:\n\n```python\n{BODY}\n```\n",
    ],
)
def test_a_function_is_known_whatever_its_variables_are_called(known, text):
    text = text.replace(
        "valuesis empty; give one entry at least", "x is empty; give one entry at least"
    )
    text = text.replace("values is empty", "x is empty")
    assert any("a function of" in said for said in found_in(text.encode(), known, lines=False))


@pytest.mark.parametrize(
    "noise", [b"", b"\xff\xfe\x00", b"PK\x03\x04 no zip", b"\x1f\x8b no", b"[" * 9999]
)
def test_files_that_are_nothing_hold_nothing(known, noise):
    assert found_in(noise, known) == []


def test_what_students_get_of_the_toy_unit_is_no_secret(project, known):
    for path in (project / "exercises/toy").iterdir():
        assert found_in(path.read_bytes(), known) == []


LEAKS = {
    "a line of the answer": "\n# middle_of_all = np.mean(x)\n",
    "a hidden test": f"\n\ndef {HIDDEN}(student):\n    pass\n",
    "a line of a hidden test": "\n# expect.close(got[7] - got[3], x[7] - x[3], rtol=1e-9)\n",
}


@pytest.mark.parametrize("name", ["a line of the answer"])
def test_a_release_that_would_tell_is_refused_and_nothing_is_written(
    project, small, tmp_path, name
):
    tests = project / "exercises/toy/test_toy.py"
    tests.write_text(tests.read_text() + LEAKS[name])
    with pytest.raises(LeakError, match=r"exercises/toy/test_toy\.py: the line"):
        release(project, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_what_an_instructor_has_done_in_exercises_does_not_come_along(project, small, tmp_path):
    path = project / "exercises/toy/notebook.ipynb"
    book = json.loads(path.read_text())
    book["cells"][3]["source"] = "def mean_square(x):\n" + ANSWER
    book["cells"][3]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": ANSWER}]
    path.write_text(json.dumps(book))
    (project / "exercises/toy/answers.txt").write_text(ANSWER)
    (project / "exercises/toy/.progress.json").write_text("{}")
    files = release(project, tmp_path / "out")
    assert not any("answers" in path or "progress.json" in path for path in files)
    assert "middle_of_all" not in files["exercises/toy/notebook.ipynb"].decode()


def test_its_bytes_are_the_same_each_time_and_in_folder_and_zip(project, small, tmp_path):
    first = release(project, tmp_path / "one")
    release(project, tmp_path / "two")
    one, two = (tmp_path / each / "course.zip" for each in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()
    with zipfile.ZipFile(one) as archive:
        assert archive.testzip() is None
        packed = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    assert packed == {f"course/{path}": content for path, content in first.items()}
    folder = tmp_path / "one/course"
    assert {p.relative_to(folder).as_posix(): p.read_bytes()
            for p in folder.rglob("*") if p.is_file()} == first  # fmt: skip


def test_a_folder_in_which_somebody_worked_is_not_replaced(project, small, tmp_path):
    release(project, tmp_path)
    release(project, tmp_path)
    (tmp_path / "course/exercises/toy/notebook.ipynb").write_text("work")
    with pytest.raises(UnitError, match="has been worked in"):
        release(project, tmp_path)
    assert (tmp_path / "course/exercises/toy/notebook.ipynb").read_text() == "work"


def test_units_can_be_chosen_and_unknown_ones_are_answered_with_the_nearest(
    project, small, tmp_path
):
    run = lambda *more: CliRunner().invoke(  # noqa: E731
        app, ["release", *more, "--to", str(tmp_path), "--root", str(project), "--name", "week1"]
    )
    done = run("toy")
    assert done.exit_code == 0, done.output
    assert (tmp_path / "week1.zip").exists()
    assert "did you mean 'toy'" in run("toi").output
    with pytest.raises(UnitError, match="there is no unit to release"):
        contents(tmp_path)


def test_a_unit_without_public_tests_is_not_released(project):
    (project / "exercises/toy/test_toy.py").unlink()
    with pytest.raises(UnitError, match="write the public tests of 'toy' first"):
        contents(project)


def test_a_student_can_work_in_it(project, small, tmp_path, right):
    """The released folder stands by itself: its checks run where no solutions are."""
    release(project, tmp_path)
    folder = tmp_path / "course/exercises/toy"
    code = (
        f"exec({right!r})\nfrom ftlib.grading import start, progress\ncheck = start('toy')\n"
        "check()\nprint(progress())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True
    )
    assert "total: 5 of 5 points" in done.stdout
    assert "total: 2 of 2 tasks, 5 of 5 points" in done.stdout


def test_the_hooks_of_the_project_and_of_a_release_are_the_same(whole):
    ours = (ROOT / "exercises/conftest.py").read_text(encoding="utf-8")
    assert whole["exercises/conftest.py"].decode() == ours

"""Chapters run in a fresh kernel; a failure keeps the old notebook; drift is seen."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time

import nbformat
import pytest

from ftlib.book.drift import _chapter_drift
from ftlib.book.execute import execute, stale
from ftlib.book.graft import graft
from ftlib.book.sources import chapters, corrections, read
from ftlib.book.storing import ChapterFailed, unseemly

HEAD = (
    "---\njupytext:\n  text_representation: {extension: .md, format_name: myst}\n"
    "kernelspec: {name: python3, display_name: Python 3, language: python}\n---\n\n"
)


@pytest.fixture
def make(tmp_path):
    def make(body):
        source = tmp_path / "part" / "chapter.md"
        source.parent.mkdir(exist_ok=True)
        source.write_text(HEAD + body, encoding="utf-8")
        (chapter,) = chapters(tmp_path)
        return chapter

    return make


def cell(code):
    return f"```{{code-cell}} ipython3\n{code}\n```\n"


def test_outputs_are_stored_and_the_notebook_is_in_step(make):
    chapter = make("# Title\n\n" + cell("print(6 * 7)"))
    assert stale(chapter)
    execute(chapter)
    assert not stale(chapter)
    stored = nbformat.read(chapter.notebook, as_version=4)
    assert stored.cells[1].outputs[0].text == "42\n"
    assert _chapter_drift(chapter) == []
    assert sorted(os.listdir(chapter.notebook.parent)) == ["chapter.ipynb", "chapter.md"]


def test_a_failing_cell_names_the_chapter_and_keeps_the_old_notebook(make):
    chapter = make("# Title\n\n" + cell("print(1)"))
    execute(chapter)
    before = chapter.notebook.read_bytes()
    chapter = make(
        "# Title\n\n" + cell("from ftlib.claims import claim\nclaim('a', 'A', 3, '<', 2)")
    )
    with pytest.raises(ChapterFailed, match=r"part/chapter.*"):
        execute(chapter)
    assert chapter.notebook.read_bytes() == before
    assert "the source has changed" in _chapter_drift(chapter)[0]


def test_a_changed_number_is_drift_even_when_the_notebook_is_changed_too(make):
    chapter = make("# Title\n\n" + cell("x = 0.5"))
    execute(chapter)
    chapter = make("# Title\n\n" + cell("x = 0.6"))
    text = chapter.notebook.read_text(encoding="utf-8").replace("x = 0.5", "x = 0.6")
    chapter.notebook.write_text(text, encoding="utf-8")
    assert _chapter_drift(chapter) != []


def test_an_edited_notebook_is_drift(make):
    chapter = make("# Title\n\n" + cell("x = 0.5"))
    execute(chapter)
    text = chapter.notebook.read_text(encoding="utf-8").replace("x = 0.5", "x = 0.6")
    chapter.notebook.write_text(text, encoding="utf-8")
    assert "edited by hand" in _chapter_drift(chapter)[0]


def test_new_prose_and_tags_keep_the_outputs_of_the_same_code(make):
    chapter = make("# Title\n\n" + cell("import time\nprint(time.time())"))
    execute(chapter)
    said = nbformat.read(chapter.notebook, as_version=4).cells[1].outputs
    tagged = cell(":tags: [hide-input]\n\nimport time\nprint(time.time())")
    chapter = make("# Title\n\nA sentence.\n\n" + tagged)
    assert graft(chapter)
    assert _chapter_drift(chapter) == []
    made = nbformat.read(chapter.notebook, as_version=4).cells
    assert made[1].outputs == said
    assert "A sentence." in made[0].source
    assert made[1].metadata.tags == ["hide-input"]


@pytest.mark.parametrize(
    "after",
    [
        cell("x = 2\nprint(x)"),
        cell("x = 1\nprint(x)") + "\nAnd\n\n" + cell("x"),
        cell(":tags: [raises-exception]\n\nx = 1\nprint(x)"),
    ],
)
def test_other_code_has_to_run(make, after):
    execute(make("# Title\n\n" + cell("x = 1\nprint(x)")))
    chapter = make("# Title\n\n" + after)
    before = chapter.notebook.read_bytes()
    assert not graft(chapter)
    assert chapter.notebook.read_bytes() == before


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("import sys\nprint('careful', file=sys.stderr)", "writes to stderr"),
        ("print('/home/someone/file')", "shows the path"),
        ("import ipywidgets\nipywidgets.IntSlider()", "shows a widget"),
    ],
)
def test_what_no_reader_should_see_is_refused(make, code, words):
    with pytest.raises(ChapterFailed, match=words):
        execute(make("# Title\n\n" + cell(code)))


RUN_ALL = """
import sys
from pathlib import Path
from ftlib.book.execute import execute_all
from ftlib.book.sources import chapters
execute_all(chapters(Path(sys.argv[1])), jobs=2)
"""


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_no_worker_and_no_kernel_outlives_the_command(make, tmp_path, how):
    code = "import os, pathlib, time\npathlib.Path(f'begun-{os.getpid()}').touch()\ntime.sleep(60)"
    first = make("# Title\n\n" + cell(code)).source
    shutil.copy(first, first.with_name("second.md"))
    command = [sys.executable, "-c", RUN_ALL, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        limit = time.monotonic() + 45
        while len(list(tmp_path.glob("part/begun-*"))) < 2:
            assert process.poll() is None
            assert time.monotonic() < limit
            time.sleep(0.1)
        process.send_signal(how)
        process.communicate(timeout=15)  # comes back when nobody holds the pipe any more
    assert process.returncode == -how


def test_cell_ids_do_not_change_by_chance(make):
    chapter = make("# Title\n\n" + cell("x = 1") + "\ntext\n\n" + cell("x = 1"))
    ids = [each["id"] for each in read(chapter).cells]
    assert ids == [each["id"] for each in read(chapter).cells]
    assert len(set(ids)) == len(ids)


def test_the_record_of_a_claim_is_in_the_notebook(make):
    chapter = make(
        "# Title\n\n" + cell("from ftlib.claims import claim\nclaim('a', 'A', 1, '<', 2);")
    )
    execute(chapter)
    (output,) = json.loads(chapter.notebook.read_text(encoding="utf-8"))["cells"][1]["outputs"]
    assert output["metadata"]["ftlib_claim"]["measured"] == 1
    assert 'id="claim-a"' in "".join(output["data"]["text/html"])


def test_corrected_boxes_are_found_with_their_bodies(make):
    chapter = make(
        "# T\n\n:::{admonition} Corrected: wrong sign\n:class: corrected\nIt said plus.\n\n"
        "Two paragraphs.\n:::\n\n::::{admonition} Corrected: nested\n:class: corrected\n"
        ":::{note}\ninner\n:::\n::::\n\n:::{admonition} Another box\nno\n:::\n"
    )
    first, second = corrections(chapter)
    assert (first.title, first.body) == ("wrong sign", "It said plus.\n\nTwo paragraphs.")
    assert (second.title, second.body) == ("nested", ":::{note}\ninner\n:::")


def test_unseemly_sees_error_outputs():
    notebook = nbformat.v4.new_notebook()
    error = nbformat.v4.new_output("error", ename="TypeError", evalue="no", traceback=[])
    notebook.cells = [nbformat.v4.new_code_cell("x", outputs=[error])]
    assert unseemly(notebook) == ["cell 0 ends in TypeError: no"]

"""Source that a chapter shows is the file's own."""

import contextlib
import re
from importlib import import_module
from pathlib import Path

import nbformat
import pytest

from ftlib.book.showing import show_source, without_docstrings
from ftlib.book.sources import chapters
from ftlib.optim import schedules

ROOT = Path(__file__).parents[2]


def example(x):
    """Twice x.

    At length.
    """

    # why
    def inner(y):
        """Inner."""
        return 2 * y

    return inner(x)  # not "a docstring"


@contextlib.contextmanager
def decorated():
    yield "it"


class Empty(ValueError):
    """Nothing but this."""


def test_docstrings_go_and_everything_else_stays():
    lines = show_source(example).text.splitlines()
    assert lines[0] == f"# {__name__.replace('.', '/')}.py: example"
    assert lines[1:] == [
        "",
        "def example(x):",
        "    # why",
        "    def inner(y):",
        "        return 2 * y",
        "",
        '    return inner(x)  # not "a docstring"',
    ]


def test_with_its_docstring_it_is_what_stands_in_the_file():
    text = show_source(schedules.linear, docstring=True).text.split("\n\n", 1)[1]
    assert text in Path(schedules.__file__).read_text(encoding="utf-8")
    assert '"""' in text
    assert '"""' not in show_source(schedules.linear).text


def test_decorators_are_shown_and_methods_are_dedented():
    assert "\n@contextlib.contextmanager\ndef decorated():" in show_source(decorated).text
    from ftlib.book.showing import Shown

    assert "\ndef __repr__(self) -> str:\n    return self.text" in show_source(Shown.__repr__).text


def test_a_body_that_is_only_a_docstring_keeps_it():
    assert show_source(Empty).text.endswith('class Empty(ValueError):\n    """Nothing but this."""')


def test_what_is_left_means_the_same():
    namespace = {}
    exec(without_docstrings(show_source(example, docstring=True).text), namespace)
    assert namespace["example"](21) == 42
    assert namespace["example"].__doc__ is None


def test_jupyter_gets_highlighted_code_and_a_terminal_text():
    shown = show_source(example)
    assert shown._repr_markdown_() == f"```python\n{shown.text}\n```"
    assert repr(shown) == shown.text


def test_a_fence_in_the_code_does_not_end_it():
    shown = show_source(example)
    shown.text += "\n# ```"
    assert shown._repr_markdown_().startswith("````python\n")


@pytest.mark.parametrize("piece", [len, 3])
def test_what_has_no_file_is_refused(piece):
    with pytest.raises(ValueError, match=r"piece is .*cannot be found; give a function"):
        show_source(piece)


SHOWN = re.compile(r"\A# (ftlib/[\w/]+)\.py: ([\w.]+)\n\n")


def stored():
    """(chapter, first line, text) of every piece of source in the outputs of the chapters."""
    for chapter in chapters(ROOT / "book"):
        if not chapter.notebook.exists():
            continue
        for cell in nbformat.read(chapter.notebook, as_version=4).cells:
            for output in cell.get("outputs", []):
                text = "".join(output.get("data", {}).get("text/plain", ""))
                if SHOWN.match(text):
                    yield pytest.param(text, id=f"{chapter.unit}: {text.splitlines()[0][2:]}")


@pytest.mark.parametrize("text", list(stored()))
def test_what_the_chapters_show_is_what_stands_in_the_files(text):
    """If this fails, run the chapter again (`ftlib book notebooks`), and read its text."""
    module, name = SHOWN.match(text).groups()
    piece = import_module(module.replace("/", "."))
    for part in name.split("."):
        piece = getattr(piece, part)
    bare, full = show_source(piece).text, show_source(piece, docstring=True).text
    assert text in (bare, full)

"""Hostile files that are better made than kept: each function's docstring says what is tried.

Each returns the file's name and its bytes.
"""

import json

RIGHT = """
def mean_square(x):
    if len(x) == 0:
        raise ValueError("empty")
    return float((x * x).mean())

def centred(x):
    return x - x.mean()
"""


def _notebook(*sources: object, **fields: object) -> bytes:
    cells = [{"cell_type": "code", "metadata": {}, "outputs": [], "source": s} for s in sources]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, **fields}).encode()


def json_bomb() -> tuple[str, bytes]:
    """Brackets, a million deep.

    earns: nothing
    """
    return "toy.ipynb", b"[" * 1_000_000


def nested_metadata() -> tuple[str, bytes]:
    """A right notebook whose metadata are nested beyond what a parser takes.

    earns: nothing
    """
    deep = b'{"a":' * 200_000 + b"1" + b"}" * 200_000
    return "toy.ipynb", _notebook(RIGHT)[:-1] + b', "deep": ' + deep + b"}"


def huge_number() -> tuple[str, bytes]:
    """A number of a million digits where the version of the format stands; the answers are right.

    earns: nothing
    """
    return "toy.ipynb", _notebook(RIGHT).replace(b"4", b"9" * 1_000_000)


def too_large() -> tuple[str, bytes]:
    """Right answers behind forty megabytes of outputs.

    earns: nothing
    """
    return "toy.ipynb", _notebook(RIGHT, padding="x" * 40 * 2**20)


def wrong_types() -> tuple[str, bytes]:
    """Numbers and lists where the source of cells should be.

    earns: nothing
    """
    return "toy.ipynb", _notebook(5, [RIGHT, 7], None, {"source": RIGHT})


def no_notebook() -> tuple[str, bytes]:
    """A list instead of a notebook.

    earns: nothing
    """
    return "toy.ipynb", b"[1, 2, 3]"


def empty() -> tuple[str, bytes]:
    """Nothing at all.

    earns: nothing
    """
    return "toy.ipynb", b""


def a_program() -> tuple[str, bytes]:
    """A compiled program called a notebook.

    earns: nothing
    """
    return "toy.ipynb", b"\x7fELF\x02\x01\x01" + bytes(1000)


def many_cells() -> tuple[str, bytes]:
    """Right answers after five thousand empty cells and thirty that fail.

    earns: everything
    """
    return "toy.ipynb", _notebook(*[""] * 5_000, *["1 / 0"] * 30, RIGHT)


def lines_of_a_list() -> tuple[str, bytes]:
    """A source that is a list of lines, as editors write it; honest.

    earns: everything
    """
    return "toy.ipynb", _notebook(RIGHT.splitlines(keepends=True))


def checks_left_in() -> tuple[str, bytes]:
    """Cells of checks, magics and shell commands among right answers; honest.

    earns: everything
    """
    cells = ["%matplotlib inline\n!rm -rf /", "%%bash\nexit 1", 'check("centred")', RIGHT]
    return "toy.ipynb", _notebook(*cells, "check()", "x?")


def byte_order_mark() -> tuple[str, bytes]:
    """Right answers behind a byte order mark; honest.

    earns: everything
    """
    return "toy.py", b"\xef\xbb\xbf" + RIGHT.encode()


def latin_1() -> tuple[str, bytes]:
    """Right answers in an encoding that is not UTF-8, and says so.

    earns: nothing
    """
    return "toy.py", "# -*- coding: latin-1 -*-\nnäme = 'ü'\n".encode("latin-1") + RIGHT.encode()


def null_bytes() -> tuple[str, bytes]:
    """A null byte in the middle of the code.

    earns: nothing
    """
    return "toy.py", RIGHT.encode().replace(b"return", b"return\0", 1)


def other_newlines() -> tuple[str, bytes]:
    """Right answers with the line ends of another system; honest.

    earns: everything
    """
    return "toy.py", RIGHT.replace("\n", "\r\n").encode()


def surrogates() -> tuple[str, bytes]:
    """Half a character inside a string and in a name.

    earns: nothing
    """
    return "toy.ipynb", _notebook(RIGHT.replace('"empty"', '"\ud800"'))


def terminal_codes() -> tuple[str, bytes]:
    """An error message that would clear the instructor's terminal and print full points.

    earns: nothing
    """
    code = "def mean_square(x):\n    raise ValueError('\\x1b[2J\\x1b]0;5/5\\x07 5 of 5')\n"
    return "toy.py", (code + "centred = mean_square\n").encode()


def code_that_is_none() -> tuple[str, bytes]:
    """Is not valid Python from the second cell on; the first is right.

    earns: mean_square
    """
    first = RIGHT.split("def centred")[0]
    return "toy.py", f"{first}\n# %%\ndef centred(x) return x\n# %%\n((((\n".encode()


def deep_syntax() -> tuple[str, bytes]:
    """An expression of a hundred thousand brackets, which crashes some parsers.

    earns: nothing
    """
    return "toy.py", b"x = " + b"(" * 100_000 + b")" * 100_000 + RIGHT.encode()


def long_line() -> tuple[str, bytes]:
    """A sum of twenty thousand terms in one line before right answers.

    earns: nothing
    """
    return "toy.py", b"x = " + b"+".join([b"1"] * 20_000) + RIGHT.encode()


MADE = [
    json_bomb,
    nested_metadata,
    huge_number,
    too_large,
    wrong_types,
    no_notebook,
    empty,
    a_program,
    many_cells,
    lines_of_a_list,
    checks_left_in,
    byte_order_mark,
    latin_1,
    null_bytes,
    other_newlines,
    surrogates,
    terminal_codes,
    code_that_is_none,
    deep_syntax,
    long_line,
]

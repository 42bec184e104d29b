"""What must not leave the instructor's folder, and a search for it in files of any kind.

Secret is what stands in `solutions/` (answers, hidden tests, wrong and unusual answers) and not in
what its author wrote for students. It is looked for as lines (blanks apart), as bodies of functions
whatever their variables are called, and as names of hidden tests; in text, in notebooks with
their outputs and metadata, in base64, in compressed streams and in archives inside archives.
"""

from __future__ import annotations

import ast
import base64
import binascii
import hashlib
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ftlib.grading.grade import hidden_tests
from ftlib.grading.source import BEGIN, END, Source, answer_lines, student_notebook
from ftlib.grading.unit import tests_of

TELLING = 16  # characters, blanks left out, from which on a line is one nobody writes by chance
_NODES = 25  # of a function's tree, from which on its body is one
_DEPTH = 6  # of archives, streams and base64 inside one another
_MAX_BYTES = 64 * 2**20
_BASE64 = re.compile(r"(?:[A-Za-z0-9+/_-]{4}\s?){8,}[A-Za-z0-9+/_-]{0,3}={0,2}")
_FENCE = re.compile(r"^```[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Secrets:
    """Squeezed lines by their first characters, digests of function bodies, names of tests."""

    lines: dict[str, tuple[str, ...]]
    bodies: dict[str, str]  # digest → what it is, for messages
    names: frozenset[str]


def secrets(sources: Iterable[Source], root: Path) -> Secrets:
    """All secrets of the units.

    Args:
        sources: the units' sources; give all of a course, so that no unit tells of another.
        root: the project's folder.
    """
    units = {source.unit.name: _Unit(source, root) for source in sources}
    candidates = _indexed({line for unit in units.values() for line in (*unit.answers, *unit.kept)})
    shown = {name: set(_lines_in(unit.public, candidates)) for name, unit in units.items()}
    everywhere = set().union(*shown.values())
    told: set[str] = set()
    for name, unit in units.items():
        elsewhere = set().union(*(lines for other, lines in shown.items() if other != name))
        told |= unit.answers - elsewhere | unit.kept - everywhere
    public = "\n".join(unit.public for unit in units.values())
    public_bodies = {digest for unit in units.values() for digest in unit.public_bodies}
    bodies = {key: what for unit in units.values() for key, what in unit.bodies.items()}
    names = {name for unit in units.values() for name in unit.names}
    return Secrets(
        _indexed(told),
        {key: what for key, what in bodies.items() if key not in public_bodies},
        frozenset(names - set(re.findall(r"\btest_\w+", public))),
    )


class _Unit:
    """What one unit shows and keeps. A line of an answer is secret even where it is shown."""

    def __init__(self, source: Source, root: Path) -> None:
        shown, private = list(_public(source, root)), list(_private(source, root))
        self.public = "\n".join(shown)
        self.public_bodies = {digest for text in shown for digest in _bodies(text)}
        self.answers = set(_squeezed(line for _, line in answer_lines(source)))
        self.kept = {line for _, text in private for line in _squeezed(text.splitlines())}
        self.kept -= self.answers
        self.bodies = {digest: what for what, text in private for digest in _bodies(text)}
        hidden = hidden_tests(root, source.unit.name)
        text = hidden.read_text(encoding="utf-8") if hidden.exists() else ""
        self.names = set(re.findall(r"^def (test_\w+)", text, re.MULTILINE))


def _indexed(lines: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Lines by their first characters, so that a text is searched for all of them in one pass."""
    index: dict[str, list[str]] = {}
    for line in sorted(lines):
        index.setdefault(line[:TELLING], []).append(line)
    return {key: tuple(value) for key, value in index.items()}


def found_in(content: bytes, known: Secrets, *, lines: bool = True) -> list[str]:
    """What of the secrets is in a file, one sentence each.

    Args:
        content: the file's bytes.
        known: what to look for.
        lines: look for single lines too; without, for function bodies and test names only.
    """
    found: dict[str, None] = {}
    for text in _texts(content, _DEPTH):
        for digest in _bodies(text):
            if digest in known.bodies:
                found[f"a function of {known.bodies[digest]}"] = None
        for name in known.names.intersection(re.findall(r"\btest_\w+", text)):
            found[f"the hidden test {name}"] = None
        if lines:
            found |= dict.fromkeys(f"the line {line!r}" for line in _lines_in(text, known.lines))
    return list(found)


def _public(source: Source, root: Path) -> Iterator[str]:
    """What an author wrote for students: the notebook without its answers, the public tests."""
    for cell in student_notebook(source).cells:
        yield cell.source
        yield json.dumps(dict(cell.metadata))
    yield "\n".join(hint for task in source.unit.tasks for hint in task.hints)
    tests = tests_of(root / "exercises" / source.unit.name, source.unit.name)
    yield tests.read_text(encoding="utf-8")


def _private(source: Source, root: Path) -> Iterator[tuple[str, str]]:
    """What an author keeps: where it stands, and its text. Lines of answers come from elsewhere."""
    unit = source.unit.name
    for task, text in source.answers.items():
        yield f"the answer to {task}", _answer_only(text)
    for path in sorted((root / "solutions" / unit).glob("*/*.py")):
        yield f"solutions/{unit}/{path.parent.name}/{path.name}", path.read_text(encoding="utf-8")


def _answer_only(text: str) -> str:
    """A solution cell without its markers (they are no secret) and its docstring lines."""
    return "\n".join(line for line in text.splitlines() if line.strip() not in (BEGIN, END))


def _squeezed(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        text = line.strip()
        tight = "".join(text.split())
        if len(tight) >= TELLING and not text.startswith(("#", "import ", "from ", "@", '"""')):
            yield tight


def _lines_in(text: str, index: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    tight = "".join(text.split())
    for start in range(len(tight) - TELLING + 1):
        for line in index.get(tight[start : start + TELLING], ()):
            if tight.startswith(line, start):
                yield line


def _bodies(text: str) -> Iterator[str]:
    """Digests of the bodies of all functions in Python text, or in fenced blocks of prose."""
    for part in (text, *(match[1] for match in _FENCE.finditer(text))):
        if "def " not in part:
            continue
        try:
            tree = ast.parse(part)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
        # Inner functions first: to digest one changes the names in it, and so in what is around.
        for node in reversed(list(ast.walk(tree))):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                digest = _body_digest(node)
                if digest:
                    yield digest


def _body_digest(function: ast.FunctionDef | ast.AsyncFunctionDef) -> str:
    """The digest of a body, its local names numbered (in place); empty for one of a few nodes."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    nodes = [each for statement in body for each in ast.walk(statement)]
    if len(nodes) < _NODES:
        return ""
    numbers: dict[str, str] = {}
    arguments = function.args
    named = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    for argument in (*named, arguments.vararg, arguments.kwarg):
        if argument is not None:
            numbers.setdefault(argument.arg, f"_{len(numbers)}")
    used = [each for each in nodes if isinstance(each, ast.Name)]
    for each in used:
        if isinstance(each.ctx, ast.Store):
            numbers.setdefault(each.id, f"_{len(numbers)}")
    for each in used:
        each.id = numbers.get(each.id, each.id)
    text = "\n".join(ast.dump(statement) for statement in body)
    return hashlib.sha256(text.encode()).hexdigest()


def _texts(content: bytes, depth: int) -> Iterator[str]:
    """Every text a file holds, however it is wrapped."""
    if depth == 0 or not content:
        return
    yield from _unpacked(content, depth)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return
    yield text
    for match in _BASE64.finditer(text):
        raw = re.sub(r"\s", "", match[0]).translate(str.maketrans("-_", "+/")).rstrip("=")
        for skipped in range(4 if len(raw) < 2**20 else 1):  # what stands before it may be a word
            part = raw[skipped:]
            try:
                decoded = base64.b64decode(part + "=" * (-len(part) % 4))
            except (binascii.Error, ValueError):
                continue
            yield from _texts(_printable(decoded), depth - 1)
    try:
        tree = json.loads(text)
    except (ValueError, RecursionError):
        return
    for inner in _strings(tree):
        yield from _texts(inner.encode("utf-8", "replace"), depth - 1)


def _printable(decoded: bytes) -> bytes:
    """Archives as they are; of text the part before what is none (the end may be cut)."""
    if decoded.startswith((b"PK", b"\x1f\x8b", b"x")):
        return decoded
    return decoded.decode("utf-8", "ignore").encode()


def _unpacked(content: bytes, depth: int) -> Iterator[str]:
    if content.startswith(b"PK"):
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                for entry in archive.infolist():
                    yield entry.filename
                    if entry.file_size <= _MAX_BYTES:
                        yield from _texts(archive.read(entry), depth - 1)
        except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, zlib.error):
            return
    elif content.startswith((b"\x1f\x8b", b"x\x01", b"x\x9c", b"x\xda")):
        try:
            stream = zlib.decompressobj(wbits=47)  # gzip or zlib
            yield from _texts(stream.decompress(content, _MAX_BYTES), depth - 1)
        except zlib.error:
            return


def _strings(tree: Any) -> Iterator[str]:
    """Strings of a JSON tree; lists of lines, as notebooks keep them, joined first."""
    if isinstance(tree, str):
        yield tree
    elif isinstance(tree, list):
        if tree and all(isinstance(each, str) for each in tree):
            yield "".join(tree)
        for each in tree:
            yield from _strings(each)
    elif isinstance(tree, dict):
        for key, value in tree.items():
            yield str(key)
            yield from _strings(value)

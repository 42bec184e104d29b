"""Find the submissions of a class in the layouts that people and platforms have.

Flat files (`ann.ipynb`), a folder a student, nbgrader's `submitted/<student>/<assignment>/`,
downloads of Gradescope (`submission_123/` with `submission_metadata.yml`), Canvas
(`annlee_LATE_4711_98765_notebook.ipynb`) and Moodle (`Ann Lee_4711_assignsubmission_file/`), and
zip files of any of these. Nothing of a submission runs here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from ftlib.grading.classroom.unpack import unpack
from ftlib.grading.grade import unit_of
from ftlib.grading.submission import SubmissionError

_CANVAS = re.compile(r"(?P<name>[^_]+)(?:_LATE)?_(?P<id>\d+)_(?P<entry>\d+)_(?P<file>.+)", re.I)
_MOODLE = re.compile(r"(?P<name>.+?)_(?P<id>\d+)_assignsubmission_file(?:_(?P<file>.*))?", re.I)
_AGAIN = re.compile(r"-\d+$")  # Canvas marks the second upload of a file so
_SKIPPED = ("__macosx", "__pycache__", "node_modules")
_DEEPEST = 8


@dataclass(frozen=True)
class Handed:
    """A file that a student handed in.

    `student` is the id the layout gives, `label` the path as it was found, `when` the time it was
    handed in and `clock` where that time is from: `file`, `zip file` or `Gradescope`.
    """

    student: str
    path: Path
    label: str
    when: datetime
    clock: str
    name: str = ""
    unit: str = ""


@dataclass
class Collection:
    """What was found: one submission a student and unit, those replaced, and what was left out."""

    submissions: list[Handed] = field(default_factory=list)
    replaced: list[Handed] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def collect(
    folder: Path, known: Iterable[str], scratch: Path, *, unit: str | None = None
) -> Collection:
    """The submissions in `folder`.

    A submission belongs to the unit that is given, or that its name or its `start("…")` says; one
    that says none belongs to the unit of all others, when they have but one. Of several
    submissions of a student to a unit the latest counts.

    Args:
        folder: a folder, or a zip file.
        known: names of the units there are.
        scratch: an empty folder for what zip files hold.
        unit: the unit of all submissions.

    Returns:
        The collection, sorted by unit and student.

    Raises:
        SubmissionError: when there is no such folder, or it holds no submission.
    """
    if not folder.exists():
        raise SubmissionError(f"{folder} does not exist; give the folder of the submissions")
    found = Collection()
    files = list(_files(folder, scratch, found.left_out))
    groups = _by_student(files)
    settled = [each for group in groups.values() for each in _with_units(group, known, unit)]
    named = {each.unit for each in settled} - {""}
    for each in settled:
        if not each.unit and len(named) == 1:
            each = replace(each, unit=next(iter(named)))
        if each.unit:
            found.submissions.append(_named_without_unit(each))
        else:
            found.left_out.append(f"{each.label} does not say which unit it is of; use --unit")
    if not found.submissions:
        why = "; ".join(found.left_out[:5])
        raise SubmissionError(
            f"{folder} holds no submission (notebooks, .py files, or zip files of them)"
            + (f": {why}" if why else "")
        )
    _keep_latest(found)
    return found


def _named_without_unit(each: Handed) -> Handed:
    """In flat files `ann_softmax.ipynb` is `ann`'s."""
    if "/" in each.label or each.unit not in each.student:
        return each
    student = each.student.replace(each.unit, "", 1).strip("_-. ")
    return replace(each, student=student) if student else each


def _keep_latest(found: Collection) -> None:
    latest: dict[tuple[str, str], Handed] = {}
    for each in sorted(found.submissions, key=lambda each: (each.when, each.label)):
        key = (each.unit, each.student)
        if key in latest:
            found.replaced.append(latest[key])
        latest[key] = each
    found.submissions = [latest[key] for key in sorted(latest)]
    found.replaced.sort(key=lambda each: (each.unit, each.student, each.label))
    found.left_out.sort()


def _files(folder: Path, scratch: Path, left_out: list[str]) -> Iterator[Handed]:
    """Every file that may be a submission, with the student its place names."""
    if folder.is_file():
        if folder.suffix.lower() != ".zip":
            raise SubmissionError(f"{folder} is a file; give a folder or a zip file for a class")
        yield from _unpacked(folder, (), scratch, left_out)
        return
    yield from _walk(folder, (), "file", scratch, left_out, _metadata(folder))


def _walk(
    folder: Path,
    above: tuple[str, ...],
    clock: str,
    scratch: Path,
    left_out: list[str],
    known: dict[str, tuple[str, str, datetime | None]],
) -> Iterator[Handed]:
    known = {**known, **_metadata(folder)}
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.name.lower() in _SKIPPED:
            continue
        parts = (*above, path.name)
        if path.is_symlink():
            left_out.append(f"{'/'.join(parts)} is a link; hand in the file itself")
        elif path.is_dir() and len(parts) <= _DEEPEST:
            yield from _walk(path, parts, clock, scratch, left_out, known)
        elif path.suffix.lower() == ".zip" and len(parts) <= _DEEPEST:
            yield from _unpacked(path, parts, scratch, left_out, known)
        elif _may_be_one(path):
            yield _handed(path, parts, clock, known)


def _unpacked(
    archive: Path,
    parts: tuple[str, ...],
    scratch: Path,
    left_out: list[str],
    known: dict[str, tuple[str, str, datetime | None]] | None = None,
) -> Iterator[Handed]:
    """What a zip file holds, as if it were a folder of its name (or the class's own folder)."""
    target = scratch / f"{len(list(scratch.iterdir()))}"
    target.mkdir()
    try:
        unpack(archive, target)
    except SubmissionError as error:
        left_out.append(str(error))
        return
    inner = (*parts[:-1], archive.stem) if parts else ()
    yield from _walk(_only_folder(target), inner, "zip file", scratch, left_out, known or {})


def _only_folder(folder: Path) -> Path:
    """A zip of a folder holds that folder: step into it."""
    inside = [p for p in folder.iterdir() if p.name.lower() not in _SKIPPED]
    return inside[0] if len(inside) == 1 and inside[0].is_dir() else folder


def _may_be_one(path: Path) -> bool:
    if path.suffix.lower() not in (".ipynb", ".py") or not path.is_file():
        return False
    return not path.name.startswith(("test_", "conftest"))


def _handed(
    path: Path,
    parts: tuple[str, ...],
    clock: str,
    known: dict[str, tuple[str, str, datetime | None]],
) -> Handed:
    when = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    label = "/".join(parts)
    for part in parts:
        if part in known:
            student, name, stamp = known[part]
            if stamp is not None:
                when, clock = stamp, "Gradescope"
            return Handed(student, path, label, when, clock, name)
    for part in parts:
        match = _MOODLE.fullmatch(Path(part).stem if part == parts[-1] else part)
        if match:
            return Handed(match["id"], path, label, when, clock, match["name"])
    match = _CANVAS.fullmatch(parts[-1]) if len(parts) == 1 else _CANVAS.fullmatch(parts[0])
    if match:
        return Handed(match["id"], path, label, when, clock, match["name"])
    parts = parts[parts.index("submitted") + 1 :] if "submitted" in parts[:-2] else parts
    student = parts[0] if len(parts) > 1 else _AGAIN.sub("", Path(parts[0]).stem)
    return Handed(student, path, label, when, clock)


def _metadata(folder: Path) -> dict[str, tuple[str, str, datetime | None]]:
    """Student, name and time of each folder that Gradescope's `submission_metadata.yml` names."""
    path = folder / "submission_metadata.yml"
    if not path.is_file() or path.is_symlink():
        return {}
    try:
        entries = yaml.safe_load(path.read_text(encoding="utf-8"))
        return {
            str(key): who
            for key, entry in entries.items()
            if (who := _submitter(entry)) is not None
        }
    except (yaml.YAMLError, AttributeError, UnicodeDecodeError):
        return {}


def _submitter(entry: Any) -> tuple[str, str, datetime | None] | None:
    try:
        first = entry[":submitters"][0]
    except (KeyError, IndexError, TypeError):
        return None
    name = str(first.get(":name") or "")
    student = str(first.get(":sid") or first.get(":email") or name)
    when = entry.get(":created_at")
    if isinstance(when, str):
        try:
            when = datetime.fromisoformat(when)
        except ValueError:
            when = None
    if not isinstance(when, datetime):
        return student, name, None
    return student, name, when.replace(tzinfo=when.tzinfo or UTC).astimezone(UTC)


def _by_student(files: list[Handed]) -> dict[str, list[Handed]]:
    groups: dict[str, list[Handed]] = {}
    for each in files:
        groups.setdefault(each.student, []).append(each)
    return groups


def _with_units(group: list[Handed], known: Iterable[str], unit: str | None) -> list[Handed]:
    """A student's files with their units; what is only beside a submission is dropped.

    In a folder, notebooks go before Python files, files that name their unit before those that do
    not, and `notebook.ipynb` or a file named like the unit before the rest.
    """
    names = sorted(known)
    folders: dict[Path, list[Handed]] = {}
    for each in group:
        folders.setdefault(each.path.parent, []).append(each)
    kept: list[Handed] = []
    for files in folders.values():
        marked = [replace(each, unit=_unit(each, names)) for each in files]
        if unit is not None:
            marked = [each for each in marked if each.unit in ("", unit)] or marked
            telling = [each for each in marked if each.unit == unit]
            marked = [replace(each, unit=unit) for each in telling or marked]
        elif any(each.unit for each in marked):
            marked = [each for each in marked if each.unit]
        for one in sorted({each.unit for each in marked}):
            same = [each for each in marked if each.unit == one]
            books = [each for each in same if each.path.suffix.lower() == ".ipynb"]
            same = books or same
            plain = [each for each in same if each.path.stem in ("notebook", one)]
            kept += plain or same
    return kept


def _unit(each: Handed, names: list[str]) -> str:
    """The unit that a file's name, its place or its text tells; empty when none does."""
    for part in reversed(Path(each.label).with_suffix("").parts):
        if part in names:
            return part
    try:
        return unit_of(each.path, names)
    except (SubmissionError, OSError):
        pass
    told = [name for name in names if name in each.path.stem]
    return max(told, key=len, default="")

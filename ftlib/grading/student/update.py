"""`ftlib exercises update`: bring a new version of the course into a student's folder.

Notebooks are merged cell by cell (`merge.py`). Any other file of the course is replaced, and a
student's changes to it are kept beside it under the name `<file>.mine`. Files that are not the
course's are not touched. What is there is copied before it is written over, each file is written
in one piece, and a second run changes nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from ftlib.grading.student.merge import merge
from ftlib.grading.unit import UnitError, from_json

MANIFEST = "release.json"
BACKUP = ".backup"
_MAX_BYTES = 256 * 2**20


@dataclass(frozen=True)
class Change:
    """What becomes of one file: `what` is new, updated, merged, or refused."""

    path: str
    what: str
    notes: tuple[str, ...] = ()


def read_release(origin: Path) -> dict[str, bytes]:
    """The files of a release, by their path in it (`exercises/<unit>/notebook.ipynb`).

    Args:
        origin: the zip that `ftlib release` writes, or the folder it was unpacked to.

    Raises:
        UnitError: for anything else.
    """
    if origin.is_dir():
        files = {
            path.relative_to(origin).as_posix(): path.read_bytes()
            for path in sorted(origin.rglob("*"))
            if path.is_file() and not path.is_symlink()
        }
    else:
        files = _unzipped(origin)
    if MANIFEST not in files:
        raise UnitError(f"{origin} is no release of a course; give the zip you got, or its folder")
    listed = json.loads(files[MANIFEST])["files"]
    return {name: files[name] for name in (*listed, MANIFEST) if name in files}


def _unzipped(origin: Path) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(origin) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if sum(entry.file_size for entry in entries) > _MAX_BYTES:
                raise UnitError(f"{origin} unpacks to more than {_MAX_BYTES // 2**20} MB")
            parts = {entry: PurePosixPath(entry.filename).parts for entry in entries}
            if any(
                len(p) < 2 or ".." in p or set("".join(p)) & set("/\\:") for p in parts.values()
            ):
                raise UnitError(f"{origin} is no release of a course: it holds a path outside")
            return {"/".join(parts[entry][1:]): archive.read(entry) for entry in entries}
    except (OSError, zipfile.BadZipFile) as error:
        raise UnitError(f"{origin} cannot be read ({error}); give the zip you got") from None


def from_sources(target: Path) -> dict[str, bytes]:
    """The generated files of a project that holds its sources (`solutions/`).

    Raises:
        SourceError: when a source is malformed.
    """
    from ftlib.grading.build import course, rendered

    return {
        f"exercises/{source.unit.name}/{name}": text.encode()
        for source in course(target)
        for name, text in rendered(source).items()
    }


def update(files: Mapping[str, bytes], target: Path, *, dry_run: bool = False) -> list[Change]:
    """Bring the files of a new version into `target`.

    Args:
        files: as `read_release` or `from_sources` give them.
        target: the student's folder; its `release.json` tells what it began as.
        dry_run: say what would be done, and write nothing.

    Returns:
        One change a file that is not as in the new version already. A notebook that cannot be
        read is left as it is and refused; the others are updated all the same.
    """
    began = _digests(target / MANIFEST)
    changes: list[Change] = []
    # The records of what a folder began as come last: a run that is cut off can begin again.
    for name in sorted(
        files, key=lambda name: (name == MANIFEST, name.endswith("unit.json"), name)
    ):
        path, fresh = target / name, files[name]
        present = path.read_bytes() if path.is_file() else None
        if present == fresh or (name.endswith("/unit.json") and _refused(changes, path, target)):
            continue
        if present is not None and path.suffix == ".ipynb":
            change, made = _merged(name, present, fresh, path.parent / "unit.json")
            if present == made:
                continue
            fresh = made or b""
        else:
            change = Change(name, "new" if present is None else "updated")
            generated = name == MANIFEST or name.endswith("/unit.json")
            if present is not None and not generated and _edited(name, present, began, files):
                change = replace(change, notes=(f"your changes are in {path.name}.mine",))
        if not dry_run and change.what != "refused":
            change = _write(change, path, present, fresh)
        changes.append(change)
    return changes


def _refused(changes: list[Change], path: Path, target: Path) -> bool:
    """Whether the notebook beside `path` was refused: then it still has its old base."""
    folder = path.parent.relative_to(target).as_posix()
    return any(each.what == "refused" and each.path.startswith(f"{folder}/") for each in changes)


def _edited(
    name: str, present: bytes, began: Mapping[str, str] | None, files: Mapping[str, bytes]
) -> bool:
    """Whether a student may have changed a file since it was handed out."""
    if began is None:
        return MANIFEST in files  # sources have no manifest: their files are generated
    return began.get(name) != _sha256(present)


def _merged(name: str, present: bytes, fresh: bytes, record: Path) -> tuple[Change, bytes | None]:
    """The change of a notebook; its new bytes, `present` if nothing is new, None if refused."""
    try:
        mine = json.loads(present)
        result = merge(mine, json.loads(fresh), _base(record))
    except (ValueError, RecursionError) as error:
        return Change(name, "refused", (str(error),)), None
    if result.notebook == mine:
        return Change(name, "merged"), present
    kept = (f"{result.kept} of your cells kept",) if result.kept else ()
    text = json.dumps(result.notebook, indent=1, ensure_ascii=False) + "\n"
    made = text.encode("utf-8", "surrogatepass")
    return Change(name, "merged", (*kept, *result.conflicts)), made


def _base(record: Path) -> tuple[str, ...]:
    """The cell ids a notebook began with, from the `unit.json` beside it; none if it is gone."""
    try:
        return from_json(record.read_text(encoding="utf-8")).cells
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return ()


def _write(change: Change, path: Path, present: bytes | None, fresh: bytes) -> Change:
    """Write one file in one piece, after a copy of what it replaces."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if change.what == "merged" and present is not None:
        _keep(path.parent / BACKUP / f"{path.stem}-{_sha256(present)[:12]}{path.suffix}", present)
    elif change.notes and present is not None:
        _keep(_free(path.with_name(f"{path.name}.mine"), present), present)
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    partial.write_bytes(fresh)
    if present is not None and path.read_bytes() != present:  # saved in Jupyter meanwhile
        partial.unlink()
        return Change(change.path, "refused", ("it was saved just now; close it and run again",))
    os.replace(partial, path)
    return change


def _keep(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        partial = path.with_name(f".{path.name}.{os.getpid()}.part")
        partial.write_bytes(content)
        os.replace(partial, path)


def _free(path: Path, content: bytes) -> Path:
    """`path`, or `path` with a number: never one that holds something else."""
    found, count = path, 1
    while found.exists() and found.read_bytes() != content:
        count += 1
        found = path.with_name(f"{path.name}.{count}")
    return found


def _digests(manifest: Path) -> dict[str, str] | None:
    """SHA-256 of each file as it was handed out; None where nobody knows."""
    try:
        return dict(json.loads(manifest.read_text(encoding="utf-8"))["files"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()

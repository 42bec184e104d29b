"""Wheels, tar archives and Debian packages: the registered members and nothing else."""

from __future__ import annotations

import hashlib
import io
import shutil
import tarfile
import zipfile
from pathlib import Path

import pytest

from ftlib.assets import AssetCorrupt
from ftlib.assets.catalogue import Asset, Member, Tree
from ftlib.assets.unpack import unpack

_CONTENT = {"top/a.txt": b"aaa", "top/sub/b.txt": b"bb", "top/sub/c.txt": b"c", "other": b"no"}


def _asset(**parts) -> Asset:
    words = dict.fromkeys(("title", "task", "about", "licence", "origin", "citation", "trap"), "x")
    return Asset(name="x", kind="data", **words, **parts)


_WANTED = _asset(
    files=(Member("top/a.txt", "renamed.txt", 3, ""),),
    trees=(Tree("top/sub/*.txt", "top/", 2, 3, ""),),
)


def _archive(folder: Path, suffix: str, content: dict[str, bytes]) -> Path:
    path = folder / f"archive{suffix}"
    if suffix == ".whl":
        with zipfile.ZipFile(path, "w") as wheel:
            for name, data in content.items():
                wheel.writestr(name, data)
        return path
    data_tar = io.BytesIO()
    with tarfile.open(fileobj=data_tar, mode="w:gz") as tar:
        for name, data in content.items():
            info = tarfile.TarInfo(f"./{name}" if suffix == ".deb" else name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    if suffix == ".deb":  # an `ar` archive of three members
        members = {
            "debian-binary": b"2.0\n",
            "control.tar.gz": data_tar.getvalue(),
            "data.tar.gz": data_tar.getvalue(),
        }
        with path.open("wb") as file:
            file.write(b"!<arch>\n")
            for name, data in members.items():
                file.write(f"{name:<16}{0:<12}{0:<6}{0:<6}{100644:<8}{len(data):<10}`\n".encode())
                file.write(data + b"\n" * (len(data) % 2))
    else:
        path.write_bytes(data_tar.getvalue())
    return path


_SUFFIXES = [".whl", ".tgz", ".tar.gz"]
if shutil.which("dpkg-deb"):
    _SUFFIXES.append(".deb")


@pytest.mark.parametrize("suffix", _SUFFIXES)
def test_the_registered_members_come_out(tmp_path, suffix):
    target = tmp_path / "target"
    target.mkdir()
    ticks: list[int] = []
    hashes = unpack(_archive(tmp_path, suffix, _CONTENT), {_WANTED: target}, ticks.append)
    expected = {"renamed.txt": b"aaa", "sub/b.txt": b"bb", "sub/c.txt": b"c"}
    found = {p.relative_to(target).as_posix(): p.read_bytes() for p in target.rglob("*.txt")}
    assert found == expected
    assert hashes[_WANTED] == {k: hashlib.sha256(v).hexdigest() for k, v in expected.items()}
    assert ticks[-1] == 6


def test_one_member_for_two_assets(tmp_path):
    other = _asset(files=(Member("top/a.txt", "a.txt", 3, ""),))
    targets = {_WANTED: tmp_path / "1", other: tmp_path / "2"}
    for target in targets.values():
        target.mkdir()
    unpack(_archive(tmp_path, ".tgz", _CONTENT), targets, lambda done: None)
    assert (tmp_path / "1/renamed.txt").read_bytes() == b"aaa"
    assert (tmp_path / "2/a.txt").read_bytes() == b"aaa"


@pytest.mark.parametrize("suffix", [".whl", ".tgz"])
def test_a_name_that_leads_out_is_refused(tmp_path, suffix):
    target = tmp_path / "target"
    target.mkdir()
    evil = _asset(trees=(Tree("top/*", "top/", 1, 1, ""),))
    with pytest.raises(AssetCorrupt, match="leads out of the asset's folder"):
        unpack(_archive(tmp_path, suffix, {"top/../../out": b"x"}), {evil: target}, lambda d: None)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("suffix", [".whl", ".tgz"])
def test_a_broken_archive(tmp_path, suffix):
    path = _archive(tmp_path, suffix, _CONTENT)
    path.write_bytes(path.read_bytes()[:60])
    with pytest.raises(AssetCorrupt, match="cannot be read as an archive"):
        unpack(path, {_WANTED: tmp_path}, lambda done: None)

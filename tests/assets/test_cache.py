"""Trust: the fast check at every load, the whole one in `verify`."""

from __future__ import annotations

import json
import os

import pytest

from ftlib import assets
from ftlib.assets import AssetCorrupt, AssetMissing, AssetUnavailable, cache, catalogue

from .conftest import World


@pytest.fixture
def alpha(world: World):
    assets.pull(["alpha"])
    return world.cache / "model" / "alpha"


def test_the_cache_is_where_the_reader_says(world: World):
    assert assets.cache_root() == world.cache


def test_the_default_cache_is_the_users(monkeypatch):
    monkeypatch.delenv("FTLIB_CACHE", raising=False)
    assert assets.cache_root().name in ("ftlib", "Cache")


def test_a_file_that_is_gone(alpha):
    (alpha / "one.txt").unlink()
    with pytest.raises(AssetCorrupt, match=r"one\.txt is gone; run `ftlib assets pull alpha`"):
        assets.model("alpha")


def test_a_changed_file_of_the_same_size_is_named_with_both_hashes(alpha):
    content = bytearray((alpha / "one.txt").read_bytes())
    content[5] ^= 1
    (alpha / "one.txt").write_bytes(content)
    with pytest.raises(AssetCorrupt, match=r"one\.txt .*[0-9a-f]{64}, expected [0-9a-f]{64}"):
        assets.model("alpha")


def test_a_copied_cache_is_hashed_once_and_then_trusted(alpha, monkeypatch):
    os.utime(alpha / "one.txt", (1, 1))
    hashed = []
    real = cache.sha256
    monkeypatch.setattr(cache, "sha256", lambda path: (hashed.append(path.name), real(path))[1])
    assets.model("alpha")
    assert hashed == ["one.txt"]
    assets.model("alpha")
    assert hashed == ["one.txt"]


def test_a_change_that_keeps_size_and_time_is_found_by_verify(alpha):
    path = alpha / "one.txt"
    before = path.stat()
    path.write_bytes(b"X" * before.st_size)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assets.model("alpha")  # the fast check cannot see it
    (finding,) = assets.verify(["alpha"])
    assert finding.state == "damaged"
    assert "one.txt" in finding.detail


def test_a_forged_receipt_is_found_by_verify(alpha):
    path = alpha / "one.txt"
    path.write_bytes(b"forged")
    receipt = json.loads((alpha / "receipt.json").read_text())
    seen = path.stat()
    receipt["files"]["one.txt"] = {
        "bytes": 6,
        "mtime": seen.st_mtime_ns,
        "sha256": cache.sha256(path),
    }
    (alpha / "receipt.json").write_text(json.dumps(receipt))
    (finding,) = assets.verify()
    assert finding.state == "damaged"


def test_a_tree_is_compared_as_a_whole(world: World):
    assets.pull(["beta"])
    asset = catalogue.find("beta")
    stamps = cache.receipt(asset)
    hashes = {place: stamp.sha256 for place, stamp in stamps.items()}
    cache.check_hashes(asset, hashes, world.cache)
    with pytest.raises(AssetCorrupt, match=r"tree/\*\.txt \(1 files, 2 expected\)"):
        cache.check_hashes(
            asset, {k: v for k, v in hashes.items() if k != "tree/y.txt"}, world.cache
        )
    with pytest.raises(AssetCorrupt):
        cache.check_hashes(asset, hashes | {"tree/x.txt": "0" * 64}, world.cache)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"fingerprint": "other", "files": {}}'])
def test_a_receipt_that_cannot_be_read_counts_for_nothing(alpha, content):
    (alpha / "receipt.json").write_text(content)
    with pytest.raises(AssetMissing):
        assets.model("alpha")
    assert assets.pull(["alpha"]) == ["alpha"]


def test_a_registry_that_asks_for_other_files_makes_the_old_ones_missing(alpha, monkeypatch):
    other = catalogue._text().replace('"carrier_a/one.txt"', '"carrier_a/two.txt"')
    catalogue.registry.cache_clear()
    monkeypatch.setattr(catalogue, "_text", lambda: other)
    with pytest.raises(AssetMissing):
        assets.model("alpha")


def test_verify_tells_what_is_missing_only_when_asked_by_name(alpha):
    assert [finding.name for finding in assets.verify()] == ["alpha"]
    (finding,) = assets.verify(["beta"])
    assert finding.state == "missing"
    assert "pull beta" in finding.detail


def test_what_comes_with_a_library_has_no_folder():
    with pytest.raises(AssetUnavailable, match=r"comes with scikit-learn .*data\('digits'\)"):
        assets.where("digits")


def test_a_folder_of_the_readers_own_is_a_model(tmp_path):
    assert assets.model(tmp_path) == tmp_path
    assert assets.model(str(tmp_path)) == tmp_path

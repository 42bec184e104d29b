"""Token numbers on disk: found again, never wrong, never half written."""

from __future__ import annotations

import json
import multiprocessing
import os
import warnings

import numpy as np
import pytest
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import PreTrainedTokenizerFast

from ftlib.data import Ragged, encode, token_cache

TEXTS = ["red green", "blue", "red red red blue"]
WORDS = {"[PAD]": 0, "[UNK]": 1, "red": 2, "green": 3, "blue": 4}


class Counting(PreTrainedTokenizerFast):
    calls = 0

    def __call__(self, *args, **options):
        type(self).calls += 1
        return super().__call__(*args, **options)


def tokenizer(words=WORDS, kind=Counting, **options):
    backend = Tokenizer(models.WordLevel(words, unk_token="[UNK]"))
    backend.pre_tokenizer = pre_tokenizers.Whitespace()
    return kind(tokenizer_object=backend, pad_token="[PAD]", unk_token="[UNK]", **options)


@pytest.fixture(autouse=True)
def _warnings_are_errors():
    Counting.calls = 0
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def rows(encoded):
    return [ids.tolist() for ids in encoded.input_ids]


def entries(folder):
    return [path for path in folder.iterdir() if path.is_dir()]


def test_the_second_time_nothing_is_tokenised(tmp_path):
    first = encode(TEXTS, tokenizer(), cache=tmp_path)
    again = encode(TEXTS, tokenizer(), cache=str(tmp_path))
    assert Counting.calls == 1
    assert rows(first) == rows(again) == [[2, 3], [4], [2, 2, 2, 4]]
    assert isinstance(again.input_ids.flat, np.memmap)
    assert again.input_ids.flat.dtype == np.uint16
    assert again.batch(np.array([1, 0]))["input_ids"].tolist() == [[4, 0], [2, 3]]
    with pytest.raises(ValueError, match="read-only"):
        again.input_ids.flat[0] = 9


def test_it_is_what_encode_gives_without_a_cache(tmp_path):
    for length in (2, 128):
        plain = encode(TEXTS, tokenizer(), max_length=length)
        assert rows(encode(TEXTS, tokenizer(), max_length=length, cache=tmp_path)) == rows(plain)


def test_true_uses_the_folder_of_ftlib(tmp_path, monkeypatch):
    monkeypatch.setenv("FTLIB_CACHE", str(tmp_path / "here"))
    encode(TEXTS, tokenizer(), cache=True)
    assert len(entries(tmp_path / "here" / "tokens")) == 1


def test_whatever_changes_the_tokens_changes_the_key():
    keys = [
        token_cache.key_of(TEXTS, tokenizer(), 128),
        token_cache.key_of(TEXTS[::-1], tokenizer(), 128),
        token_cache.key_of(["red greenblue", "", "red red red blue"], tokenizer(), 128),
        token_cache.key_of(TEXTS, tokenizer(), 127),
        token_cache.key_of(TEXTS, tokenizer(WORDS | {"blue": 3, "green": 4}), 128),
        token_cache.key_of(TEXTS, tokenizer(truncation_side="left"), 128),
        token_cache.key_of(TEXTS, tokenizer(cls_token="red"), 128),
    ]
    assert len(set(keys)) == len(keys)


def test_what_a_call_leaves_in_the_tokenizer_does_not_change_the_key():
    used = tokenizer()
    before = token_cache.key_of(TEXTS, used, 128)
    used(TEXTS, truncation=True, max_length=3, padding=True)
    assert token_cache.key_of(TEXTS, used, 128) == before


@pytest.mark.parametrize("name", ["flat.npy", "offsets.npy", "manifest.json"])
@pytest.mark.parametrize("damage", ["flip", "cut", "gone"])
def test_a_damaged_entry_is_named_and_made_anew(tmp_path, name, damage):
    encode(TEXTS, tokenizer(), cache=tmp_path)
    path = entries(tmp_path)[0] / name
    content = bytearray(path.read_bytes())
    if damage == "gone":
        path.unlink()
    else:
        content[-9] ^= 1
        path.write_bytes(content if damage == "flip" else content[:-9])
    with pytest.warns(UserWarning, match="damaged .*; tokenising anew"):
        assert rows(encode(TEXTS, tokenizer(), cache=tmp_path)) == [[2, 3], [4], [2, 2, 2, 4]]
    assert Counting.calls == 2
    assert rows(encode(TEXTS, tokenizer(), cache=tmp_path)) == [[2, 3], [4], [2, 2, 2, 4]]
    assert Counting.calls == 2


def test_a_wrong_hash_is_told_with_both_hashes(tmp_path):
    encode(TEXTS, tokenizer(), cache=tmp_path)
    entry = entries(tmp_path)[0]
    np.save(entry / "flat.npy", np.zeros(7, np.uint16))
    expected = json.loads((entry / "manifest.json").read_text())["sha256"]["flat"]
    with pytest.warns(UserWarning, match=f"flat.npy has SHA-256 [0-9a-f]+, expected {expected}"):
        encode(TEXTS, tokenizer(), cache=tmp_path)


def test_another_layout_is_made_anew(tmp_path, monkeypatch):
    encode(TEXTS, tokenizer(), cache=tmp_path)
    path = entries(tmp_path)[0] / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"version": 0}))
    with pytest.warns(UserWarning, match="layout 0, not 1"):
        encode(TEXTS, tokenizer(), cache=tmp_path)


def test_a_write_that_fails_leaves_nothing_and_loses_nothing(tmp_path, monkeypatch):
    def full(*_args, **_options):
        raise OSError("no space left")

    monkeypatch.setattr(np, "save", full)
    with pytest.warns(UserWarning, match="not cached: writing failed .no space left"):
        assert rows(encode(TEXTS, tokenizer(), cache=tmp_path)) == [[2, 3], [4], [2, 2, 2, 4]]
    assert entries(tmp_path) == []


def test_a_folder_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.warns(UserWarning, match="cannot be written"):
        encoded = encode(TEXTS, tokenizer(), cache=tmp_path / "file" / "tokens")
    assert rows(encoded) == [[2, 3], [4], [2, 2, 2, 4]]


def test_a_killed_writer_leaves_no_entry(tmp_path, monkeypatch):
    """The name appears by one rename: whatever dies before it leaves no entry behind."""
    monkeypatch.setattr(os, "rename", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        encode(TEXTS, tokenizer(), cache=tmp_path)
    monkeypatch.undo()
    assert entries(tmp_path) == []
    assert rows(encode(TEXTS, tokenizer(), cache=tmp_path)) == [[2, 3], [4], [2, 2, 2, 4]]


def _slow_entry(root, queue):
    import time

    made = []

    def make():
        time.sleep(0.3)
        made.append(1)
        return Ragged.of([[1, 2], [3]])

    kept = token_cache.cached(root, "ab", make)
    queue.put((len(made), [row.tolist() for row in kept]))


def test_processes_that_ask_at_once_make_it_once(tmp_path):
    context = multiprocessing.get_context("fork" if os.name == "posix" else "spawn")
    queue = context.Queue()
    workers = [context.Process(target=_slow_entry, args=(tmp_path, queue)) for _ in range(3)]
    for worker in workers:
        worker.start()
    seen = [queue.get(timeout=60) for _ in workers]
    for worker in workers:
        worker.join()
    assert sorted(made for made, _ in seen) == [0, 0, 1]
    assert all(kept == [[1, 2], [3]] for _, kept in seen)


def test_a_tokenizer_without_a_file_is_refused(tmp_path):
    class Words:
        pad_token_id = 0

    with pytest.raises(ValueError, match="tokenizer is a Words, which has no"):
        encode(TEXTS, Words(), cache=tmp_path)

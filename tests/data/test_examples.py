"""Tokenised texts and plain arrays as batches."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import torch

from ftlib.data import Encoded, Rows, encode


class WordTokenizer:
    """A token for each word: its number of letters; 0 pads. Counts the calls."""

    pad_token_id: int | None = 0

    def __init__(self):
        self.calls = 0

    def __call__(self, texts, truncation, max_length):
        assert truncation
        self.calls += 1
        return {"input_ids": [[len(word) for word in text.split()][:max_length] for text in texts]}


FRAME = pd.DataFrame({"text": ["a bb ccc", "dddd", "ee f"], "label": [1, 0, 1]})


def test_a_batch_is_padded_to_its_own_longest_text():
    batch = encode(FRAME, WordTokenizer()).batch(np.array([2, 1]))
    assert batch["input_ids"].tolist() == [[2, 1], [4, 0]]
    assert batch["attention_mask"].tolist() == [[1, 1], [1, 0]]
    assert batch["labels"].tolist() == [1, 0]
    assert {tensor.dtype for tensor in batch.values()} == {torch.int64}


def test_another_padding_number_is_used_and_masked():
    tokenizer = WordTokenizer()
    tokenizer.pad_token_id = 99
    batch = encode(["a b", "c"], tokenizer).batch(np.array([0, 1]))
    assert batch["input_ids"].tolist() == [[1, 1], [1, 99]]
    assert batch["attention_mask"].tolist() == [[1, 1], [1, 0]]
    assert "labels" not in batch


def test_texts_are_tokenised_once_and_cut():
    tokenizer = WordTokenizer()
    encoded = encode(FRAME, tokenizer, max_length=2)
    for _ in range(3):
        encoded.batch(np.array([0, 1, 2]))
    assert tokenizer.calls == 1
    assert encoded.lengths.tolist() == [2, 1, 2]
    assert len(encoded) == 3


def test_a_changed_batch_does_not_change_the_examples():
    encoded = encode(FRAME, WordTokenizer())
    encoded.batch(np.array([0]))["input_ids"].zero_()
    encoded.batch(np.array([0]))["labels"].zero_()
    assert encoded.batch(np.array([0]))["input_ids"].tolist() == [[1, 2, 3]]
    assert encoded.batch(np.array([0]))["labels"].tolist() == [1]


def test_a_real_tokenizer_agrees_with_its_own_padding():
    from transformers import AutoTokenizer

    from ftlib import assets

    tokenizer = AutoTokenizer.from_pretrained(assets.model("minilm"))
    texts = ["A fine film.", "Dull, dull, dull and quite long."]
    ours = encode(texts, tokenizer).batch(np.array([0, 1]))
    theirs = tokenizer(texts, padding=True, return_tensors="pt")
    for name in ("input_ids", "attention_mask"):
        assert torch.equal(ours[name], theirs[name])


def test_plain_arrays_keep_their_dtype_and_order():
    rows = Rows(input=np.arange(6, dtype=np.float32).reshape(3, 2), labels=[5, 6, 7])
    batch = rows.batch(np.array([2, 0]))
    assert batch["input"].tolist() == [[4, 5], [0, 1]]
    assert batch["input"].dtype == torch.float32
    assert batch["labels"].tolist() == [7, 5]
    assert len(rows) == 3
    assert rows.lengths.tolist() == [1, 1, 1]
    assert list(Rows(x=[1]).batch(np.array([0]))) == ["x"]


class Unpadded(WordTokenizer):
    pad_token_id = None


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: encode([], WordTokenizer()), "texts is empty"),
        (lambda: encode("one text", WordTokenizer()), "texts is one string"),
        (lambda: encode(["a", None], WordTokenizer()), r"texts\[1\] is None, not a string"),
        (lambda: encode(FRAME[["label"]], WordTokenizer()), "one must be named 'text'"),
        (lambda: encode(["a"], Unpadded()), "tokenizer has no padding token"),
        (lambda: Rows(labels=[1]), "Rows got no input"),
        (lambda: Rows(x=[1, 2], labels=[1]), "different lengths"),
    ],
)
def test_bad_input_is_refused(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()


def test_a_frame_without_labels_is_fine():
    encoded = encode(FRAME[["text"]], WordTokenizer())
    assert isinstance(encoded, Encoded)
    assert encoded.labels is None

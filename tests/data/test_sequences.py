import numpy as np
import pytest
import torch

from ftlib import train
from ftlib.data import Sequences

ROWS = [[5, 6, 7], [8], [9, 10]]
LABELS = [[1, -100, 0], [1], [0, 1]]


def test_a_batch_is_padded_to_its_longest():
    some = Sequences(
        input_ids=ROWS, kinds=[[1, 1, 1], [2], [3, 3]], labels=LABELS, pads={"kinds": 4}
    )
    batch = some.batch(np.array([2, 1]))
    assert {name: each.tolist() for name, each in batch.items()} == {
        "input_ids": [[9, 10], [8, 0]],
        "kinds": [[3, 3], [2, 4]],
        "labels": [[0, 1], [1, -100]],
        "attention_mask": [[1, 1], [1, 0]],
    }
    assert all(each.dtype == torch.int64 for each in batch.values())
    assert some.lengths.tolist() == [3, 1, 2]
    assert len(some) == 3
    assert some.labels.tolist() == [[1, -100, 0], [1, -100, -100], [0, 1, -100]]


def test_labels_may_be_left_out():
    some = Sequences(input_ids=ROWS)
    assert some.labels is None
    assert set(some.batch(np.array([0]))) == {"input_ids", "attention_mask"}


def test_the_loop_trains_on_them():
    class Net(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.table = torch.nn.Embedding(11, 2)

        def forward(self, input_ids, attention_mask):
            return self.table(input_ids)

    def loss(z, y):
        return torch.nn.functional.cross_entropy(z.flatten(0, 1), y.flatten())

    some = Sequences(input_ids=ROWS, labels=LABELS)
    run = train.fit(
        Net(), some, some, loss=loss, epochs=30, learning_rate=0.1, batch_size=2, progress=False,
        device="cpu", precision="float32",
    )  # fmt: skip
    assert run.validations[-1].loss < 0.2 < run.validations[0].loss
    assert run.validations[-1].metric == 1.0


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: Sequences(labels=LABELS), "got no input"),
        (
            lambda: Sequences(input_ids=ROWS, labels=[[1, 0], [1], [0, 1]]),
            "labels has rows of other",
        ),
        (lambda: Sequences(input_ids=ROWS, kinds=ROWS[:2]), "kinds has rows of other lengths"),
    ],
)
def test_bad_arguments_are_named(make, sentence):
    with pytest.raises(ValueError, match=sentence):
        make()


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: Sequences(input_ids=ROWS, pads={"input_id": 3}), r"pads names \['input_id'\]"),
        (lambda: Sequences(input_ids=ROWS, attention_mask=ROWS), "attention_mask is made"),
        (lambda: Sequences(input_ids=[[1, 2], [1.5]]), r"input_ids\[1\] is float64"),
        (lambda: Sequences(input_ids=[[[1, 2]]]), r"input_ids\[0\] is int64 of shape \(1, 2\)"),
        (lambda: Sequences(input_ids=ROWS, labels=[["a"] * 3, ["b"], ["c", "d"]]), "labels"),
        (
            lambda: Sequences(input_ids=ROWS).batch([0, -1]),
            "rows holds -1; give numbers from 0 to 2",
        ),
        (lambda: Sequences(input_ids=ROWS).batch([3]), "rows holds 3"),
    ],
)
def test_what_would_be_changed_without_a_word_is_refused(make, sentence):
    with pytest.raises(ValueError, match=sentence):
        make()


def test_nothing_and_empty_rows():
    assert len(Sequences(input_ids=[])) == 0
    some = Sequences(input_ids=[[], [7]], labels=[[], [1]])
    batch = some.batch([0, 1])
    assert batch["attention_mask"].tolist() == [[0], [1]]
    assert batch["labels"].tolist() == [[-100], [1]]

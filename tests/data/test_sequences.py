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

"""Rows of unequal length in one array."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftlib.data import Encoded, Ragged

ROWS = st.lists(st.lists(st.integers(-(2**40), 2**40), max_size=9), max_size=12)


@given(ROWS)
def test_every_row_comes_back(rows):
    ragged = Ragged.of(rows)
    assert [row.tolist() for row in ragged] == rows
    assert all(row.dtype == np.int64 for row in ragged)
    assert ragged.lengths.tolist() == [len(row) for row in rows]
    assert len(ragged) == len(rows)


@given(ROWS.filter(bool), st.data())
def test_padding_agrees_with_a_loop(rows, data):
    chosen = data.draw(st.lists(st.integers(0, len(rows) - 1), max_size=8))
    padded, mask = Ragged.of(rows).padded(np.array(chosen, dtype=np.int64), pad=7)
    width = max([len(rows[row]) for row in chosen] + [1])
    assert padded.tolist() == [rows[row] + [7] * (width - len(rows[row])) for row in chosen]
    assert mask.tolist() == [
        [1] * len(rows[row]) + [0] * (width - len(rows[row])) for row in chosen
    ]
    assert padded.shape == mask.shape == (len(chosen), width)


def test_padding_counts_from_the_end_as_indexing_does():
    ragged = Ragged.of([[1], [2, 2], [3, 3, 3]])
    assert ragged.padded(np.array([-1, 0, -2]), 0)[0].tolist() == [[3, 3, 3], [1, 0, 0], [2, 2, 0]]
    for outside in (3, -4):
        with pytest.raises(IndexError):
            ragged.padded(np.array([0, outside]), 0)


@pytest.mark.parametrize(
    ("row", "seen"),
    [
        ([1.5], r"rows\[1\] is float64"),
        ([2.0, np.nan], "float64"),
        (["7"], "<U1"),
        ([[1, 2]], r"int64 of shape \(1, 2\)"),
        (np.int64(3), r"of shape \(\)"),
        (np.array([2**63], np.uint64), "uint64"),
        ([2**70], "object"),
    ],
)
def test_rows_of_anything_but_integers_are_refused(row, seen):
    with pytest.raises(ValueError, match=f"{seen}.*; give integers"):
        Ragged.of([[1], row])


@pytest.mark.parametrize("dtype", [np.uint64, np.int8, bool])
def test_integers_of_any_kind_are_taken(dtype):
    assert Ragged.of([np.array([0, 1], dtype), []])[0].tolist() == [0, 1]


@pytest.mark.parametrize(
    ("number", "dtype"),
    [
        (65535, np.uint16),
        (65536, np.int32),
        (-1, np.int32),
        (2**31, np.int64),
        (-(2**33), np.int64),
    ],
)
def test_the_smallest_dtype_that_holds_all(number, dtype):
    assert Ragged.of([[0, number]]).flat.dtype == dtype


def test_it_is_indexed_like_a_tuple():
    ragged = Ragged.of([[1], [2, 2], []])
    assert ragged[-2].tolist() == [2, 2]
    assert [row.tolist() for row in ragged[::-1]] == [[], [2, 2], [1]]
    with pytest.raises(IndexError):
        ragged[3]
    with pytest.raises(IndexError):
        ragged[-4]


def test_a_changed_row_does_not_change_the_store():
    ragged = Ragged.of([[1, 2]])
    ragged[0][:] = 0
    assert ragged[0].tolist() == [1, 2]


@pytest.mark.parametrize("offsets", [[], [1, 2], [0, 1], [0, 3, 2]])
def test_offsets_must_fit(offsets):
    with pytest.raises(ValueError, match="offsets must"):
        Ragged(np.zeros(2, np.int32), np.array(offsets, dtype=np.int64))


def test_a_batch_of_no_rows_is_a_batch():
    for ids in ((np.array([1, 2]),), Ragged.of([[1, 2]])):
        batch = Encoded(ids, np.array([1]), pad_id=0).batch(np.array([], dtype=np.int64))
        assert {name: list(t.shape) for name, t in batch.items()} == {
            "input_ids": [0, 1],
            "attention_mask": [0, 1],
            "labels": [0],
        }

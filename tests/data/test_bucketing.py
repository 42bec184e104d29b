"""Which rows go together: every row once, by seed, with little padding."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ftlib.data import in_length_order, padding, shuffled_buckets

lengths = st.lists(st.integers(1, 60), min_size=1, max_size=200)


@settings(deadline=None)  # a busy machine is no failure
@given(lengths, st.integers(1, 17), st.integers(0, 5), st.integers(1, 9))
def test_every_row_occurs_once_and_one_batch_at_most_is_short(sizes, batch, seed, pool):
    batches = shuffled_buckets(sizes, batch, seed=seed, pool=pool)
    assert sorted(np.concatenate(batches).tolist()) == list(range(len(sizes)))
    counts = sorted(len(rows) for rows in batches)
    assert len(counts) == -(-len(sizes) // batch)
    assert all(count == batch for count in counts[1:])
    assert counts[0] == (len(sizes) % batch or batch)


@settings(deadline=None)  # a busy machine is no failure
@given(lengths, st.integers(1, 17))
def test_prediction_order_is_longest_first(sizes, batch):
    rows = np.concatenate(in_length_order(sizes, batch))
    assert sorted(rows.tolist()) == list(range(len(sizes)))
    assert (np.diff(np.array(sizes)[rows]) <= 0).all()


def test_the_order_is_a_function_of_seed_and_epoch():
    sizes = np.arange(300) % 40 + 1

    def order(**options):
        return np.concatenate(shuffled_buckets(sizes, 8, **options)).tolist()

    assert order(seed=1, epoch=0) == order(seed=1, epoch=0)
    assert len({tuple(order(seed=s, epoch=e)) for s in (1, 2) for e in (0, 1)}) == 4


def test_buckets_leave_numpys_global_generator_alone():
    np.random.seed(5)  # noqa: NPY002
    before = np.random.get_state()[1].tolist()  # noqa: NPY002
    shuffled_buckets(np.arange(1, 50), 4)
    assert np.random.get_state()[1].tolist() == before  # noqa: NPY002


def test_buckets_pad_less_than_a_plain_shuffle_and_mix_the_batches():
    sizes = np.random.default_rng(0).integers(1, 100, 2000)
    plain = padding(sizes, shuffled_buckets(sizes, 20, pool=1))
    batches = shuffled_buckets(sizes, 20, pool=100)
    assert plain.ratio > 1.8  # the longest of 20 uniform lengths is near 95, the mean is 50
    assert padding(sizes, batches).ratio < 1.05
    firsts = [sizes[rows].max() for rows in batches]
    assert np.abs(np.corrcoef(firsts, np.arange(len(firsts)))[0, 1]) < 0.4


def test_padding_counts_by_hand():
    batches = [np.array([0, 1]), np.array([2])]
    cost = padding([3, 5, 2], batches)
    assert (cost.tokens, cost.slots) == (10, 12)  # 2 texts of 5 slots, 1 of 2
    assert padding([3, 5, 2], batches, width=8).slots == 24
    assert str(cost) == "10 tokens in 12 slots (1.20 a token)"


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: shuffled_buckets([], 4), "lengths has shape"),
        (lambda: shuffled_buckets([[1, 2]], 4), "lengths has shape"),
        (lambda: shuffled_buckets([1], 0), "batch_size is 0"),
        (lambda: shuffled_buckets([1], 1, pool=0), "pool is 0"),
        (lambda: in_length_order([], 4), "lengths has shape"),
        (lambda: padding([1], []), "batches is empty"),
        (lambda: padding([9], [np.array([0])], width=8), "width is 8 but an example has 9"),
    ],
)
def test_bad_input_is_refused(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()

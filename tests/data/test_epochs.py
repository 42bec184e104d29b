"""The batches of an epoch: the same global batches for any number of processes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ftlib.data import epoch_batches, padding, row_weights, shuffled_buckets, token_batches

lengths = st.lists(st.integers(0, 60), min_size=1, max_size=150)


@settings(deadline=None)  # a busy machine is no failure
@given(lengths, st.integers(60, 400), st.integers(1, 5), st.integers(0, 3), st.integers(1, 4))
def test_the_ranks_together_see_the_batches_of_one_process(sizes, budget, ranks, epoch, pool):
    for size in (
        {"max_tokens": budget},
        {"batch_size": 7},
        {"max_tokens": budget, "batch_size": 3},
    ):
        options = size | {"seed": 5, "epoch": epoch, "pool": pool}
        alone = epoch_batches(sizes, **options)
        shards = [epoch_batches(sizes, rank=r, ranks=ranks, **options) for r in range(ranks)]
        assert {len(shard) for shard in shards} == {len(alone)}
        for step, rows in enumerate(alone):
            parts = [shard[step] for shard in shards]
            assert sorted(np.concatenate(parts).tolist()) == sorted(rows.tolist())
            counts = [len(part) for part in parts]
            assert max(counts) - min(counts) <= 1
            assert counts == sorted(counts, reverse=True)
        assert sorted(np.concatenate(alone).tolist()) == list(range(len(sizes)))
        assert all(rows.dtype == np.int64 and len(rows) for rows in alone)


@settings(deadline=None)  # a busy machine is no failure
@given(lengths, st.integers(60, 400), st.integers(1, 9), st.integers(1, 3))
def test_the_padded_tokens_stay_within_the_budget(sizes, budget, at_most, pool):
    sizes = np.array(sizes)
    for rows in token_batches(sizes, budget, pool=pool):
        assert len(rows) * sizes[rows].max() <= budget
    for rows in token_batches(sizes, budget, batch_size=at_most, pool=pool):
        assert len(rows) * sizes[rows].max() <= budget
        assert len(rows) <= at_most


def test_batches_by_count_are_those_of_shuffled_buckets():
    sizes = np.arange(1, 200) % 31
    ours = epoch_batches(sizes, batch_size=16, seed=3, epoch=2)
    theirs = shuffled_buckets(sizes, 16, seed=3, epoch=2)
    assert [rows.tolist() for rows in ours] == [rows.tolist() for rows in theirs]


def test_the_budget_is_used_and_only_one_batch_is_left_small():
    sizes = np.random.default_rng(0).integers(4, 64, 5000)
    batches = token_batches(sizes, 1024, seed=1, pool=20)
    filled = np.array([len(rows) * sizes[rows].max() for rows in batches])
    # A batch is cut when the next row would not fit: 1024 - 63 - (rows × the step in length).
    assert np.sort(filled)[1] > 800
    # 20 batches share 60 lengths, so one spans 3 (up to 6 where few fill it) of 33.5 on average.
    assert padding(sizes, batches).ratio < 1.07
    assert padding(sizes, token_batches(sizes, 1024, pool=1)).ratio > 1.5


def test_the_order_is_a_function_of_its_arguments():
    sizes = np.arange(1, 400) % 40

    def order(seed, epoch):
        batches = epoch_batches(sizes, max_tokens=200, seed=seed, epoch=epoch)
        return tuple(np.concatenate(batches).tolist())

    assert order(1, 0) == order(1, 0)
    assert len({order(seed, epoch) for seed in (1, 2) for epoch in (0, 1)}) == 4


def test_long_and_short_batches_are_mixed():
    sizes = np.random.default_rng(0).integers(4, 64, 5000)
    longest = [sizes[rows].max() for rows in token_batches(sizes, 512)]
    assert abs(np.corrcoef(longest, np.arange(len(longest)))[0, 1]) < 0.2
    assert abs(np.corrcoef(longest[1:], longest[:-1])[0, 1]) < 0.2  # nor do neighbours resemble


def test_the_global_generator_is_left_alone():
    np.random.seed(5)  # noqa: NPY002
    before = np.random.get_state()[1].tolist()  # noqa: NPY002
    token_batches(np.arange(1, 50), 64)
    assert np.random.get_state()[1].tolist() == before  # noqa: NPY002


def test_a_rank_without_a_row_gets_an_empty_batch():
    shards = [
        epoch_batches([3, 3, 3], batch_size=2, seed=0, epoch=0, rank=r, ranks=4) for r in range(4)
    ]
    assert [sorted(len(rows) for rows in shard) for shard in shards] == [
        [1, 1],
        [0, 1],
        [0, 0],
        [0, 0],
    ]
    assert shards[3][0].dtype == np.int64


def test_row_weights_make_every_row_count_the_same():
    batches = [np.array([0, 1, 2]), np.array([3])]
    weights = row_weights(batches)
    assert weights.tolist() == [1.5, 0.5]  # 2 rows a batch on average
    each = np.array([weight / len(rows) for weight, rows in zip(weights, batches, strict=True)])
    assert each.tolist() == [0.5, 0.5]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"lengths": [], "batch_size": 2}, "lengths has shape"),
        ({"lengths": [2, -1], "batch_size": 2}, r"lengths\[1\] is -1"),
        ({}, "neither batch_size nor max_tokens"),
        ({"batch_size": 0}, "batch_size is 0"),
        ({"max_tokens": 0}, "max_tokens is 0"),
        ({"max_tokens": 9, "batch_size": 0}, "batch_size is 0"),
        ({"max_tokens": 9, "pool": 0}, "pool is 0"),
        ({"max_tokens": 4}, "max_tokens is 4 but example 1 has 5 tokens"),
        ({"batch_size": 2, "rank": 2, "ranks": 2}, "rank is 2 of 2 ranks"),
        ({"batch_size": 2, "rank": -1}, "rank is -1"),
        ({"batch_size": 2, "ranks": 0}, "of 0 ranks"),
    ],
)
def test_bad_input_is_refused(options, sentence):
    with pytest.raises(ValueError, match=sentence):
        epoch_batches(**({"lengths": [3, 5, 2], "seed": 0, "epoch": 0} | options))


def test_weights_of_nothing_are_refused():
    with pytest.raises(ValueError, match="holds no row"):
        row_weights([])

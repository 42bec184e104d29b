"""The stream: counts against Poisson, shares against the mix, refusals."""

import numpy as np
import pytest

from ftlib.data import news_stream, turned_mix


def test_poisson_counts_and_the_mix():
    mix = np.tile([0.2, 0.8], (4000, 1))
    days = news_stream([[5], [7, 8]], mix, 12.0, np.random.default_rng(0))
    counts = np.array([len(day.rows) for day in days])
    assert len(days) == 4000
    assert counts.mean() == pytest.approx(12, abs=0.2)
    assert counts.var() == pytest.approx(12, abs=1)  # a Poisson count's variance is its mean
    pool = np.concatenate([day.pool for day in days])
    rows = np.concatenate([day.rows for day in days])
    assert (pool == 0).mean() == pytest.approx(0.2, abs=0.01)
    assert set(rows[pool == 0]) == {5}
    assert (rows[pool == 1] == 7).mean() == pytest.approx(0.5, abs=0.02)
    assert set(rows[pool == 1]) == {7, 8}


def test_the_mix_turns_on_its_day():
    mix = turned_mix({"a": 1.0, "b": 0.0}, {"a": 0.25, "b": 0.75}, days=4, day=3)
    assert mix.tolist() == [[1, 0], [1, 0], [0.25, 0.75], [0.25, 0.75]]
    assert turned_mix({"a": 1.0}, {"a": 1.0}, days=2, day=3).tolist() == [[1], [1]]
    days = news_stream([[1], [2]], mix, 50.0, np.random.default_rng(1))
    assert not days[1].pool.any()
    assert days[2].pool.any()


def test_a_day_may_be_empty():
    days = news_stream([[1]], np.ones((30, 1)), 0.1, np.random.default_rng(0))
    empty = [day for day in days if len(day.rows) == 0]
    assert empty
    assert empty[0].rows.dtype == empty[0].pool.dtype == np.int64


def test_the_same_seed_gives_the_same_stream():
    def once():
        return news_stream([range(9)], np.ones((3, 1)), 5.0, np.random.default_rng(4))

    assert [day.rows.tolist() for day in once()] == [day.rows.tolist() for day in once()]


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda r: news_stream([[1]], [[0.5, 0.5]], 3, r), r"mix has shape \(1, 2\)"),
        (lambda r: news_stream([[1], [2]], [[0.5, 0.6]], 3, r), "add up to 1"),
        (lambda r: news_stream([[1], [2]], [[-0.5, 1.5]], 3, r), "at least 0"),
        (lambda r: news_stream([[1], []], [[0.5, 0.5]], 3, r), "an empty one"),
        (lambda r: news_stream([[1]], [[1.0]], 0, r), "rate is 0"),
        (lambda r: news_stream([[1]], [[1.0]], np.inf, r), "rate is inf"),
        (lambda r: turned_mix({"a": 1}, {"b": 1}, days=2, day=1), "name the same"),
        (lambda r: turned_mix({"a": 1}, {"a": 1}, days=2, day=4), "day is 4"),
        (lambda r: turned_mix({"a": 1}, {"a": 1}, days=2, day=0), "day is 0"),
    ],
)
def test_refusals(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call(np.random.default_rng(0))

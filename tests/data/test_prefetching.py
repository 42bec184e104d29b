"""Batches made ahead: the same ones, in order, with errors that name the row, and an end."""

from __future__ import annotations

import itertools
import threading
import time

import numpy as np
import pytest
import torch

from ftlib.data import BatchFailed, Rows, prefetch, shuffled_buckets

ROWS = Rows(input=np.arange(40, dtype=np.float32), labels=np.arange(40))
ORDER = shuffled_buckets(ROWS.lengths, 7, seed=3)


class Slow:
    """Early batches take longest, so that later ones are ready first; rows in `bad` fail."""

    def __init__(self, bad=(), pause=0.0, together=False):
        self.bad, self.pause, self.together = set(bad), pause, together
        self.made, self.threads = [], set()

    def __len__(self):
        return 100

    def batch(self, rows):
        self.threads.add(threading.current_thread().name)
        self.made.append(rows.tolist())
        time.sleep(self.pause / (1 + len(self.made)))
        for row in rows:
            if row in self.bad:
                raise KeyError(f"no picture {row}")
        if self.together and len(rows) > 1:
            raise RuntimeError("sizes differ")
        return {"rows": torch.as_tensor(rows)}


def numbers(count, size=2):
    return [np.arange(start, start + size) for start in range(0, count * size, size)]


def threads():
    return [t for t in threading.enumerate() if t.name.startswith("ftlib-prefetch")]


@pytest.mark.parametrize("workers", [0, 1, 3])
@pytest.mark.parametrize("depth", [1, 2, 50])
def test_the_same_batches_in_the_same_order(workers, depth):
    ahead = list(prefetch(ROWS, ORDER, workers=workers, depth=depth))
    assert len(ahead) == len(ORDER)
    for batch, rows in zip(ahead, ORDER, strict=True):
        assert batch["input"].tolist() == rows.tolist() == batch["labels"].tolist()
    assert threads() == []


def test_the_order_holds_when_later_batches_are_ready_first():
    slow = Slow(pause=0.05)
    got = [b["rows"].tolist() for b in prefetch(slow, numbers(20), workers=4, depth=8)]
    assert got == [rows.tolist() for rows in numbers(20)]
    assert len(slow.threads) > 1
    assert threading.main_thread().name not in slow.threads


def test_it_runs_ahead_by_depth_and_no_further():
    slow, taken = Slow(), []

    def order():
        for rows in numbers(30):
            taken.append(1)
            yield rows

    ahead = prefetch(slow, order(), workers=2, depth=3)
    assert taken == []  # nothing before it is asked for
    next(ahead)
    assert len(taken) == 4  # the one that was given, and three ahead
    ahead.close()


def test_an_error_comes_in_its_turn_and_names_the_row():
    slow = Slow(bad={7})
    ahead = prefetch(slow, numbers(6), workers=2, depth=4)
    assert [next(ahead)["rows"].tolist() for _ in range(3)] == [[0, 1], [2, 3], [4, 5]]
    with pytest.raises(BatchFailed, match="batch 3 could not be made, because of row 7") as caught:
        next(ahead)
    assert (caught.value.batch, caught.value.row) == (3, 7)
    assert isinstance(caught.value.__cause__, KeyError)
    assert "no picture 7" in str(caught.value)
    assert threads() == []


def test_rows_that_fail_only_together_are_told_so():
    for workers in (0, 1):
        with pytest.raises(
            BatchFailed, match=r"work alone but not together: .*sizes differ"
        ) as seen:
            list(prefetch(Slow(together=True), numbers(1), workers=workers))
        assert seen.value.row is None


def test_an_error_of_the_order_itself_comes_through():
    def order():
        yield np.array([0])
        raise RuntimeError("no more rows")

    with pytest.raises(RuntimeError, match="no more rows"):
        list(prefetch(ROWS, order()))
    assert threads() == []


def test_leaving_the_loop_ends_the_threads_and_the_work():
    slow = Slow(pause=0.01)
    endless = (np.array([place % 100]) for place in itertools.count())
    ahead = prefetch(slow, endless, workers=2, depth=4)
    for _ in zip(range(3), ahead, strict=False):
        pass
    ahead.close()
    assert threads() == []
    made = len(slow.made)
    time.sleep(0.1)
    assert len(slow.made) == made <= 8


def test_a_lost_iterator_ends_its_threads():
    ahead = prefetch(Slow(), numbers(50), workers=2, depth=4)
    next(ahead)
    del ahead
    assert threads() == []


@pytest.mark.parametrize("options", [{"workers": -1}, {"depth": 0}])
def test_bad_numbers_are_refused_at_once(options):
    with pytest.raises(ValueError, match="give workers of 0 or more"):
        prefetch(ROWS, ORDER, **options)


@pytest.mark.gpu(real=True)
def test_batches_are_pinned_where_there_is_cuda():
    if torch.cuda.is_available():
        assert all(t.is_pinned() for b in prefetch(ROWS, ORDER) for t in b.values())
        assert not next(prefetch(ROWS, ORDER, pin=False))["input"].is_pinned()

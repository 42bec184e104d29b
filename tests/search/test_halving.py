"""Budgets of early stopping, counted by hand and against the published table."""

import pytest

from ftlib import search
from ftlib.search import Rung


def test_rungs_by_hand():
    assert search.halving(27, 1, 9) == [Rung(27, 1), Rung(9, 3), Rung(3, 9)]
    assert search.halving(5, 2, 16, factor=2) == [Rung(5, 2), Rung(2, 4), Rung(1, 8), Rung(1, 16)]
    assert search.halving(4, 3, 8) == [Rung(4, 3)]


def test_spent_counts_what_a_trial_adds():
    assert search.spent(search.halving(27, 1, 9)) == 27 * 1 + 9 * 2 + 3 * 6
    assert search.spent([Rung(4, 10)]) == 40


def test_hyperband_is_the_published_table():
    """R = 81, η = 3: Li et al., JMLR 2018, table 1."""
    table = [[(each.trials, each.units) for each in bracket] for bracket in search.hyperband(81)]
    assert table == [
        [(81, 1), (27, 3), (9, 9), (3, 27), (1, 81)],
        [(34, 3), (11, 9), (3, 27), (1, 81)],
        [(15, 9), (5, 27), (1, 81)],
        [(8, 27), (2, 81)],
        [(5, 81)],
    ]


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: search.halving(0, 1, 9), "trials is 0"),
        (lambda: search.halving(3, 9, 1), "most is 1"),
        (lambda: search.halving(3, 1, 9, factor=1), "factor is 1"),
        (lambda: search.hyperband(80), "most is 80"),
    ],
)
def test_bad_input_is_named(call, words):
    with pytest.raises(ValueError, match=words):
        call()

"""The best path against all paths, tried one by one."""

import itertools

import numpy as np
import pytest

from ftlib.models import legal_moves, viterbi

NAMES = ["O", "B-A", "I-A", "B-B", "I-B"]


def worth(path, scores, moves, start):
    total = start[path[0]] + scores[0, path[0]]
    for t in range(1, len(path)):
        total += scores[t, path[t]] + moves[path[t - 1], path[t]]
    return total


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("length", [1, 2, 4])
def test_no_path_is_better(seed, length):
    rng = np.random.default_rng(seed)
    scores, moves = rng.normal(size=(length, 4)), rng.normal(size=(4, 4))
    moves[rng.random((4, 4)) < 0.2] = -np.inf
    start = rng.normal(size=4)
    every = {p: worth(p, scores, moves, start) for p in itertools.product(range(4), repeat=length)}
    assert max(every.values()) > -np.inf  # with these seeds there is a path
    got = tuple(viterbi(scores, moves, start))
    assert every[got] == pytest.approx(max(every.values()), rel=1e-12)


def test_legal_moves_are_those_of_the_rule():
    moves, start = legal_moves(NAMES)
    for (i, before), (j, after) in itertools.product(enumerate(NAMES), repeat=2):
        allowed = after[0] != "I" or before in (f"B-{after[2:]}", f"I-{after[2:]}")
        assert moves[i, j] == (0 if allowed else -np.inf)
    assert start.tolist() == [0, 0, -np.inf, 0, -np.inf]


def test_legal_paths_stay_what_they_were_and_others_are_mended():
    moves, start = legal_moves(NAMES)
    sure = np.log(np.eye(5) * 0.9 + 0.02)
    assert viterbi(sure[[0, 1, 2, 3, 0]], moves, start) == [0, 1, 2, 3, 0]
    scores = np.log([[0.6, 0.3, 0.05, 0.03, 0.02], [0.1, 0.1, 0.6, 0.1, 0.1]])
    assert scores.argmax(axis=1).tolist() == [0, 2]  # O, I-A
    assert viterbi(scores, moves, start) == [1, 2]  # .3 · .6 beats .6 · .1


def test_without_moves_it_is_the_argmax():
    scores = np.random.default_rng(0).normal(size=(7, 3))
    assert viterbi(scores, np.zeros((3, 3))) == scores.argmax(axis=1).tolist()
    assert viterbi(np.zeros((0, 3)), np.zeros((3, 3))) == []
    assert viterbi(np.zeros((3, 2)), np.zeros((2, 2))) == [0, 0, 0]


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: legal_moves(["O", "PER"]), r"names holds \['PER'\]"),
        (lambda: legal_moves(["B-"]), r"names holds \['B-'\]"),
        (lambda: legal_moves([]), "give at least one tag"),
        (lambda: viterbi(np.zeros(3), np.zeros((3, 3))), "scores have shape"),
        (lambda: viterbi(np.zeros((2, 3)), np.zeros((3, 2))), "moves"),
        (lambda: viterbi(np.zeros((2, 3)), np.zeros((3, 3)), np.zeros(2)), r"start \(2,\)"),
        (lambda: viterbi([[np.nan, 0]], np.zeros((2, 2))), "scores holds NaN"),
        (lambda: viterbi(np.zeros((2, 2)), np.full((2, 2), -np.inf)), "allow no path"),
    ],
)
def test_bad_arguments_are_named(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: legal_moves(["O", None]), r"names holds \[None\]"),
        (lambda: legal_moves(np.array([], dtype=str)), "at least one tag"),
        (lambda: viterbi(np.zeros((2, 0)), np.zeros((0, 0))), "K of at least 1"),
        (lambda: viterbi(np.zeros((2, 2)), 0.0), r"moves \(\)"),
        (lambda: viterbi([[np.inf, 0.0]], np.zeros((2, 2))), "scores holds NaN or"),
        (lambda: viterbi(np.zeros((1, 2)), np.full((2, 2), np.nan)), "moves holds NaN"),
        (lambda: viterbi(np.zeros((1, 2)), np.zeros((2, 2)), [0, np.inf]), "start holds"),
    ],
)
def test_what_has_no_best_path_is_named(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()


def test_an_array_of_names():
    assert legal_moves(np.array(NAMES))[1].tolist() == legal_moves(NAMES)[1].tolist()


@pytest.mark.parametrize("seed", range(5))
def test_of_equal_paths_the_lower_number_from_behind(seed):
    scores = np.random.default_rng(seed).integers(0, 2, (4, 3)).astype(float)
    paths = list(itertools.product(range(3), repeat=4))
    most = max(sum(scores[t, k] for t, k in enumerate(path)) for path in paths)
    best = [p for p in paths if sum(scores[t, k] for t, k in enumerate(p)) == most]
    assert tuple(viterbi(scores, np.zeros((3, 3)))) == min(best, key=lambda path: path[::-1])

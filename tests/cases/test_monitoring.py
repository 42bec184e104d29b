"""The monitor around a model that is known: a text's logit is the number it begins with."""

import numpy as np
import pytest

from ftlib.cases.monitoring import Monitor


def score(texts):
    return np.array([float(text.split()[0]) for text in texts])


def topic(texts):
    return [text.split()[1] for text in texts]


def test_a_day_by_hand():
    monitor = Monitor(score, {"all": 0.2}, sensitivity=0.9, specificity=0.9, weight=0.5, control=2)
    state = monitor.update(["1 a", "2 b", "-1 c", "0 d"])
    x = (2 - 0.8) / np.sqrt(4 * 0.16)  # a logit of 0 is no flag
    assert (state.day, state.count, state.flagged) == (1, 4, 2)
    assert state.share == pytest.approx((0.5 - 0.1) / 0.8)
    assert state.level == pytest.approx(0.5 * x)
    assert state.limit == pytest.approx(2 * np.sqrt(0.5 / 1.5 * 0.75))
    assert not state.alarm
    assert state.reasons == ()


def test_it_rings_and_names_the_strongest_first():
    monitor = Monitor(score, {"all": 0.1}, weight=0.5, control=1.0)
    monitor.update(["3 old", "-1 a"])
    state = monitor.update(["1 new", "2 newer", "-5 b"], reasons=3)
    assert state.alarm
    old = 0.5 * 0.5 * 0.9 / np.sqrt(2 * 0.09)  # half of it is forgotten
    new = 0.5 * 0.9 / np.sqrt(3 * 0.09)
    assert [text for text, _ in state.reasons] == ["2 newer", "1 new", "3 old"]
    assert [pull for _, pull in state.reasons] == pytest.approx([new, new, old])
    assert "ALARM" in str(state)


def test_what_the_flagged_add_and_the_rest_take_away_is_the_level():
    monitor = Monitor(score, {"all": 0.3}, weight=0.5, control=0.1)
    state = monitor.update(["1 a", "1 b", "-1 c"], reasons=9)
    unflagged = -0.5 * 0.3 / np.sqrt(3 * 0.21)
    assert sum(pull for _, pull in state.reasons) + unflagged == pytest.approx(state.level)


def test_topics_have_their_own_shares():
    monitor = Monitor(score, {"oil": 0.6, "sport": 0.1}, topic, weight=1.0)
    state = monitor.update(["1 oil"] * 6 + ["-1 oil"] * 4)
    assert state.level == pytest.approx(0)  # six of ten is what oil always has
    state = monitor.update(["1 sport"] * 6 + ["-1 sport"] * 4)
    assert state.level == pytest.approx(5 / np.sqrt(0.9))


def test_an_empty_batch_moves_nothing():
    monitor = Monitor(score, {"all": 0.2})
    first = monitor.update([])
    assert first.day == 1
    assert np.isnan(first.share)
    assert (first.level, first.limit, first.alarm) == (0, 0, False)
    before = monitor.update(["1 a", "1 b"])
    after = monitor.update([])
    assert (after.level, after.limit, after.day) == (before.level, before.limit, 3)


def test_stopped_and_resumed_it_says_the_same():
    rng = np.random.default_rng(0)
    days = [[f"{z:.3f} oil" for z in rng.normal(0.5, 1, 9)] for _ in range(12)]

    def new():
        return Monitor(score, {"oil": 0.4, "sport": 0.2}, topic, 0.8, 0.7, 0.3, 2.0)

    through = new()
    want = [through.update(day) for day in days]
    stopped = new()
    got = [stopped.update(day) for day in days[:5]]
    resumed = Monitor.from_json(stopped.to_json(), score, topic)
    got += [resumed.update(day) for day in days[5:]]
    assert got == want
    assert any(state.alarm for state in want)


def test_memory_is_bounded_and_reset_forgets():
    monitor = Monitor(score, {"all": 0.5})
    for _ in range(3):
        monitor.update(["1 a"] * 50)
    assert len(monitor.memory) == 20
    monitor.reset()
    assert (monitor.level, monitor.seen, monitor.memory, monitor.day) == (0.0, 0, [], 3)
    assert not monitor.update([]).alarm


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: Monitor(score, {"a": 0.1, "b": 0.2}), "give a sorter"),
        (lambda: Monitor(score, {"a": 0.0}), "without the ends"),
        (lambda: Monitor(score, {"a": 0.1}, weight=0), "weight is 0"),
        (lambda: Monitor(score, {"a": 0.1}, control=0), "control is 0"),
        (lambda: Monitor(score, {"a": 0.1}, sensitivity=0.4, specificity=0.6), "exceed 1"),
        (lambda: Monitor(score, {"a": 0.1}, topic).update(["1 b"]), "topic gave 'b'"),
        (lambda: Monitor(lambda t: [[0.0]], {"a": 0.1}).update(["1 b"]), r"shape \(1, 1\)"),
    ],
)
def test_refusals(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()

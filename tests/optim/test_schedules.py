"""Schedules: by hand, in closed form, and where they agree with the library everybody uses."""

import math

import pytest
import torch
from transformers import get_cosine_schedule_with_warmup, get_linear_schedule_with_warmup

from ftlib import optim
from ftlib.train.policy.parameters import warmup_then_linear

STEPS, WARMUP = 40, 7


def scheduled(make):
    """The factors of a transformers schedule at steps 0 … STEPS − 1."""
    optimiser = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
    schedule = make(optimiser)
    factors = []
    for _ in range(STEPS):
        factors.append(schedule.get_last_lr()[0])
        optimiser.step()
        schedule.step()
    return factors


def test_by_hand():
    assert [optim.constant(s, warmup=3) for s in range(5)] == [0.25, 0.5, 0.75, 1, 1]
    assert [optim.linear(s, 5, warmup=1) for s in range(5)] == [0.5, 1, 0.75, 0.5, 0.25]
    assert [optim.linear(s, 4) for s in range(4)] == [1, 0.75, 0.5, 0.25]
    got = [optim.cosine(s, 4) for s in range(4)]
    assert got == pytest.approx([1, (1 + math.sqrt(0.5)) / 2, 0.5, (1 - math.sqrt(0.5)) / 2])
    assert [optim.inverse_square_root(s, warmup=3) for s in (0, 3, 15, 63)] == [0.25, 1, 0.5, 0.25]


def test_after_the_warm_up_they_are_those_of_transformers():
    line = scheduled(lambda o: get_linear_schedule_with_warmup(o, WARMUP, STEPS))
    wave = scheduled(lambda o: get_cosine_schedule_with_warmup(o, WARMUP, STEPS))
    for s in range(WARMUP, STEPS):
        assert optim.linear(s, STEPS, warmup=WARMUP) == pytest.approx(line[s], rel=1e-12)
        assert optim.cosine(s, STEPS, warmup=WARMUP) == pytest.approx(wave[s], rel=1e-12)
    assert line[0] == 0 < optim.linear(0, STEPS, warmup=WARMUP)  # theirs wastes an update


@pytest.mark.parametrize("warmup", [0, 1, 4, 10])
def test_the_loop_trains_with_the_linear_schedule(warmup):
    ours = [optim.linear(s, STEPS, warmup=warmup) for s in range(STEPS)]
    assert ours == [warmup_then_linear(s, STEPS, warmup / STEPS) for s in range(STEPS)]


@pytest.mark.parametrize("warmup", [1, 20, 4000])
def test_inverse_root_is_the_published_minimum(warmup):
    w = warmup + 1
    for step in (0, 1, warmup - 1, warmup, 10 * warmup, 10**6):
        t = step + 1
        published = min(t**-0.5, t * w**-1.5) / w**-0.5
        assert optim.inverse_square_root(step, warmup=warmup) == pytest.approx(published, rel=1e-12)


@pytest.mark.parametrize(
    "schedule",
    [
        lambda s: optim.constant(s, warmup=WARMUP),
        lambda s: optim.linear(s, STEPS, warmup=WARMUP),
        lambda s: optim.cosine(s, STEPS, warmup=WARMUP),
        lambda s: optim.inverse_square_root(s, warmup=WARMUP),
    ],
)
def test_no_update_is_wasted_and_none_exceeds_the_rate(schedule):
    factors = [schedule(s) for s in range(STEPS)]
    assert min(factors) > 0
    assert max(factors) == factors[WARMUP] == 1
    assert factors[:WARMUP] == sorted(factors[:WARMUP])
    assert factors[WARMUP:] == sorted(factors[WARMUP:], reverse=True)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: optim.constant(-1), "step is -1; give a whole number from 0 up"),
        (lambda: optim.constant(0.5), "step is 0.5"),
        (lambda: optim.constant(True), "step is True"),
        (lambda: optim.constant(0, warmup=-1), "warmup is -1"),
        (lambda: optim.linear(4, 4), "step is 4 of 4 steps; steps count from 0 to 3"),
        (lambda: optim.cosine(0, 0), "steps is 0; give a whole number from 1 up"),
        (lambda: optim.linear(0, 4, warmup=4), "warmup is 4 of 4 steps; leave at least one"),
        (lambda: optim.inverse_square_root(0, warmup=0.1), "warmup is 0.1"),
    ],
)
def test_bad_input(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()

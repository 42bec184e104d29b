"""Filters against Transformers' processors and their definitions; draws by frequency."""

import pytest
import torch
from transformers import TemperatureLogitsWarper, TopKLogitsWarper, TopPLogitsWarper

from ftlib.models.transformer import draw, greedy, sampler, temperature, top_k, top_p


@pytest.fixture
def logits():
    return 3 * torch.randn(50, 40, dtype=torch.float64, generator=torch.Generator().manual_seed(0))


@pytest.mark.parametrize("value", [0.3, 1.0, 2.5])
def test_temperature_is_transformers(logits, value):
    want = TemperatureLogitsWarper(value)(None, logits)
    torch.testing.assert_close(temperature(logits, value), want)


@pytest.mark.parametrize("k", [1, 3, 40, 100])
def test_top_k_is_transformers(logits, k):
    torch.testing.assert_close(top_k(logits, k), TopKLogitsWarper(k)(None, logits))


@pytest.mark.parametrize("p", [0.01, 0.5, 0.9, 0.999])
def test_top_p_is_transformers(logits, p):
    torch.testing.assert_close(top_p(logits, p), TopPLogitsWarper(p)(None, logits))


def test_top_p_by_hand():
    logits = torch.tensor([0.1, 0.5, 0.15, 0.25], dtype=torch.float64).log()
    kept = {p: torch.isfinite(top_p(logits, p)).tolist() for p in (0.4, 0.6, 0.8, 0.95, 1.0)}
    assert kept[0.4] == [False, True, False, False]
    assert kept[0.6] == [False, True, False, True]
    assert kept[0.8] == [False, True, True, True]
    assert kept[0.95] == kept[1.0] == [True] * 4


def test_top_p_keeps_the_first_of_equals_only():
    kept = torch.isfinite(top_p(torch.zeros(4, dtype=torch.float64), 0.5))
    assert kept.tolist() == [True, True, False, False]


def test_top_k_keeps_what_equals_the_last():
    assert torch.isfinite(top_k(torch.tensor([1.0, 2.0, 2.0, 0.0]), 1)).tolist() == [
        False, True, True, False,
    ]  # fmt: skip


def test_draw_by_hand():
    logits = torch.tensor([0.25, 0.0, 0.5, 0.25]).log()
    uniforms = torch.tensor([0.0, 0.2, 0.26, 0.7, 0.76, 0.999])
    assert draw(logits.expand(6, 4), uniforms).tolist() == [0, 0, 2, 2, 3, 3]


def test_draw_never_takes_what_is_excluded():
    logits = torch.tensor([-torch.inf, 0.0, -torch.inf])
    uniforms = torch.rand(1000, generator=torch.Generator().manual_seed(0))
    assert draw(logits.expand(1000, 3), uniforms).unique().tolist() == [1]
    largest = torch.tensor([1 - 2**-24])  # the largest float32 below 1
    assert draw(logits[None], largest).tolist() == [1]


def test_greedy_takes_the_first_of_equals():
    assert greedy(torch.tensor([[0.0, 2.0, 2.0]])).tolist() == [1]


def test_a_sampler_draws_by_frequency_and_repeats_with_its_generator():
    logits = torch.tensor([0.0, 1.0, 2.0, -1.0]).expand(20_000, 4)
    choose = sampler(temperature=2.0, k=3, p=0.9)
    drawn = choose(logits, torch.Generator().manual_seed(1))
    want = (torch.tensor([0.0, 1.0, 2.0]) / 2).softmax(0)  # 0.9 needs all three
    torch.testing.assert_close(drawn.bincount(minlength=4)[:3] / 20_000, want, atol=0.015, rtol=0)
    assert (drawn == 3).sum() == 0
    assert torch.equal(drawn, choose(logits, torch.Generator().manual_seed(1)))
    assert not torch.equal(drawn, choose(logits, torch.Generator().manual_seed(2)))


def test_a_sampler_applies_its_filters_in_order():
    # at temperature 1 the first token has 0.88 and stays alone; at 4 it must not
    logits = torch.tensor([2.0, 0.0, -8.0]).expand(2000, 3)
    assert len(sampler(p=0.6)(logits, torch.Generator().manual_seed(0)).unique()) == 1
    hot = sampler(temperature=4.0, p=0.65)(logits, torch.Generator().manual_seed(0))
    assert hot.unique().tolist() == [0, 1]


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: temperature(torch.zeros(2), 0), "temperature is 0"),
        (lambda: top_k(torch.zeros(2), 0), "k is 0"),
        (lambda: top_p(torch.zeros(2), 0.0), "p is 0.0"),
        (lambda: top_p(torch.zeros(2), 1.1), "p is 1.1"),
        (lambda: sampler(temperature=-1), "temperature is -1"),
        (lambda: sampler(p=2.0), "p is 2.0"),
        (lambda: draw(torch.zeros(3, 2), torch.zeros(2)), "uniforms have shape"),
        (lambda: draw(torch.zeros(1, 2), torch.ones(1)), "uniforms has numbers"),
    ],
)
def test_bad_input_is_named(call, name):
    with pytest.raises(ValueError, match=name):
        call()

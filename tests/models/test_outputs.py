"""Learned variance, token labels, spans, first biases: against definitions and brute force."""

import numpy as np
import pytest
import torch
from scipy import stats

from ftlib.models import (
    align_labels,
    best_span,
    class_bias,
    gaussian_nll,
    label_bias,
    mask_positions,
    span_loss,
)


def test_gaussian_nll_is_the_surprise_of_a_gaussian():
    rng = np.random.default_rng(0)
    output, y = rng.normal(size=(8, 2)), rng.normal(size=8) * 3
    want = -stats.norm(output[:, 0], np.exp(output[:, 1] / 2)).logpdf(y).mean()
    got = gaussian_nll(torch.tensor(output), torch.tensor(y))
    assert got.item() == pytest.approx(want, rel=1e-12)


def test_gaussian_nll_is_smallest_at_mean_and_variance():
    y = torch.tensor([1.0, 2.0, 6.0], dtype=torch.float64)
    output = torch.stack([y.mean(), y.var(unbiased=False).log()]).requires_grad_()
    (slope,) = torch.autograd.grad(gaussian_nll(output.expand(3, 2), y), output)
    assert slope.abs().max() < 1e-12


def test_gaussian_nll_refuses_to_broadcast():
    with pytest.raises(ValueError, match="shape"):
        gaussian_nll(torch.zeros(3, 2), torch.zeros(3, 1))


def test_only_the_first_token_of_a_word_has_its_label():
    words = [None, 0, 0, 1, 2, 2, 2, None, None]
    assert align_labels(words, [5, 0, 7]) == [-100, 5, -100, 0, 7, -100, -100, -100, -100]
    assert align_labels([], []) == []
    assert align_labels([0, 1], [3, 3], ignored=-1) == [3, 3]


def test_a_word_without_label_is_refused():
    with pytest.raises(ValueError, match="word 2"):
        align_labels([0, 2], [1, 1])


def test_span_loss_is_the_surprise_of_both_ends():
    p = torch.tensor([[0.5, 0.25, 0.25], [0.1, 0.1, 0.8]], dtype=torch.float64)
    logits = torch.stack([p.log(), p.flip(1).log() + 7], dim=2)
    got = span_loss(logits, torch.tensor([[0, 2], [2, 0]]))
    want = -(np.log(0.5) + np.log(0.5) + np.log(0.8) + np.log(0.8)) / 2
    assert got.item() == pytest.approx(want, rel=1e-12)


def test_padding_gets_no_probability():
    torch.manual_seed(0)
    logits, labels = torch.randn(2, 4, 2), torch.tensor([[0, 1], [1, 2]])
    mask = torch.tensor([[1, 1, 0, 0], [1, 1, 1, 0]])
    got = span_loss(mask_positions(logits, mask), labels)
    each = [span_loss(logits[:1, :2], labels[:1]), span_loss(logits[1:, :3], labels[1:])]
    torch.testing.assert_close(got, torch.stack(each).mean())


def test_the_best_span_by_brute_force():
    rng = np.random.default_rng(1)
    for _ in range(50):
        first, last, longest = rng.normal(size=9), rng.normal(size=9), int(rng.integers(1, 12))
        spans = [(i, j) for i in range(9) for j in range(i, 9) if j - i + 1 <= longest]
        want = max(spans, key=lambda span: first[span[0]] + last[span[1]])
        assert best_span(first, last, longest=longest) == want


def test_masked_positions_are_no_span():
    off = -np.inf
    assert best_span([off, 1.0, off], [9.0, 0.0, off]) == (1, 1)
    with pytest.raises(ValueError, match="no span"):
        best_span([off, 0.0], [0.0, off])


@pytest.mark.parametrize("longest", [0, -1])
def test_a_span_has_a_token(longest):
    with pytest.raises(ValueError, match="longest"):
        best_span([0.0], [0.0], longest=longest)


def test_bad_spans():
    with pytest.raises(ValueError, match="labels run"):
        span_loss(torch.zeros(1, 3, 2), torch.tensor([[0, 3]]))
    with pytest.raises(ValueError, match="shape"):
        span_loss(torch.zeros(1, 3), torch.tensor([[0, 1]]))
    with pytest.raises(ValueError, match="without any position"):
        mask_positions(torch.zeros(1, 3, 2), torch.zeros(1, 3))
    with pytest.raises(ValueError, match="shape"):
        mask_positions(torch.zeros(1, 3, 2), torch.ones(3))


def test_label_bias_gives_the_base_rate():
    labels = np.array([[1, 0], [0, 0], [0, 0], [1, 0]])
    want = [np.log(2.5 / 2.5), np.log(0.5 / 4.5)]
    np.testing.assert_allclose(label_bias(labels), want)
    assert label_bias([1, 1, 1, 0]) == pytest.approx(np.log(3.5 / 1.5))


def test_class_bias_gives_the_base_rates():
    bias = class_bias([0, 0, 2, 0], 3)
    np.testing.assert_allclose(np.exp(bias), np.array([3.5, 0.5, 1.5]) / 5.5)


@pytest.mark.parametrize("labels", [[], [0, 2], [0.5]])
def test_label_bias_wants_zeros_and_ones(labels):
    with pytest.raises(ValueError, match="zeros and ones"):
        label_bias(labels)


@pytest.mark.parametrize("labels", [[0, 3], [-100, 1], [], [0.5]])
def test_class_bias_wants_classes(labels):
    with pytest.raises(ValueError, match="labels"):
        class_bias(np.array(labels), 3)

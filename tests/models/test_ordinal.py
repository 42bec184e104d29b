"""The ordinal loss against exact arithmetic, finite differences, and its own special case."""

from decimal import Decimal, localcontext

import numpy as np
import pytest
import torch

from ftlib.models import OrdinalHead, ordinal_loss, ordinal_probabilities


def falling(rng, rows, thresholds):
    start = rng.normal(size=(rows, 1)) * 3
    return torch.tensor(start - rng.exponential(size=(rows, thresholds)).cumsum(axis=1))


def exact(logits, label):
    """−log P(y = label) with 60 digits."""
    with localcontext() as context:
        context.prec = 60
        above = [Decimal(1), *(1 / (1 + (-Decimal(z)).exp()) for z in logits), Decimal(0)]
        return float(-(above[label] - above[label + 1]).ln())


@pytest.mark.parametrize("label", range(4))
def test_against_sixty_digits(label):
    logits = falling(np.random.default_rng(label), 5, 3)
    want = np.mean([exact(row, label) for row in logits.tolist()])
    got = ordinal_loss(logits, torch.full((5,), label))
    assert got.item() == pytest.approx(want, rel=1e-12)


def test_digits_survive_where_both_sigmoids_are_one():
    row = [40.0, 39.0, 38.0]
    got = ordinal_loss(torch.tensor([row], dtype=torch.float64), torch.tensor([1]))
    assert got.item() == pytest.approx(exact(row, 1), rel=1e-12)


def test_the_probabilities_are_differences_of_sigmoids():
    logits = torch.tensor([[np.log(3), 0.0]])
    want = torch.tensor([[0.25, 0.25, 0.5]], dtype=torch.float64)
    torch.testing.assert_close(ordinal_probabilities(logits), want.to(logits.dtype))


def test_two_classes_are_binary_cross_entropy():
    z, y = torch.tensor([-2.0, 0.3, 5.0]), torch.tensor([1, 0, 1])
    want = torch.nn.functional.binary_cross_entropy_with_logits(z, y.float())
    torch.testing.assert_close(ordinal_loss(z[:, None], y), want)


def test_the_gradient_by_central_differences():
    logits = falling(np.random.default_rng(9), 6, 3).requires_grad_()
    labels = torch.tensor([0, 1, 2, 3, 1, 2])
    assert torch.autograd.gradcheck(lambda z: ordinal_loss(z, labels), logits)


def test_the_head_keeps_its_offsets_in_order():
    torch.manual_seed(0)
    head = OrdinalHead(4, 5)
    with torch.no_grad():
        head.steps.copy_(torch.tensor([-3.0, 2.0, -1.0]))
    assert (head.offsets().diff() < 0).all()
    logits = head(torch.randn(7, 4))
    assert logits.shape == (7, 4)
    torch.testing.assert_close(ordinal_probabilities(logits).sum(1), torch.ones(7))


def test_the_head_begins_symmetric():
    torch.testing.assert_close(OrdinalHead(3, 5).offsets(), torch.tensor([1.5, 0.5, -0.5, -1.5]))


def test_one_score_and_two_classes():
    assert OrdinalHead(3, 2)(torch.zeros(2, 3)).shape == (2, 1)


@pytest.mark.parametrize(
    ("logits", "labels", "word"),
    [
        (torch.tensor([[0.0, 1.0]]), torch.tensor([0]), "fall"),
        (torch.tensor([[1.0, 0.0]]), torch.tensor([3]), "labels run"),
        (torch.tensor([[1.0, 0.0]]), torch.tensor([[1]]), "shape"),
        (torch.tensor([[1.0, 0.0]]), torch.tensor([1.0]), "whole numbers"),
    ],
)
def test_bad_input(logits, labels, word):
    with pytest.raises(ValueError, match=word):
        ordinal_loss(logits, labels)


def test_one_class_has_no_order():
    with pytest.raises(ValueError, match="at least 2"):
        OrdinalHead(3, 1)

"""PyTorch's own sample inputs, which ship in its wheel: ours gives what PyTorch gives.

They are made for PyTorch's functions: class axis second, targets that sum to anything, negative
weights. So the axis is moved and the checks of values are off; the formulas hold all the same.
"""

import functools
from types import SimpleNamespace

import pytest
import torch
import torch.nn.functional as F
from torch.testing._internal import common_methods_invocations as samples

from ftlib.losses import torch as ours

close = functools.partial(torch.testing.assert_close, rtol=1e-12, atol=1e-14, equal_nan=True)


def made_by(name, **options):
    torch.manual_seed(0)
    make = getattr(samples, f"sample_inputs_{name}")
    return list(make(SimpleNamespace(), torch.device("cpu"), torch.float64, True, **options))


def class_last(x):
    return x.movedim(1, -1) if x.ndim > 1 else x


def same(mine, theirs, inputs):
    """Values and gradients of two results, under one random upstream gradient."""
    close(mine, theirs)
    inputs = [x for x in inputs if x.requires_grad]
    upstream = torch.randn_like(theirs)
    got = torch.autograd.grad(mine, inputs, upstream, retain_graph=True)
    for left, right in zip(got, torch.autograd.grad(theirs, inputs, upstream), strict=True):
        close(left, right)


def test_cross_entropy():
    cases = made_by("cross_entropy")
    assert len(cases) >= 20
    for case in cases:
        z, (target,) = case.input, case.args
        soft = target.is_floating_point()
        mine = ours.softmax_cross_entropy(
            class_last(z), class_last(target) if soft else target, validate=False, **case.kwargs
        )
        same(mine, F.cross_entropy(z, target, **case.kwargs), [z, target])


def test_nll_loss():
    cases = made_by("nll_loss")
    assert len(cases) >= 50
    for case in cases:
        log_p, (target,) = case.input, case.args
        mine = ours.nll_loss(class_last(log_p), target, validate=False, **case.kwargs)
        same(mine, F.nll_loss(log_p, target, **case.kwargs), [log_p])


def test_binary_cross_entropy_with_logits():
    cases = made_by("binary_cross_entropy_with_logits")
    assert len(cases) >= 25
    for case in cases:
        z, (y,) = case.input, case.args
        mine = ours.binary_cross_entropy_with_logits(z, y, validate=False, **case.kwargs)
        same(mine, F.binary_cross_entropy_with_logits(z, y, **case.kwargs), [z, y])


@pytest.mark.filterwarnings("ignore:reduction")  # PyTorch warns of its own "mean"
def test_kl_div():
    cases = [case for case in made_by("kl_div") if case.kwargs["reduction"] != "mean"]
    assert len(cases) >= 10
    for case in cases:
        log_p, (target,) = case.input, case.args
        reduction, log_target = case.kwargs["reduction"], case.kwargs["log_target"]
        if reduction == "batchmean" and log_p.ndim == 1:
            continue  # it takes a single row for a batch of numbers
        theirs = F.kl_div(log_p, target, reduction=reduction, log_target=log_target)
        own = {"batchmean": "mean"}.get(reduction, reduction)
        mine = ours.kl_divergence(log_p, target, log_targets=log_target, reduction=own)
        same(mine, theirs.sum(-1) if reduction == "none" else theirs, [log_p, target])


def test_mse_loss():
    cases = made_by("loss")
    assert len(cases) >= 5
    for case in cases:
        a, (y,) = case.input, case.args
        options = case.kwargs or {}
        same(ours.mse(a, y, **options), F.mse_loss(a, y, **options), [a, y])

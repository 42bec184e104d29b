"""Adversarial training: the step is the worst of its length, and the loop is given the mean."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn.functional import cross_entropy

from ftlib import data, train
from ftlib.train.adversarial import adversarial, adversarial_step

RNG = np.random.default_rng(0)
X, Y = RNG.normal(size=(24, 3)).astype(np.float32), RNG.integers(0, 2, 24)
EXAMPLES = data.Rows(input=X, labels=Y)


def network(seed=0):
    torch.manual_seed(seed)
    return nn.Sequential(nn.Identity(), nn.Linear(3, 2))


@pytest.mark.parametrize("norm", ["2", "inf"])
def test_no_step_of_that_length_raises_a_linear_function_more(norm):
    g = torch.randn(4, 2, 3, dtype=torch.float64, generator=torch.Generator().manual_seed(1))
    best = (g * adversarial_step(g, 0.7, norm)).flatten(1).sum(dim=1)
    for seed in range(200):
        r = torch.randn(4, 2, 3, dtype=torch.float64, generator=torch.Generator().manual_seed(seed))
        flat = r.flatten(1)
        length = flat.norm(dim=1) if norm == "2" else flat.abs().amax(dim=1)
        r = 0.7 * r / length.view(-1, 1, 1)
        assert ((g * r).flatten(1).sum(dim=1) <= best + 1e-12).all()


def test_the_length_is_the_radius_and_zero_stays_zero():
    g = torch.tensor([[[3.0, 4.0]], [[0.0, 0.0]]])
    step = adversarial_step(g, 2.0)
    assert torch.allclose(step, torch.tensor([[[1.2, 1.6]], [[0.0, 0.0]]]))


def test_of_a_linear_model_the_margin_shrinks_by_radius_times_slope():
    """z₁ − z₀ falls by ε‖w₁ − w₀‖ for class 1: no step of that length does more."""
    model = network().double().train()
    x, y = torch.tensor(X).double(), torch.tensor(Y)
    with adversarial(model, "0", radius=0.5) as loss:
        got = loss(model(x), y)
    weight = model[1].weight.detach()
    z = model(x).detach()
    sign = 2 * y - 1
    margin = sign * (z[:, 1] - z[:, 0])
    worst = margin - 0.5 * (weight[1] - weight[0]).norm()
    want = (torch.log1p(torch.exp(-margin)) + torch.log1p(torch.exp(-worst))).mean() / 2
    assert abs(got - want) < 1e-12


def test_gradients_reach_the_parameters_of_both_passes():
    model = network().train()
    x, y = torch.tensor(X), torch.tensor(Y)
    with adversarial(model, "0", radius=0.5) as loss:
        loss(model(x), y).backward()
    both = model[1].weight.grad.clone()
    model.zero_grad()
    z = model(x)
    states = x.clone().requires_grad_()
    (g,) = torch.autograd.grad(cross_entropy(model(states), y), states)
    moved = x + 0.5 * g / g.norm(dim=1, keepdim=True)
    ((cross_entropy(z, y) + cross_entropy(model(moved), y)) / 2).backward()
    torch.testing.assert_close(both, model[1].weight.grad)


def test_in_evaluation_it_is_the_plain_loss():
    model = network()
    x, y = torch.tensor(X), torch.tensor(Y)
    with adversarial(model, "0", radius=9.0) as loss:
        model.eval()
        assert loss(model(x), y) == cross_entropy(model(x), y)
        model.train()
        with torch.no_grad():
            assert loss(model(x), y) == cross_entropy(model(x), y)


def test_the_loop_trains_with_it_and_the_hooks_go():
    plain, robust = network(), network()
    options = {"epochs": 40, "batch_size": 8, "learning_rate": 0.05, "progress": False}
    train.fit(plain, EXAMPLES, EXAMPLES, keep_best=False, **options)
    with adversarial(robust, "0", radius=1.0) as loss:
        run = train.fit(robust, EXAMPLES, EXAMPLES, loss=loss, keep_best=False, **options)
        train.predict(robust, EXAMPLES)  # leaves nothing behind for the next update
    assert len(run.validations) == 40
    slope = [(each[1].weight[1] - each[1].weight[0]).norm() for each in (plain, robust)]
    assert slope[1] < slope[0]  # the worst case shrinks the slope
    assert not robust._forward_pre_hooks
    assert not robust[0]._forward_hooks


@pytest.mark.parametrize(
    ("layer", "options", "message"),
    [
        ("9", {"radius": 1.0}, "layer is '9'"),
        ("", {"radius": 1.0}, "layer is ''"),
        ("0", {"radius": 0.0}, "radius is 0.0"),
        ("0", {"radius": 1.0, "norm": "1"}, "norm is '1'"),
    ],
)
def test_bad_input(layer, options, message):
    with pytest.raises(ValueError, match=message), adversarial(network(), layer, **options):
        pass


def test_a_model_that_was_not_run_itself_is_named():
    model = network().train()
    with (
        adversarial(model, "0", radius=1.0) as loss,
        pytest.raises(ValueError, match="without cache_trunk"),
    ):
        loss(model[1](torch.tensor(X)), torch.tensor(Y))
